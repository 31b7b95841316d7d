"""The form with which a session is closed, and in which its people write down what they agreed on."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from followup.selectors import themes_to_pick
from followup.services import Closing, Promise, add_agreements, close
from kit.free_text import FreeTextField
from organisation.models import User
from sessions.exceptions import BookingRefused
from sessions.models import Participation, Session, State
from sessions.people import helped, participants
from topics.models import Theme

ROWS = 3
"""So many agreements are written down at once."""
LENGTH = 300


class ClosingForm(forms.Form):
    """With `closes` whether it was held and what came up; always what was agreed on."""

    held = forms.TypedChoiceField(
        label=_("Was the session held?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(label=_("Minutes used"), min_value=5, max_value=480)
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=_("What came up"),
        help_text=_("Matters of work, so that the programme sees what is asked about. Nothing is told of people."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, session: Session, by: User, closes: bool) -> None:
        super().__init__(data, initial=_initial(session))
        self.session, self.by, self.closes = session, by, closes
        if closes:
            self._offer_themes()
            self._offer_attendance()
        else:
            for name in ("held", "minutes", "themes"):
                del self.fields[name]
        self._offer_agreements()

    def _offer_themes(self) -> None:
        offered = themes_to_pick(self.session)
        field = self.fields["themes"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Theme.objects.filter(pk__in=[theme.pk for theme in offered])
        field.choices = [(theme.pk, theme.name) for theme in offered]
        if not offered:
            del self.fields["themes"]

    def _offer_attendance(self) -> None:
        """Of a group it is said of each who came; nobody is guessed at."""
        rows = self.session.participations.all() if self.session.is_group else ()
        for row in rows:
            if row.role == Participation.Role.HELPED and row.left_at is None:
                self.fields[f"attendance_{row.person_id}"] = forms.ChoiceField(
                    label=row.person.get_full_name(),
                    choices=Participation.Attendance.choices,
                    initial=row.attendance,
                    required=False,
                )

    def _offer_agreements(self) -> None:
        people = [(person.pk, person.get_full_name()) for person in participants(self.session)]
        first = helped(self.session)[:1]
        for number in range(1, ROWS + 1):
            self.fields[f"what_{number}"] = FreeTextField(label=_("What"), max_length=LENGTH, required=False)
            self.fields[f"who_{number}"] = forms.TypedChoiceField(
                label=_("Who does it"), choices=people, coerce=int, initial=first[0].pk if first else None
            )
            self.fields[f"due_{number}"] = forms.DateField(
                label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            )
            self.fields[f"who_{number}"].required = False

    @property
    def seated(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("attendance_")]

    @property
    def rows(self) -> list[dict[str, forms.BoundField]]:
        """The fields of each agreement."""
        return [{name: self[f"{name}_{number}"] for name in ("what", "who", "due")} for number in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        today = timezone.localdate(timezone=self.session.institution.tz)
        for number in range(1, ROWS + 1):
            due = cleaned.get(f"due_{number}")
            if due and due < today:
                self.add_error(f"due_{number}", _("That day has passed. Choose today or a later day."))
            if due and not cleaned.get(f"what_{number}") and f"what_{number}" not in self.errors:
                self.add_error(f"what_{number}", _("Write what is done by that day, or leave the day empty."))
        return cleaned

    def promises(self) -> list[Promise]:
        people = {person.pk: person for person in participants(self.session)}
        said = self.cleaned_data
        numbers = [number for number in range(1, ROWS + 1) if said.get(f"what_{number}")]
        return [
            Promise(said[f"what_{n}"], people.get(said.get(f"who_{n}") or 0, self.by), said.get(f"due_{n}"))
            for n in numbers
        ]

    def store(self) -> bool:
        """Whether it is saved; if not, the form says why, and nothing is."""
        try:
            self._write()
        except BookingRefused as refusal:
            self.add_error(None, refusal.sentence)
        return not self.errors

    def _attendance(self) -> dict[int, str]:
        """What is said of each person of a group, by their keys."""
        said = {field.name: self.cleaned_data[field.name] for field in self.seated}
        return {int(name.removeprefix("attendance_")): word for name, word in said.items() if word}

    @transaction.atomic
    def _write(self) -> None:
        said = self.cleaned_data
        if self.closes:
            themes = tuple(said.get("themes", ()))
            closing = Closing(said["held"], said["minutes"], self._attendance(), themes)
            close(session=self.session, closing=closing, by=self.by)
        if not self.closes or said["held"]:
            add_agreements(session=self.session, promises=self.promises(), by=self.by)


def _initial(session: Session) -> dict[str, Any]:
    minutes = session.work_log.minutes if session.work_log else session.minutes
    held = {State.HELD: "yes", State.NOT_HELD: "no"}.get(State(session.state), "yes")
    return {"held": held, "minutes": minutes, "themes": [row.theme_id for row in session.session_themes.all()]}
