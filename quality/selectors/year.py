"""The year clock as a list and as a circle, and the goals of a year with what the figures say of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import cos, pi, sin

from coaches.hours.years import Year
from insights.models import Dimension, PublishedMeasure
from insights.periods import Period, PeriodKind
from insights.selectors import Figures, Tables, measures, periods_of
from organisation.models import Institution
from quality.models import Goal, YearTask

CENTRE, RING, MONTHS_AT = 150, 108, 136
"""Of the circle, in its own units."""
Measure = PublishedMeasure.Name
Indicators = Mapping[str, int | None]


@dataclass(frozen=True)
class Dot:
    """A task on the circle, or the name of a month."""

    x: float
    y: float
    state: str
    words: str = ""


@dataclass(frozen=True)
class Clock:
    """`dots` are the tasks in order, `months` the names around them; `now` is where today is, outside the year None."""

    tasks: list[YearTask]
    dots: list[Dot]
    months: list[Dot]
    ticks: list[tuple[Dot, Dot]]
    now: Dot | None

    @property
    def done(self) -> int:
        return sum(task.done_on is not None for task in self.tasks)


def state_of(task: YearTask, today: date) -> str:
    """done, late or ahead."""
    if task.done_on:
        return "done"
    return "late" if task.due < today else "ahead"


def clock_of(institution: Institution, academic_year: int, today: date) -> Clock:
    """The tasks of a year, with their places on a circle on which August begins at the top. One query."""
    tasks = list(YearTask.objects.filter(institution=institution, academic_year=academic_year).select_related("owner"))
    year = Year(academic_year)
    dots = [_at(_turn(task.due, year), RING, state_of(task, today), str(n)) for n, task in enumerate(tasks, 1)]
    months = [_at((n + 0.5) / 12, MONTHS_AT, "", str(day.month)) for n, day in enumerate(year.months)]
    ticks = [(_at(n / 12, RING - 10, ""), _at(n / 12, RING + 10, "")) for n in range(12)]
    within = year.first_day <= today <= year.last_day
    return Clock(tasks, dots, months, ticks, _at(_turn(today, year), RING - 26, "now") if within else None)


def _turn(day: date, year: Year) -> float:
    """How much of the circle has gone by on `day`, held within the year."""
    month = max(0, min(11, (day.year - year.autumn) * 12 + day.month - 8))
    return (month + min(day.day, 30) / 31) / 12


def _at(turn: float, radius: float, state: str, words: str = "") -> Dot:
    angle = 2 * pi * turn - pi / 2
    return Dot(round(CENTRE + radius * cos(angle), 1), round(CENTRE + radius * sin(angle), 1), state, words)


@dataclass(frozen=True)
class Progress:
    """A goal with what the figures say: None where they are not shown. `of` is the period they are of."""

    goal: Goal
    now: int | None
    before: int | None
    of: Period | None

    @property
    def is_reached(self) -> bool:
        return self.now is not None and self.now >= self.goal.target

    @property
    def percent(self) -> int:
        return min(100, round((self.now or 0) / self.goal.target * 100))

    @property
    def trend(self) -> str:
        """up, down or same, against the same a year before; empty where one of them is not shown."""
        if self.now is None or self.before is None:
            return ""
        return "up" if self.now > self.before else "down" if self.now < self.before else "same"


def goals_of(institution: Institution, academic_year: int) -> list[Progress]:
    """The goals of a year. The figures are those of the year once it is closed, of its autumn until then."""
    period = told_by(institution, academic_year)
    if period is None:
        return targets_of(institution, academic_year)
    before = period.a_year_before
    tables, other = Tables(institution, [period, before]), measures(institution, period, before)
    figures = {each: indicators(tables.row(each, Dimension.TOTAL, ""), other[each]) for each in (period, before)}
    return progress_of(institution, academic_year, period, figures)


def targets_of(institution: Institution, academic_year: int) -> list[Progress]:
    """The goals of a year without figures. One query."""
    return progress_of(institution, academic_year, None, {})


def told_by(institution: Institution, academic_year: int) -> Period | None:
    """The published period that tells most of a year: the year itself, or its autumn; None before that. One query."""
    first, published = Year(academic_year).first_day, periods_of(institution)
    wanted = [Period(first, PeriodKind.YEAR), Period(first, PeriodKind.HALF)]
    return next((period for period in wanted if period in published), None)


def progress_of(
    institution: Institution, academic_year: int, period: Period | None, figures: Mapping[Period, Indicators]
) -> list[Progress]:
    """The goals of a year with the `figures` of `period` and of a year before. One query."""
    goals = Goal.objects.filter(institution=institution, academic_year=academic_year)
    now = figures[period] if period else {}
    before = figures[period.a_year_before] if period else {}
    return [Progress(goal, now.get(goal.indicator), before.get(goal.indicator), period) for goal in goals]


def indicators(figures: Figures, other: Mapping[str, Decimal | None]) -> Indicators:
    """What each indicator of a goal comes to; None where it is not shown."""
    staff, new, met = (other.get(name) for name in (Measure.STAFF, Measure.NEW, Measure.NEW_MET))
    # The share as the dashboard has it: not where one side of it is small.
    reached = figures.persons is not None and staff is not None and 0 < figures.persons <= staff - 5
    return {
        Goal.Indicator.PERSONS: figures.persons,
        Goal.Indicator.HELPS: figures.helps,
        Goal.Indicator.HOURS: figures.hours,
        Goal.Indicator.REACHED: round((figures.persons or 0) / staff * 100) if reached and staff else None,
        Goal.Indicator.NEW_MET: round(met / new * 100) if new and met is not None else None,
    }
