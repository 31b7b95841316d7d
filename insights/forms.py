"""What an address asks of the figures: a period, what it is compared with, and the row that is looked at."""

from dataclasses import dataclass

from django.http import QueryDict

from insights.models import BREAKDOWNS, Dimension
from insights.periods import Period, PeriodKind, from_code, half_of
from insights.selectors import Rows

YEAR_AGO, BEFORE = "year", "before"


@dataclass(frozen=True)
class Asked:
    """`row` is a dimension and a value, the total for the whole institution."""

    period: Period
    versus: str
    row: tuple[str, str]

    @property
    def other(self) -> Period:
        """What it is compared with."""
        return self.period.before if self.versus == BEFORE else self.period.a_year_before

    @property
    def is_whole(self) -> bool:
        return self.row[0] == Dimension.TOTAL

    def address(self, **changes: str) -> str:
        """The query of this page with other choices."""
        query = QueryDict(mutable=True)
        chosen = {"period": self.period.code, "versus": self.versus, "row": ":".join(self.row)} | changes
        query.update(chosen)
        return f"?{query.urlencode()}"


def asked(query: QueryDict, periods: list[Period], rows: Rows) -> Asked | None:
    """What `query` asks for, as far as it was published and may be read; None for nonsense or another's row.

    Without a choice it is the latest half-year and the widest row that the reader has.
    """
    usual = next((period for period in periods if period.kind == PeriodKind.HALF), periods[0])
    period = _as_it_goes_on(from_code(query.get("period", "")), periods) if "period" in query else usual
    versus = query.get("versus", YEAR_AGO)
    first = (str(Dimension.TOTAL), "") if rows is None else min(rows)
    dimension, _colon, value = query.get("row", ":".join(first)).partition(":")
    row = (dimension, value)
    known = dimension in (Dimension.TOTAL, *BREAKDOWNS)
    if period not in periods or versus not in (YEAR_AGO, BEFORE) or not known or not _may_read(row, rows):
        return None
    return Asked(period, versus, row)


def _as_it_goes_on(period: Period | None, periods: list[Period]) -> Period | None:
    """A half-year so far grows: a link to it leads to what is told of it now, in the end to the half-year."""
    if period is None or period.kind != PeriodKind.RUNNING:
        return period
    half = half_of(period.starts_on)
    of_it = (each for each in periods if each.kind in (PeriodKind.RUNNING, PeriodKind.HALF))
    return next((each for each in of_it if half_of(each.starts_on) == half), None)


def _may_read(row: tuple[str, str], rows: Rows) -> bool:
    return rows is None or row in rows
