"""What was published, as people may see it: the only way to a figure for pages, exports and reports."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from coaches.models import Channel, Coach
from insights.models import Dimension, PublishedCell, PublishedMeasure
from insights.periods import Period, PeriodKind
from kit.names import sort_key
from organisation.models import Institution
from topics.models import Theme


@dataclass(frozen=True)
class Figures:
    """Counts of one row of a table; None where it is not shown, for whichever reason."""

    helps: int | None = None
    minutes: int | None = None
    persons: int | None = None

    @property
    def hours(self) -> int | None:
        return None if self.minutes is None else round(self.minutes / 60)


@dataclass(frozen=True)
class Row:
    """A value of a breakdown by its name, with its figures."""

    value: str
    name: str
    figures: Figures


Rows = Collection[tuple[str, str]] | None
"""The rows that somebody reads, see `policies.rows_for`."""
HIDDEN = Figures()
NONE, BOOKED, LOGGED = _("not told"), _("booked sessions"), _("help that was logged")
WHOLE = _("The whole institution")


def periods_of(institution: Institution) -> list[Period]:
    """Those that were published, the latest first; of one day the longer ones first."""
    found = PublishedCell.objects.filter(institution=institution).values_list("starts_on", "kind").distinct()
    order = [PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.MONTH]
    periods = [Period(starts_on, kind) for starts_on, kind in found]
    return sorted(periods, key=lambda period: (-period.starts_on.toordinal(), order.index(PeriodKind(period.kind))))


class Tables:
    """The tables of some periods, read at once."""

    def __init__(self, institution: Institution, periods: Iterable[Period]) -> None:
        self.institution = institution
        asked = reduce(or_, (Q(kind=period.kind, starts_on=period.starts_on) for period in periods))
        rows = PublishedCell.objects.filter(asked, institution=institution)
        self._cells = {(Period(row.starts_on, row.kind), row.dimension, row.value): row for row in rows}

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """What the values of each breakdown are called, in the reader's language."""
        house = self.institution
        rows: dict[str, Iterable[Any]] = {
            "site": house.sites.all(),
            "sector": house.sectors.all(),
            "topic": house.topics.all(),
        }
        named = {each: {str(thing.pk): thing.name for thing in things} for each, things in rows.items()}
        themes = Theme.objects.filter(institution=house).select_related("topic")
        named["theme"] = {str(theme.pk): f"{theme.name} ({theme.topic.name})" for theme in themes}
        named["channel"] = {value: str(label) for value, label in Channel.choices}
        named["booked"] = {"booked": str(BOOKED), "logged": str(LOGGED)}
        return {each: {"": str(NONE), **names} for each, names in named.items()} | {"total": {"": str(WHOLE)}}

    def row(self, period: Period, dimension: str, value: str) -> Figures:
        """One row's figures in `period`; hidden ones where it was not published."""
        cell = self._cells.get((period, dimension, value))
        return _figures(cell) if cell else HIDDEN

    def table(self, period: Period, dimension: str, rows: Rows = None) -> list[Row]:
        """The breakdown in `period`, by name, what stands in no value last; of all rows or only `rows`."""
        names = self.names[dimension]
        found = [
            Row(value, names.get(value, str(NONE)), _figures(cell))
            for (when, which, value), cell in self._cells.items()
            if (when, which) == (period, dimension) and (rows is None or (dimension, value) in rows)
        ]
        return sorted(found, key=lambda row: (not row.value, sort_key(row.name)))

    def months(self, period: Period) -> list[tuple[Period, Figures]]:
        """The institution's figures in each month of `period`, hidden ones where they were not published."""
        return [(month, self.row(month, Dimension.TOTAL, "")) for month in period.months]

    def published_at(self, period: Period) -> datetime | None:
        return max((cell.published_at for key, cell in self._cells.items() if key[0] == period), default=None)


def total(institution: Institution, period: Period) -> Figures:
    """The institution's figures in `period`."""
    return Tables(institution, [period]).row(period, Dimension.TOTAL, "")


def measures(institution: Institution, period: Period) -> dict[str, Decimal | None]:
    """The institution's other figures, by `PublishedMeasure.Name`."""
    rows = PublishedMeasure.objects.filter(institution=institution, kind=period.kind, starts_on=period.starts_on)
    return dict(rows.values_list("name", "number"))


@dataclass(frozen=True)
class Coverage:
    """Topics with the number of coaches who have them at each site; None below the minimum."""

    sites: list[str]
    topics: list[tuple[str, list[int | None]]]


def coverage(institution: Institution, names: dict[str, dict[str, str]]) -> Coverage:
    """How many take bookings on each topic at each site today; `names` as `Tables` has them."""
    taking = Coach.objects.filter(institution=institution).open().exclude(topics=None).exclude(sites=None)
    counted = taking.order_by().values_list("topics", "sites").annotate(count=Count("pk", distinct=True))
    least = institution.suppression_coaches
    numbers = {(str(topic), str(site)): count for topic, site, count in counted if count >= least}
    sites = [(value, name) for value, name in names["site"].items() if value]
    topics = [(value, name) for value, name in names["topic"].items() if value]
    return Coverage(
        [name for _value, name in sites],
        [(name, [numbers.get((topic, site)) for site, _name in sites]) for topic, name in topics],
    )


def _figures(cell: PublishedCell) -> Figures:
    return Figures(
        helps=cell.helps if cell.shows_helps else None,
        persons=cell.persons if cell.shows_helps else None,
        minutes=cell.minutes if cell.shows_minutes else None,
    )


def is_listed(row: Row, dimension: str) -> bool:
    """Whether a table lists a row. What stands in no value, and a theme, is listed where it is shown."""
    return row.figures.helps is not None or (bool(row.value) and dimension != Dimension.THEME)
