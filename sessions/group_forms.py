"""Whom to invite to a group, its words and seats, and how much of a series an act is for."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coaches.forms import ClockField, DayField
from coaches.models import Team
from kit.forms import RowChoiceField
from kit.free_text import FreeTextField
from organisation.models import User
from sessions.exceptions import BookingRefused
from sessions.models import Session
from sessions.recurrence import at
from sessions.selectors import colleagues_named, colleagues_to_book_for
from sessions.services import (
    LeftOut,
    Reach,
    add_people,
    ahead_in_series,
    edit_group,
    invite_people,
    move_series,
)

LANGUAGES = ("fi", "sv", "en")
WORDS = tuple(f"{name}_{language}" for name in ("title", "text") for language in LANGUAGES)
TITLES = {"fi": _("Title in Finnish"), "sv": _("Title in Swedish"), "en": _("Title in English")}
TEXTS = {"fi": _("Text in Finnish"), "sv": _("Text in Swedish"), "en": _("Text in English")}
PUBLIC = _("All staff can read this. Do not write students' names or other data about them.")
MOST_SEATS = 500
REACHES = {
    Reach.THIS: _("Only this time"),
    Reach.FOLLOWING: _("This and those that follow"),
    Reach.ALL: _("All that are still ahead"),
}


def reach_field() -> forms.ChoiceField:
    """For which times of a series."""
    choices = [(reach.value, words) for reach, words in REACHES.items()]
    return forms.ChoiceField(
        label=_("For which times?"), choices=choices, initial=Reach.THIS.value, widget=forms.RadioSelect
    )


class GroupWords(forms.Form):
    """The seats, title and text of a group."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)
    title_fi = FreeTextField(label=TITLES["fi"], required=False, max_length=120)
    title_sv = FreeTextField(label=TITLES["sv"], required=False, max_length=120)
    title_en = FreeTextField(label=TITLES["en"], required=False, max_length=120)
    text_fi = FreeTextField(label=TEXTS["fi"], required=False, max_length=1000, widget=forms.Textarea({"rows": 3}))
    text_sv = FreeTextField(label=TEXTS["sv"], required=False, max_length=1000, widget=forms.Textarea({"rows": 3}))
    text_en = FreeTextField(label=TEXTS["en"], required=False, max_length=1000, widget=forms.Textarea({"rows": 3}))

    def speak(self, languages: list[str]) -> None:
        """Ask only for the languages that the institution uses."""
        for name in WORDS:
            if name[-2:] not in languages:
                del self.fields[name]
        for name in self.fields:
            if name.startswith("text_"):
                self.fields[name].help_text = PUBLIC

    @property
    def words(self) -> dict[str, str]:
        """Titles and texts by column; a language that is not asked for stays empty."""
        return {name: self.cleaned_data.get(name, "") for name in WORDS}

    def need_title(self) -> None:
        """A group needs a title in one language at least."""
        titles = [name for name in self.fields if name.startswith("title_")]
        if titles and not any(self.cleaned_data.get(name) for name in titles) and not self.errors.keys() & {*titles}:
            self.add_error(titles[0], _("Give the group a title, in one language at least."))


class EditGroupForm(GroupWords):
    def __init__(self, data: Any = None, *, session: Session, by: User) -> None:
        super().__init__(data, initial={name: getattr(session, name) for name in ("seats", *WORDS)})
        self.session, self.by = session, by
        self.speak(session.institution.languages)
        if session.series_id:
            self.fields["reach"] = reach_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.need_title()
        return data

    def save(self) -> bool:
        """Whether it was saved; if not, the form says why."""
        kept = {name: value for name, value in self.words.items() if name in self.fields}
        reach = self.cleaned_data.get("reach", Reach.THIS)
        try:
            edit_group(session=self.session, reach=reach, by=self.by, seats=self.cleaned_data["seats"], words=kept)
        except BookingRefused as refusal:
            self.add_error("seats", refusal.sentence)
        return self.is_valid()


class InviteForm(forms.Form):
    """Colleagues by name or address, a team, or both; asked to sign up, or put in."""

    people = forms.CharField(
        label=_("Colleagues"),
        help_text=_("One on each line: the e-mail address, or the first and last name in full."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 5}),
    )
    team = RowChoiceField(label=_("A whole team"), required=False, empty_label=_("No team"))
    how = forms.ChoiceField(
        label=_("How"),
        choices=[("invite", _("Invite by mail, they sign up themselves")), ("add", _("Put in those who are free"))],
        initial="invite",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, session: Session, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.by = session, by
        self.left_out: list[LeftOut] = []
        self.count = 0
        team = self.fields["team"]
        assert isinstance(team, RowChoiceField)
        team.offer(Team.objects.filter(institution=session.institution_id).order_by("name_fi"))
        if session.series_id:
            self.fields["reach"] = reach_field()

    def clean_people(self) -> list[User]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["people"].splitlines() if line.strip()]
        found, unknown = colleagues_named(self.by, lines, whole_house=self.by.pk == self.session.coach.user_id)
        if unknown:
            names = ", ".join(unknown)
            raise forms.ValidationError(_("We found no one colleague by: %(names)s") % {"names": names})
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.chosen():
            self.add_error("people", _("Write at least one colleague, or choose a team."))
        return data

    def chosen(self) -> list[User]:
        """Everyone who was named or is in the team, once; of a team those whom the reader may choose."""
        people = {person.pk: person for person in self.cleaned_data.get("people", ())}
        if team := self.cleaned_data.get("team"):
            within = colleagues_to_book_for(self.by, "")
            people |= {person.pk: person for person in within.filter(coach__teams=team)}
        people.pop(self.session.coach.user_id, None)
        return list(people.values())

    def send(self) -> bool:
        """Whether it was done; `count` are those who were invited or put in, `left_out` who could not be."""
        chosen = self.chosen()
        try:
            if self.cleaned_data["how"] == "invite":
                self.count = invite_people(session=self.session, people=chosen, by=self.by)
            else:
                sessions = ahead_in_series(self.session, self.cleaned_data.get("reach", Reach.THIS))
                self.left_out = add_people(sessions=sessions, people=chosen)
                self.count = len(chosen) - len({gone.person.pk for gone in self.left_out})
        except BookingRefused as refusal:
            self.add_error(None, refusal.sentence)
        return self.is_valid()


class MoveSeriesForm(forms.Form):
    """The new day and time of one session of a series; those in reach move by as much."""

    day = DayField(label=_("New day of this session"))
    clock = ClockField(label=_("New time"))

    def __init__(self, data: Any = None, *, session: Session, by: User) -> None:
        here = session.starts_at.astimezone(session.institution.tz)
        super().__init__(data, initial={"day": here.date(), "clock": here.time()})
        self.session, self.by = session, by
        self.refusal: BookingRefused | None = None
        self.fields["reach"] = reach_field()
        self.fields["reach"].initial = Reach.FOLLOWING.value

    def move(self) -> bool:
        """Whether all were moved; if not, `refusal` says why, and all are where they were."""
        data = self.cleaned_data
        starts_at = at(data["day"], data["clock"], self.session.institution.tz)
        try:
            move_series(session=self.session, reach=data["reach"], starts_at=starts_at, by=self.by, pass_rules=True)
        except BookingRefused as refusal:
            self.refusal = refusal
            self.add_error(None, refusal.sentence + " " + gettext("All sessions stayed where they were."))
        return self.is_valid()
