"""Choosing which messages one gets, and when."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.amounts import MINUTES, AmountField, length_words
from notifications.choices import Digest, mailbox_of, offsets_of
from notifications.choosing import Choices, choose_messages
from notifications.registry import Family, families_for
from organisation.models import User

MOST = 5
A_MONTH = 28 * 24 * 60
USUAL, OWN = "usual", "own"


class ChoicesForm(forms.Form):
    """Only what is the person's to choose: the rest has no field."""

    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("What I want by mail"), required=False, widget=forms.CheckboxSelectMultiple
    )
    digest = forms.ChoiceField(label=gettext_lazy("What can wait"), choices=Digest.choices, widget=forms.RadioSelect)
    reminders = forms.ChoiceField(label=gettext_lazy("When I am reminded"), widget=forms.RadioSelect)
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), required=False)
    quiet_until = forms.TimeField(label=gettext_lazy("Quiet until"), required=False)

    def __init__(self, data: Any = None, *, person: User) -> None:
        self.person, self.families = person, families_for(person)
        super().__init__(data, initial=self._initial())
        self._offer("wanted", [(family.code, _words(family)) for family in self._switched])
        self._offer("digest", [(value, capfirst(str(label))) for value, label in Digest.choices])
        self._offer("reminders", [(USUAL, self._usual_words()), (OWN, _("At times of my own"))])
        for name in ("quiet_from", "quiet_until"):
            self.fields[name].widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        self._add_reminders()
        if not self._gathered:
            del self.fields["digest"]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def _switched(self) -> list[Family]:
        return [family for family in self.families if family.may_be_off]

    @property
    def _gathered(self) -> list[Family]:
        return [family for family in self.families if family.may_be_gathered]

    @property
    def gathered(self) -> list[Any]:
        """Names of what may come in a summary."""
        return [family.name for family in self._gathered]

    def _initial(self) -> dict[str, Any]:
        box = mailbox_of(self.person)
        return {
            "wanted": [family.code for family in self._switched if family.code not in box.off],
            "reminders": USUAL if box.reminder_offsets is None else OWN,
            "quiet_from": box.quiet_from,
            "quiet_until": box.quiet_until,
            "digest": box.digest,
        }

    def _usual(self) -> list[int]:
        return self.person.institution.reminder_offsets if self.person.institution else []

    def _usual_words(self) -> str:
        told = ", ".join(length_words(minutes) for minutes in sorted(self._usual(), reverse=True))
        return _("As everybody: %(times)s before") % {"times": told} if told else _("As everybody: no reminders")

    def _add_reminders(self) -> None:
        offsets = offsets_of(self.person, self._usual())
        for number in range(MOST):
            name = f"reminder_{number + 1}"
            label = _("Reminder %(number)d, before the start") % {"number": number + 1}
            self.fields[name] = AmountField(MINUTES, least=5, most=A_MONTH, label=label, required=False)
            self.initial[name] = offsets[number] if number < len(offsets) else None

    @property
    def own(self) -> list[Any]:
        """The fields of one's own reminders."""
        return [self[f"reminder_{number + 1}"] for number in range(MOST)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("quiet_from")) != bool(data.get("quiet_until")) and not self._has_bad_hours():
            missing = "quiet_until" if data.get("quiet_from") else "quiet_from"
            self.add_error(missing, _("Quiet hours need a start and an end. Leave both empty to have none."))
        elif data.get("quiet_from") and data.get("quiet_from") == data.get("quiet_until"):
            self.add_error("quiet_until", _("Choose another end: these hours would have no length."))
        if data.get("reminders") == OWN and not self._offsets(data) and not self._has_bad_reminders():
            told = _("Write at least one time, or take the tick off reminders above to have none.")
            self.add_error("reminder_1", told)
        return data

    def _has_bad_hours(self) -> bool:
        return any(name in self.errors for name in ("quiet_from", "quiet_until"))

    def _has_bad_reminders(self) -> bool:
        return any(name.startswith("reminder_") for name in self.errors)

    def _offsets(self, data: dict[str, Any]) -> tuple[int, ...]:
        """The same reminder twice is one."""
        told = (data.get(f"reminder_{number + 1}") for number in range(MOST))
        return tuple(sorted({minutes for minutes in told if minutes is not None}, reverse=True))

    def save(self) -> None:
        data = self.cleaned_data
        choices = Choices(
            off=tuple(family.code for family in self._switched if family.code not in data["wanted"]),
            offsets=self._offsets(data) if data["reminders"] == OWN else None,
            quiet_from=data["quiet_from"],
            quiet_until=data["quiet_until"],
            digest=data.get("digest") or Digest.SINGLE,
        )
        choose_messages(person=self.person, choices=choices)


def _words(family: Family) -> SafeString:
    return format_html('{} <span class="d-block kp-small kp-muted">{}</span>', family.name, family.hint)
