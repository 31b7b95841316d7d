"""By when a request is to be answered, in working days of the institution, and how that stands today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.models import HelpRequest
from organisation.calendar import public_holidays
from organisation.models import ClosedDay, Institution

DAY = timedelta(days=1)
LONG_CLOSED = 90
"""Days; nobody is closed for longer than that at a stretch."""


@dataclass(frozen=True)
class WorkingDays:
    """The days from Monday to Friday without those on which the whole institution is closed."""

    closed: frozenset[date]

    @classmethod
    def of(cls, institution: Institution, first: date, last: date) -> "WorkingDays":
        """Those from `first` to `last`, by one query."""
        own = ClosedDay.objects.filter(institution=institution, site=None, day__range=(first, last))
        return cls(frozenset([*own.values_list("day", flat=True), *public_holidays(institution, first, last)]))

    def holds(self, day: date) -> bool:
        return day.isoweekday() <= 5 and day not in self.closed

    def after(self, day: date, count: int) -> date:
        """The working day that is so many after `day`."""
        while count > 0:
            day += DAY
            count -= self.holds(day)
        return day

    def between(self, day: date, later: date) -> int:
        """How many working days there are after `day`, up to `later`."""
        return sum(self.holds(day + n * DAY) for n in range(1, (later - day).days + 1))


def promised_by(request: HelpRequest, since: datetime | None = None) -> date:
    """The local day by which `request` is answered, if it is asked (again) at the instant `since`, or now."""
    institution = request.institution
    day = timezone.localdate(since, timezone=institution.tz)
    count = institution.request_promise_days
    return WorkingDays.of(institution, day, day + timedelta(days=LONG_CLOSED + 2 * count)).after(day, count)


@dataclass(frozen=True)
class Age:
    """How a promise stands today, for a chip: its kind, its sign and its words."""

    kind: str
    icon: str
    words: str


def age_of(request: HelpRequest, days: WorkingDays) -> Age:
    """Such as "2 pv aikaa", "tänään", "1 pv yli"."""
    today, promised = timezone.localdate(timezone=request.institution.tz), request.promised_on
    if today == promised:
        return Age("wait", "clock", _("today"))
    if today < promised:
        left = max(days.between(today, promised), 1)
        return Age("line", "clock", ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left})
    over = max(days.between(promised, today), 1)
    return Age("late", "clock", ngettext("%(days)d day late", "%(days)d days late", over) % {"days": over})


def days_around(institution: Institution, requests: Iterable[HelpRequest]) -> WorkingDays:
    """The working days that the ages of `requests` are counted in, by one query."""
    days = [timezone.localdate(timezone=institution.tz), *(request.promised_on for request in requests)]
    return WorkingDays.of(institution, min(days), max(days))
