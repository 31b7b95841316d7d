"""The forms of a session: they turn text into values, call the service and put its refusal where it can be read."""

from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coaches.models import Coach
from kit.free_text import FreeTextField
from organisation.models import User
from organisation.terms import say
from sessions.colleagues import find_colleague
from sessions.exceptions import BookingRefused
from sessions.group_forms import reach_field
from sessions.models import Participation, Session
from sessions.people import helped
from sessions.services import Reach, book_session, cancel_series, cancel_session, decline_session, reason_is_needed
from sessions.time_forms import Passing
from sessions.tokens import TimeToken
from topics.models import Topic

REASON_LENGTH = 300
ABOUT_LENGTH = 300
TOGETHER = ("colleague_1", "colleague_2")
COLLEAGUE_HINT = _("The e-mail address, or the first and last name in full.")


class BookingForm(forms.Form):
    """Confirming a time: what was chosen travels hidden, what it is about may be added."""

    time = forms.CharField(widget=forms.HiddenInput, max_length=40)
    topic = forms.ModelChoiceField(queryset=Topic.objects.none(), widget=forms.HiddenInput)
    minutes = forms.IntegerField(widget=forms.HiddenInput, min_value=5, max_value=480)
    about = FreeTextField(
        label=_("What would you like to talk about?"),
        required=False,
        max_length=ABOUT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    colleague_1 = forms.CharField(
        label=_("A colleague who comes along"), help_text=COLLEAGUE_HINT, required=False, max_length=254
    )
    colleague_2 = forms.CharField(
        label=_("Another colleague"), help_text=COLLEAGUE_HINT, required=False, max_length=254
    )
    pass_rules = forms.BooleanField(label=_("Book it all the same"), required=False)
    without_buffers = forms.BooleanField(label=_("No pause before and after"), required=False)

    def __init__(self, *args: Any, reader: User, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader, self.person = reader, person
        self.refusal: BookingRefused | None = None
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ModelChoiceField)
        topic.queryset = Topic.objects.visible_to(reader)

        if not self.may_pass_rules:
            del self.fields["pass_rules"], self.fields["without_buffers"]

    @property
    def may_pass_rules(self) -> bool:
        """Whether this is a coach's or a coordinator's booking for a colleague; by which coach is the rules' matter."""
        return self.person != self.reader

    @property
    def passing(self) -> Passing:
        """What is asked for besides the time; nothing, for one's own booking."""
        return Passing(*(self.cleaned_data.get(name, False) for name in ("pass_rules", "without_buffers")))

    @property
    def together(self) -> tuple[User, ...]:
        """The colleagues who come along, as far as they were found."""
        return tuple(person for name in TOGETHER if (person := self.cleaned_data.get(name)))

    def clean_colleague_1(self) -> User | None:
        return self._colleague("colleague_1")

    def clean_colleague_2(self) -> User | None:
        return self._colleague("colleague_2")

    def _colleague(self, name: str) -> User | None:
        if not (typed := self.cleaned_data[name]):
            return None
        person = find_colleague(self.reader, typed)
        if person in (self.person, *self.together):
            raise forms.ValidationError(_("%(name)s is in this session already.") % {"name": person.get_full_name()})
        time = self.cleaned_data.get("time")
        if time and hasattr(person, "coach") and person.coach.pk == time.coach_id:
            raise forms.ValidationError(say(_("{name} is the {coach} of this session."), name=person.get_full_name()))
        return person

    def clean_time(self) -> TimeToken:
        try:
            return TimeToken.parse(self.cleaned_data["time"])
        except ValueError as error:
            raise forms.ValidationError(_("Choose a time from the list.")) from error

    def book(self, coach: Coach) -> Session | None:
        """The booked session, or None with `refusal` set."""
        chosen = self.cleaned_data
        try:
            return book_session(
                coach=coach,
                topic=chosen["topic"],
                person=self.person,
                starts_at=chosen["time"].starts_at,
                length=timedelta(minutes=chosen["minutes"]),
                by=self.reader,
                about=chosen["about"],
                together=self.together,
                pass_rules=self.passing.pass_rules,
                without_buffers=self.passing.without_buffers,
            )
        except BookingRefused as refusal:
            self.refusal = refusal
            return None


class ReasonForm(forms.Form):
    """Calling a session off or declining a proposal, with a few words why."""

    reason = FreeTextField(
        label=_("Why?"), required=False, max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, session: Session, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.by = session, by
        if reason_is_needed(session):
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = _("Write in a few words why, so that the other knows.")
        self.fields["reason"].help_text = _("The participants and the coordinator see this.")

    def decline(self) -> bool:
        return self._do(decline_session)

    def _do(self, service: Any) -> bool:
        try:
            service(session=self.session, by=self.by, reason=self.cleaned_data["reason"])
        except BookingRefused as refusal:
            self.add_error(None, refusal.sentence)
            return False
        return True


class CancelForm(ReasonForm):
    """Calling off one session, or with it others of its series."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.session.series_id:
            self.fields["reach"] = reach_field()

    def cancel(self) -> bool:
        reach = self.cleaned_data.get("reach", Reach.THIS)
        return self._do(partial(cancel_series, reach=reach) if reach != Reach.THIS else cancel_session)


class CloseForm(forms.Form):
    """Whether a session was held."""

    held = forms.TypedChoiceField(
        label=_("Was the session held?"),
        choices=[("yes", _("Yes, it was held")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(label=_("Minutes used"), min_value=5, max_value=480, required=False)

    def attendance(self, session: Session) -> dict[int, str]:
        """What is said of each person of a group, by their keys; nonsense says nothing."""
        said = {person.pk: self.data.get(f"attendance_{person.pk}", "") for person in helped(session)}
        return {pk: word for pk, word in said.items() if word in Participation.Attendance.values}
