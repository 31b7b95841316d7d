"""Academic years and their days: when one begins and ends, and on which of its days there is work."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from kit.zones import midnight
from organisation.calendar import academic_year_of, public_holidays
from organisation.models import ClosedDay, Institution

MONTHS = (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True)
class Year:
    """An academic year by the autumn it starts in: 1 August to 31 July."""

    autumn: int

    @property
    def first_day(self) -> date:
        return date(self.autumn, 8, 1)

    @property
    def last_day(self) -> date:
        return date(self.autumn + 1, 7, 31)

    @property
    def words(self) -> str:
        return f"{self.autumn}–{self.autumn + 1}"

    @property
    def months(self) -> list[date]:
        """The first day of each of its months."""
        return [date(self.autumn + (month < 8), month, 1) for month in MONTHS]

    def instants(self, tz: ZoneInfo) -> tuple[datetime, datetime]:
        """From the midnight with which it begins to the one with which it is over."""
        return midnight(self.first_day, tz), midnight(date(self.autumn + 1, 8, 1), tz)


def this_year(institution: Institution) -> Year:
    return Year(academic_year_of(timezone.localdate(timezone=institution.tz)))


@dataclass(frozen=True)
class Workdays:
    """The days of an academic year on which there is work: Monday to Friday, but for holidays and closed days."""

    days: Sequence[date]

    def between(self, first: date, last: date) -> int:
        """How many from `first` to `last`, both counted."""
        return max(0, bisect_left(self.days, last + timedelta(days=1)) - bisect_left(self.days, first))


def workdays(institution: Institution, year: Year) -> Workdays:
    """One query; days on which only one place is closed are days of work."""
    closed = set(
        ClosedDay.objects.filter(
            institution=institution, site=None, day__range=(year.first_day, year.last_day)
        ).values_list("day", flat=True)
    )
    closed.update(public_holidays(institution, year.first_day, year.last_day))
    every = (year.first_day + timedelta(days=n) for n in range((year.last_day - year.first_day).days + 1))
    return Workdays([day for day in every if day.isoweekday() <= 5 and day not in closed])
