"""When a coach is away."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coaches.forms import ClockField, DayField
from coaches.models import Coach
from sessions.models import Session
from sessions.services.away import take_time_off

LONGEST = timedelta(days=400)


class TimeOffForm(forms.Form):
    """Whole days, or from a time on the first day until a time on the last."""

    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Leave this empty for one day."))
    starts = ClockField(label=_("From"), required=False, help_text=_("Leave both times empty for whole days."))
    ends = ClockField(label=_("Until"), required=False)

    def __init__(self, *args: Any, coach: Coach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coach = coach

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        starts_at, ends_at = self.instants()
        if ends_at <= starts_at:
            self.add_error("ends" if data["ends"] else "last_day", _("The end must be later than the start."))
        elif ends_at <= timezone.now():
            self.add_error("first_day", _("That time has passed. Choose a day from today on."))
        elif ends_at - starts_at > LONGEST:
            self.add_error("last_day", _("Choose a last day at most 400 days after the first."))
        return data

    def instants(self) -> tuple[datetime, datetime]:
        """From and until, as instants: without times from midnight to midnight, on the wall clock of the house."""
        data, tz = self.cleaned_data, self.coach.institution.tz
        last = data["last_day"] or data["first_day"]
        starts_at = datetime.combine(data["first_day"], data["starts"] or time(), tz)
        if data["ends"]:
            return starts_at, datetime.combine(last, data["ends"], tz)
        return starts_at, datetime.combine(last + timedelta(days=1), time(), tz)

    def save(self) -> list[Session]:
        """The sessions that the new time off hits."""
        starts_at, ends_at = self.instants()
        return take_time_off(coach=self.coach, starts_at=starts_at, ends_at=ends_at)
