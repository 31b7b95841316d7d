"""The yearly quality report: plan, implementation, evaluation and review of an academic year (the EQAVET cycle)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from coaches.hours.years import Year
from insights.cards import Card, cards_of, cards_of_house
from insights.models import Dimension
from insights.periods import Period, PeriodKind
from insights.selectors import Row, Tables, is_listed, measures, periods_of
from organisation.models import Institution
from quality.models import ImprovementAction, SelfEvaluation
from quality.selectors.evaluation import Result, results_of
from quality.selectors.year import Clock, Progress, clock_of, goals_of

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
    year = Year(academic_year)
    published = periods_of(institution)
    wanted = [Period(year.first_day, PeriodKind.YEAR), Period(year.first_day, PeriodKind.HALF)]
    period = next((each for each in wanted if each in published), None)
    cards: list[Card] = []
    tables: list[Table] = []
    published_at = None
    if period:
        found = Tables(institution, [period, period.a_year_before])
        figures = found.row(period, Dimension.TOTAL, "")
        other = found.row(period.a_year_before, Dimension.TOTAL, "")
        cards = [*cards_of(figures, other, period.a_year_before.words)]
        cards += cards_of_house(figures, measures(institution, period))
        tables = [_table(found, period, each) for each in TABLES]
        published_at = found.published_at(period)
    actions = _actions(institution, year)
    return Report(
        year=year,
        period=period,
        published_at=published_at,
        goals=goals_of(institution, academic_year),
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
    """Of the whole institution's self-evaluation, where it is closed."""
    rows = SelfEvaluation.objects.filter(institution=institution, academic_year=academic_year, site=None, sector=None)
    found = rows.select_related("institution").first()
    return results_of(found) if found and not found.is_open else []
