"""`/insights/`: what the activity amounts to, in figures that nobody can be found by."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from insights import selectors
from insights.cards import cards_of, cards_of_house, finding_of_months, finding_of_rows
from insights.charts import over_months, shares
from insights.forms import BEFORE, YEAR_AGO, Asked, asked
from insights.models import BREAKDOWNS, Dimension
from insights.panels import panels_for
from insights.periods import Period, PeriodKind
from insights.policies import reads_figures, rows_for
from insights.selectors import Rows, Tables, is_listed
from kit.tables import format_of, table_response
from organisation.models import Institution
from organisation.people import institution_of, reader_of


def _reader(request: HttpRequest) -> tuple[Institution, Rows, list[Period]]:
    """The reader's institution, the rows that they read, and the periods that have such rows."""
    user = reader_of(request)
    if not reads_figures(user):
        raise PermissionDenied
    house, rows = institution_of(user), rows_for(user)
    return house, rows, [each for each in selectors.periods_of(house) if rows is None or each.is_broken_down]


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    house, rows, periods = _reader(request)
    if not periods:
        context = {"panels": panels_for(request), "of_a_part": rows is not None}
        return render(request, "insights/nothing.html", context)
    chosen = asked(request.GET, periods, rows)
    if chosen is None:
        raise BadRequest
    tables = selectors.Tables(house, [chosen.period, chosen.other, *chosen.period.months])
    figures = tables.row(chosen.period, *chosen.row)
    is_running = chosen.period.kind == PeriodKind.RUNNING
    cards = cards_of(figures, tables.row(chosen.other, *chosen.row), chosen.other.words, is_running=is_running)
    whole = chosen.is_whole and chosen.period.is_broken_down
    if whole:
        cards += cards_of_house(figures, selectors.measures(house, chosen.period)[chosen.period])
    months = tables.months(chosen.period) if chosen.is_whole and chosen.period.kind != PeriodKind.MONTH else []
    context = {
        "chosen": chosen,
        "row_name": tables.names[chosen.row[0]].get(chosen.row[1], ""),
        "periods": _periods(chosen, [period for period in periods if period.kind != PeriodKind.MONTH]),
        "single_months": _periods(chosen, [period for period in periods if period.kind == PeriodKind.MONTH]),
        "comparisons": [
            (words, chosen.address(versus=code), code == chosen.versus)
            for code, words in ((YEAR_AGO, _("A year before")), (BEFORE, _("The one before")))
            if code == YEAR_AGO or not is_running
        ],
        "rows": _choices(tables, chosen, rows),
        "cards": cards,
        "tables": _breakdowns(tables, chosen, rows) if chosen.period.is_broken_down else [],
        "months": months,
        "chart": over_months(months) if months else None,
        "months_finding": finding_of_months(months),
        "coverage": selectors.coverage(house, tables.names) if whole else None,
        "published_at": tables.published_at(chosen.period),
        "panels": panels_for(request),
        "least": (house.suppression_persons, house.suppression_coaches),
    }
    return render(request, "insights/dashboard.html", context)


def _periods(chosen: Asked, periods: list[Period]) -> list[tuple[str, str, bool]]:
    """Each with its name, its address, and whether it is the one that is looked at."""
    whole = {"row": f"{Dimension.TOTAL}:"}
    return [
        (
            period.words,
            chosen.address(period=period.code, **({} if period.is_broken_down else whole)),
            period == chosen.period,
        )
        for period in periods
    ]


def _choices(tables: Tables, chosen: Asked, rows: Rows) -> list[tuple[str, str, bool]]:
    """The rows that may be looked at: the whole, and the sites and sectors."""
    found = []
    for dimension in (Dimension.TOTAL, Dimension.SITE, Dimension.SECTOR):
        for value, name in tables.names[dimension].items():
            told = bool(value) or dimension == Dimension.TOTAL
            if told and (rows is None or (dimension, value) in rows):
                address = chosen.address(row=f"{dimension}:{value}")
                found.append((name, address, chosen.row == (dimension, value)))
    return found


def _breakdowns(tables: Tables, chosen: Asked, rows: Rows) -> list[dict[str, Any]]:
    """Each breakdown with its bars. Who reads one row of a table reads that alone."""
    wanted = BREAKDOWNS if rows is None else tuple({Dimension(dimension) for dimension, _value in rows})
    found = []
    for dimension in sorted(wanted, key=list(Dimension).index):
        table = [row for row in tables.table(chosen.period, dimension, rows) if is_listed(row, dimension)]
        name = str(dimension.label)
        finding = finding_of_rows(table, name[:1].upper() + name[1:])
        found.append({"dimension": dimension, "name": name, "finding": finding, "rows": shares(table)})
    return found


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """One table of a period as a file; `table` is its dimension, `as` the format."""
    house, rows, periods = _reader(request)
    chosen = asked(request.GET, periods, rows) if periods else None
    dimension = request.GET.get("table", Dimension.TOTAL)
    if chosen is None or dimension not in Dimension.values:
        raise Http404("no such table")
    table = selectors.Tables(house, [chosen.period]).table(chosen.period, dimension, rows)
    hidden = _("not shown")
    cells = (
        [row.name, *(hidden if number is None else number for number in numbers)]
        for row in table
        for numbers in [(row.figures.helps, row.figures.persons, row.figures.hours)]
    )
    heads = [str(Dimension(dimension).label), _("Help given"), _("People reached"), _("Hours of help")]
    return table_response(
        name=f"kotipesa-{chosen.period.code}-{dimension}", form=format_of(request.GET), heads=heads, rows=cells
    )
