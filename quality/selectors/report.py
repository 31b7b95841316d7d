"""The yearly quality report: plan, implementation, evaluation and review of an academic year (the EQAVET cycle)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from coaches.hours.years import Year
from insights.cards import Card, cards_of, cards_of_house
from insights.models import Dimension
from insights.periods import Period
from insights.selectors import Row, Tables, is_listed, measures
from organisation.models import Institution
from quality.models import ImprovementAction
from quality.selectors.evaluation import Result, results_at
from quality.selectors.year import (
    Clock,
    Indicators,
    Progress,
    clock_of,
    indicators,
    progress_of,
    told_by,
)

State = ImprovementAction.State
TABLES = tuple(dimension for dimension in Dimension if dimension != Dimension.TOTAL)
MOST_ACTIONS = 100


@dataclass(frozen=True)
class Table:
    """A breakdown with its rows; hidden figures are None in them."""

    name: str
    rows: list[Row]


@dataclass(frozen=True)
class Report:
    """All of it is what the dashboard may show; `period` is None before anything of the year was published."""

    year: Year
    period: Period | None
    published_at: datetime | None
    goals: list[Progress]
    clock: Clock
    cards: list[Card]
    tables: list[Table]
    results: list[Result]
    done: list[ImprovementAction]
    open: list[ImprovementAction]
    declined: int


def report_of(institution: Institution, academic_year: int, today: date) -> Report:
    """The report of a year: of its closed figures, or of its closed autumn until then. A fixed number of queries."""
    year, period = Year(academic_year), told_by(institution, academic_year)
    cards: list[Card] = []
    tables: list[Table] = []
    figures: dict[Period, Indicators] = {}
    published_at = None
    if period:
        before = period.a_year_before
        found, other = Tables(institution, [period, before]), measures(institution, period, before)
        totals = {each: found.row(each, Dimension.TOTAL, "") for each in (period, before)}
        figures = {each: indicators(totals[each], other[each]) for each in totals}
        cards = [*cards_of(totals[period], totals[before], before.words)]
        cards += cards_of_house(totals[period], other[period])
        tables = [_table(found, period, each) for each in TABLES]
        published_at = found.published_at(period)
    actions = _actions(institution, year)
    return Report(
        year=year,
        period=period,
        published_at=published_at,
        goals=progress_of(institution, academic_year, period, figures),
        clock=clock_of(institution, academic_year, today),
        cards=cards,
        tables=tables,
        results=_results(institution, academic_year),
        done=[action for action in actions if action.state == State.DONE],
        open=[action for action in actions if action.is_under_way],
        declined=sum(action.state == State.DECLINED for action in actions),
    )


def _table(found: Tables, period: Period, dimension: Dimension) -> Table:
    rows = found.table(period, dimension)
    return Table(str(dimension.label), [row for row in rows if is_listed(row, dimension)])


def _actions(institution: Institution, year: Year) -> list[ImprovementAction]:
    """Those done or declined in the year, and those under way."""
    within = Q(decided_at__date__gte=year.first_day, decided_at__date__lte=year.last_day)
    done = Q(state=State.DONE, done_on__gte=year.first_day, done_on__lte=year.last_day)
    declined = Q(state=State.DECLINED) & within
    under_way = Q(state=State.ACCEPTED, decided_at__date__lte=year.last_day)
    rows = ImprovementAction.objects.filter(done | declined | under_way, institution=institution)
    return list(rows.select_related("process", "owner", "site", "sector").order_by("due", "pk")[:MOST_ACTIONS])


def _results(institution: Institution, academic_year: int) -> list[Result]:
    """Of the whole institution's self-evaluation; none where it is not closed or few have answered."""
    results = results_at(institution, academic_year)
    return results if any(result.now is not None for result in results) else []
