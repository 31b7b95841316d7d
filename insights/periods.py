"""The periods for which figures are published: months, half-years, academic years; each closed for good.

The half-year that is running is published too, as far as its closed months: whatever is told of it follows from months,
so no figure of it less another can tell of a week or a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from coaches.selectors import freezes_at
from kit import times
from organisation.calendar import academic_year_of


class PeriodKind(models.TextChoices):
    MONTH = "month", gettext_lazy("month")
    HALF = "half", gettext_lazy("half-year")
    YEAR = "year", gettext_lazy("academic year")
    RUNNING = "sofar", gettext_lazy("half-year so far")


AUTUMN, SPRING = 5, 7
"""Months of the two halves of an academic year."""


@dataclass(frozen=True, order=True)
class Period:
    """A month, a half-year (from 1 August, from 1 January) or an academic year (from 1 August), by its first day.

    A half-year so far is known by the first day of the last month in it.
    """

    starts_on: date
    kind: str

    @property
    def begins_on(self) -> date:
        """The first day that counts."""
        return half_of(self.starts_on).starts_on if self.kind == PeriodKind.RUNNING else self.starts_on

    @property
    def ends_on(self) -> date:
        """The day after the last."""
        if self.kind in (PeriodKind.MONTH, PeriodKind.RUNNING):
            return _months_on(self.starts_on, 1)
        if self.kind == PeriodKind.YEAR:
            return _months_on(self.starts_on, 12)
        return _months_on(self.starts_on, AUTUMN if self.starts_on.month == 8 else SPRING)

    def instants(self, tz: ZoneInfo) -> tuple[datetime, datetime]:
        """From and until, on the institution's clock."""
        return datetime.combine(self.begins_on, time(), tz), datetime.combine(self.ends_on, time(), tz)

    def freezes_at(self, tz: ZoneInfo) -> datetime:
        """From when on nothing in it changes any more."""
        return freezes_at(self.instants(tz)[1] - timedelta(seconds=1), tz)

    @property
    def is_broken_down(self) -> bool:
        """Whether it has tables, by site and so on; the others have the institution's total alone."""
        return self.kind in (PeriodKind.HALF, PeriodKind.YEAR)

    @property
    def months(self) -> list["Period"]:
        found, day = [], self.begins_on
        while day < self.ends_on:
            found.append(Period(day, PeriodKind.MONTH))
            day = _months_on(day, 1)
        return found

    @property
    def so_far(self) -> list["Period"]:
        """Its half-year as far as each of the months."""
        return [Period(month.starts_on, PeriodKind.RUNNING) for month in half_of(self.starts_on).months]

    @property
    def a_year_before(self) -> "Period":
        return Period(self.starts_on.replace(year=self.starts_on.year - 1), self.kind)

    @property
    def before(self) -> "Period":
        """The one before it, of the same kind; of a half-year so far that of a year before, the last one as long."""
        day = self.starts_on - timedelta(days=1)
        if self.kind == PeriodKind.MONTH:
            return Period(day.replace(day=1), self.kind)
        if self.kind in (PeriodKind.YEAR, PeriodKind.RUNNING):
            return self.a_year_before
        return half_of(self.begins_on - timedelta(days=1))

    @property
    def code(self) -> str:
        """As addresses carry it."""
        return f"{self.kind}-{self.starts_on:%Y-%m}"

    @property
    def words(self) -> str:
        """Such as "syyslukukausi 2026", "lukuvuosi 2026–27", "lokakuu 2026"."""
        year = self.starts_on.year
        if self.kind == PeriodKind.YEAR:
            return _("academic year %(years)s") % {"years": f"{year}–{(year + 1) % 100:02d}"}
        if self.kind == PeriodKind.MONTH:
            return f"{self.starts_on.month}/{year}"
        name = pgettext("half of the academic year", "autumn") if self.starts_on.month >= 8 else _("spring")
        if self.kind == PeriodKind.RUNNING:
            until = times.words().long_date(self.ends_on - timedelta(days=1), "")
            return _("%(half)s until %(day)s") % {"half": f"{name} {year}", "day": until}
        return f"{name} {year}"


def half_of(day: date) -> Period:
    """The half-year that holds `day`."""
    return Period(date(day.year, 8 if day.month >= 8 else 1, 1), PeriodKind.HALF)


def year_of(day: date) -> Period:
    """The academic year that holds `day`."""
    return Period(date(academic_year_of(day), 8, 1), PeriodKind.YEAR)


def from_code(code: str) -> Period | None:
    """The period of an address; None for nonsense."""
    kind, _dash, day = code.partition("-")
    try:
        first = date.fromisoformat(f"{day}-01")
    except ValueError:
        return None
    begins_in = {PeriodKind.HALF: (1, 8), PeriodKind.YEAR: (8,)}
    known = kind in PeriodKind.values and first.month in begins_in.get(PeriodKind(kind), range(1, 13))
    return Period(first, kind) if known else None


def batches_of(year: Period) -> Iterator[tuple[Period, ...]]:
    """The periods of an academic year in the order in which they are published, those of one moment together.

    The last months of a half-year wait for it: where one has to stay hidden, another can be hidden with it, or the
    half-year's sum less the other months would tell it. In spring there are three, as few ask in June and none in July.
    """
    autumn, spring = half_of(year.starts_on), Period(date(year.starts_on.year + 1, 1, 1), PeriodKind.HALF)
    for half, waiting in ((autumn, 2), (spring, 3)):
        yield from list(zip(half.months, half.so_far, strict=True))[:-waiting]
        last = (*half.months[-waiting:], half)
        yield last if half is autumn else (*last, year)


def _months_on(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)
