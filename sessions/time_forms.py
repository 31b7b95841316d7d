"""A day and a time that a coach or a coordinator types, outside the list of free times; and passing rules for it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from coaches.forms import ClockField, DayField


class OwnTimeForm(forms.Form):
    """Bound to the query of a page that lists free times, when something was typed there."""

    on = DayField(label=_("Day"))
    at = ClockField(label=_("Time"))
    without_buffers = forms.BooleanField(label=_("No pause before and after"), required=False)

    def __init__(self, data: Any = None, *, tz: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(data, auto_id="own_%s", **kwargs)  # it stands beside other forms
        self.tz = tz

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self._exists():
            self.add_error("at", _("The clock is moved forward then. Choose a time an hour earlier or later."))
        return data

    def _exists(self) -> bool:
        typed = self.cleaned_data["at"]
        return self.starts_at.astimezone(self.tz).time() == typed

    @property
    def starts_at(self) -> datetime:
        """The UTC instant that was typed on the wall clock of the house."""
        data = self.cleaned_data
        return datetime.combine(data["on"], data["at"], self.tz).astimezone(UTC)


@dataclass(frozen=True)
class Passing:
    """What the services take under these names."""

    pass_rules: bool = False
    without_buffers: bool = False


class PassingForm(forms.Form):
    """What coach and coordinator may ask for besides a time."""

    pass_rules = forms.BooleanField(label=_("Move it all the same"), required=False)
    without_buffers = forms.BooleanField(label=_("No pause before and after"), required=False)

    def chosen(self) -> Passing:
        return Passing(**self.cleaned_data) if self.is_valid() else Passing()
