"""What an account is going to come to by the end of the year, and in words why."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from coaches.hours.years import Workdays, Year
from kit import times

LOOKED_BACK = timedelta(weeks=8)
"""A pace is that of so long: longer would still know the autumn in spring, shorter would know one busy week."""
ENOUGH_DAYS = 10
"""Days of work in that time without which nothing is foretold."""
A_WEEK = 5
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Pace:
    """Minutes used on so many days of work before today; `days_left` are those from today to the last day given."""

    minutes: int
    days: int
    days_left: int
    until: date

    @property
    def is_known(self) -> bool:
        return self.days >= ENOUGH_DAYS

    @property
    def minutes_a_week(self) -> Decimal:
        return Decimal(self.minutes * A_WEEK) / self.days if self.days else Decimal(0)

    @property
    def weeks_left(self) -> Decimal:
        return Decimal(self.days_left) / A_WEEK

    @property
    def minutes_ahead(self) -> int:
        """What is going to be used yet, if it goes on so; never fewer than none."""
        return max(0, round(self.minutes * self.days_left / self.days)) if self.days else 0


def looked_back_to(year: Year, today: date) -> date:
    """The day from which on the pace is looked at."""
    return max(year.first_day, today - LOOKED_BACK)


def pace_of(*, minutes: int, year: Year, today: date, until: date, days: Workdays) -> Pace:
    """`minutes` are those used from `looked_back_to` on until the day before `today`."""
    before = min(today - timedelta(days=1), year.last_day)
    first_ahead = max(today, year.first_day)
    return Pace(
        minutes=minutes,
        days=days.between(looked_back_to(year, today), before),
        days_left=days.between(first_ahead, until),
        until=until,
    )


def hours_of(minutes: int | Decimal) -> str:
    """Such as "46,25 h" of minutes, in the reader's language; fewer than none with a minus."""
    return times.hours_words(Decimal(minutes) / 60).replace("-", MINUS)


def forecast_words(pace: Pace, *, used: int, given: int, is_over: bool) -> list[str]:
    """The reasoning step by step: how fast it went, how long it still goes on, and what that makes."""
    if is_over:
        return [_("The academic year is over.")]
    if not pace.days_left:
        return [_("The hours given are over on %(day)s.") % {"day": times.date_words(pace.until)}]
    if not pace.is_known:
        return [_("It is too early to tell: a forecast needs two weeks of work.")]
    week = {"hours": hours_of(pace.minutes_a_week)}
    weeks = f"{pace.weeks_left:.1f}".removesuffix(".0").replace(".", times.words().decimal)
    left = {"weeks": weeks, "day": times.date_words(pace.until)}
    total = used + pace.minutes_ahead
    return [
        _("In the last eight weeks %(hours)s a week were used; holidays and closed days are left out.") % week,
        _("There are %(weeks)s weeks of work until %(day)s.") % left,
        _("If it goes on so, %(ahead)s more are used: %(total)s in all, of %(given)s given.")
        % {"ahead": hours_of(pace.minutes_ahead), "total": hours_of(total), "given": hours_of(given)},
    ]
