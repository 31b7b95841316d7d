"""What was published, as people may see it: the only way to a figure for pages, exports and reports."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from types import SimpleNamespace

from django.db.models import Count, F, Q, Value
from django.utils.translation import gettext_lazy as _

from coaches.models import Channel, Coach
from insights.models import Dimension, PublishedCell, PublishedMeasure
from insights.periods import Period, PeriodKind, half_of
from kit.names import LANGUAGES, in_language, sort_key
from organisation.models import Institution, Sector, Site
from topics.models import Theme, Topic


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
    """Those that were published, the latest first; of one day the longer ones first.

    A half-year so far is one of them only as the latest that is shown, and until the half-year is closed.
    """
    listed = PublishedCell.objects.filter(~Q(kind=PeriodKind.RUNNING) | Q(shows_helps=True), institution=institution)
    found = listed.values_list("starts_on", "kind").distinct()
    order = [PeriodKind.RUNNING, PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.MONTH]
    periods = {Period(starts_on, kind) for starts_on, kind in found}
    running = max((period for period in periods if period.kind == PeriodKind.RUNNING), default=None)
    over = running and half_of(running.starts_on) in periods
    periods = {each for each in periods if each.kind != PeriodKind.RUNNING or (each == running and not over)}
    return sorted(periods, key=lambda period: (-period.starts_on.toordinal(), order.index(PeriodKind(period.kind))))


def _names(house: Institution) -> Iterator[tuple[str, int, str, str]]:
    """Kind, key and name of every place, topic and theme, of a theme with its topic's name. One query."""
    own, none = [f"name_{language}" for language in LANGUAGES], [Value("")] * len(LANGUAGES)
    topics = [F(f"topic__{name}") for name in own]
    kinds = (("site", Site, none), ("sector", Sector, none), ("topic", Topic, none), ("theme", Theme, topics))
    parts = [
        model.objects.filter(institution=house).order_by().values_list(Value(kind), "pk", *own, *of)
        for kind, model, of in kinds
    ]
    for kind, pk, *names in parts[0].union(*parts[1:], all=True):
        first, second = names[: len(own)], names[len(own) :]
        yield kind, pk, _in_language(first), _in_language(second)


def _in_language(names: Sequence[str]) -> str:
    thing = SimpleNamespace(**{f"name_{code}": name for code, name in zip(LANGUAGES, names, strict=True)})
    return in_language(thing, "name")


class Tables:
    """The tables of some periods, read at once."""

    def __init__(self, institution: Institution, periods: Iterable[Period]) -> None:
        self.institution = institution
        rows = PublishedCell.objects.filter(_of(periods), institution=institution)
        self._cells = {(Period(row.starts_on, row.kind), row.dimension, row.value): row for row in rows}

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """What the values of each breakdown are called, in the reader's language."""
        named: dict[str, dict[str, str]] = {"site": {}, "sector": {}, "topic": {}, "theme": {}}
        for kind, pk, name, of in _names(self.institution):
            named[kind][str(pk)] = f"{name} ({of})" if of else name
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


def measures(institution: Institution, *periods: Period) -> dict[Period, dict[str, Decimal | None]]:
    """The institution's other figures in each of `periods`, by `PublishedMeasure.Name`. One query."""
    rows = PublishedMeasure.objects.filter(_of(periods), institution=institution)
    found: dict[Period, dict[str, Decimal | None]] = {period: {} for period in periods}
    for starts_on, kind, name, number in rows.values_list("starts_on", "kind", "name", "number"):
        found[Period(starts_on, kind)][name] = number
    return found


def _of(periods: Iterable[Period]) -> Q:
    return reduce(or_, (Q(kind=period.kind, starts_on=period.starts_on) for period in periods))


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
    # People don't add up: those of a half-year less those of it so far would be the few who came at its end.
    shows_persons = cell.shows_helps and cell.kind != PeriodKind.RUNNING
    return Figures(
        helps=cell.helps if cell.shows_helps else None,
        persons=cell.persons if shows_persons else None,
        minutes=cell.minutes if cell.shows_minutes else None,
    )


def is_listed(row: Row, dimension: str) -> bool:
    """Whether a table lists a row. What stands in no value, and a theme, is listed where it is shown."""
    return row.figures.helps is not None or (bool(row.value) and dimension != Dimension.THEME)
