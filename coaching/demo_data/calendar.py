"""The demo's calendar: from a year or more ago to four weeks ahead of its "now", with a school's days off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

FIXED_HOLIDAYS = frozenset({(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)})
BREAK_WEEKS = frozenset({9, 42})
LATELY = timedelta(weeks=5)


@dataclass(frozen=True)
class Calendar:
    """`now` is an aware instant; days are local ones of `tz`.

    The past is so many academic years, the running one included; with none it is the 365 days before.
    """

    now: datetime
    tz: ZoneInfo
    academic_years: int = 0

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.tz).date()

    @cached_property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())

    @cached_property
    def first_day(self) -> date:
        if self.academic_years:
            return date(self.academic_year - self.academic_years + 1, 8, 1)
        return self.today - timedelta(days=365)

    @cached_property
    def last_day(self) -> date:
        return self.monday + timedelta(weeks=5, days=-1)

    @cached_property
    def academic_year(self) -> int:
        """The autumn in which the running academic year (1 August – 31 July) started."""
        return self.today.year if self.today.month >= 8 else self.today.year - 1

    def at(self, day: date, wall: time) -> datetime:
        """The instant at which the clock on the wall shows `wall` on `day`."""
        return datetime.combine(day, wall, tzinfo=self.tz).astimezone(UTC)

    def school_days(self) -> Iterator[date]:
        """Working days of the school. Around now no break is kept: the demo always has a life behind it and ahead."""
        for offset in range((self.last_day - self.first_day).days + 1):
            day = self.first_day + timedelta(days=offset)
            if day.isoweekday() < 6 and not is_holiday(day) and (day >= self.monday - LATELY or not in_break(day)):
                yield day


def in_break(day: date) -> bool:
    """Autumn and winter break, Christmas, and the summer."""
    month_day = (day.month, day.day)
    summer, christmas = (6, 6) <= month_day <= (8, 8), month_day >= (12, 21) or month_day <= (1, 6)
    return summer or christmas or day.isocalendar().week in BREAK_WEEKS


def is_holiday(day: date) -> bool:
    """Finnish public holidays that fall on working days."""
    return (day.month, day.day) in FIXED_HOLIDAYS or (day - easter(day.year)).days in (-2, 1, 39)


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Butcher's form)."""
    century, rest = divmod(year, 100)
    golden, quarter = year % 19, century // 4
    epact = (19 * golden + century - quarter - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
