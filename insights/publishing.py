"""Publishing the figures of periods that are closed: once, suppressed in view of all that was published before."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from coaches.models import WorkLog
from insights import selectors
from insights.counting import cells_of, key_of, measures_of, sums_of
from insights.models import PublishedCell, PublishedMeasure, Summary
from insights.periods import Period, PeriodKind, batches_of, half_of, year_of
from insights.suppression import NOTHING, Cell, Minimum, Shown, implied, suppress
from organisation.models import Institution

Key = tuple[str, str, str]


def publish_due(now: datetime | None = None) -> int:
    """Publish what is closed by `now` in every institution; return how many periods were."""
    moment = now or timezone.now()
    return sum(publish_in(institution, moment) for institution in Institution.objects.all())


@transaction.atomic
def publish_in(institution: Institution, now: datetime) -> int:
    """Publish every period of `institution` that is closed and not published yet, the oldest first."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    first = WorkLog.objects.filter(institution=institution).aggregate(first=Min("starts_at"))["first"]
    if first is None:
        return 0
    year, count = year_of(first.astimezone(institution.tz).date()), 0
    while year.instants(institution.tz)[0] < now:
        for batch in batches_of(year):
            if max(period.freezes_at(institution.tz) for period in batch) <= now:
                count += _publish_batch(institution, year, batch)
        year = Period(year.ends_on, year.kind)
    return count


def _publish_batch(institution: Institution, year: Period, batch: tuple[Period, ...]) -> int:
    if PublishedCell.objects.of(institution, batch[0]).exists():
        return 0
    least = Minimum(institution.suppression_persons, institution.suppression_coaches)
    counted = {period: cells_of(institution, period) for period in batch}
    running = [period for period in batch if period.kind == PeriodKind.RUNNING]
    new = [cell for period, cells in counted.items() if period not in running for cell in cells]
    old, published = _published(institution, year)
    values = {(dimension, value) for _code, dimension, value in map(_key, (*old, *new))}
    halves = [half_of(year.starts_on), half_of(year.ends_on.replace(month=1))]
    sums = _known(sums_of(year, halves, sorted(values)), {cell.key for cell in (*old, *new)})
    shown = suppress(new, old, published, sums, least)
    _write(institution, batch, new, shown)
    for period in running:
        _write(institution, batch, counted[period], _so_far(period, counted[period][0], old, published | shown, least))
    for period in batch:
        PublishedMeasure.objects.bulk_create(
            PublishedMeasure(
                institution=institution, kind=period.kind, starts_on=period.starts_on, name=name, number=number
            )
            for name, number in measures_of(institution, period, least).items()
        )
    _summarise(institution, batch)
    return len(batch)


def _so_far(period: Period, cell: Cell, old: list[Cell], published: Shown, least: Minimum) -> Shown:
    """What is shown of a half-year so far: the sum of shown months, when enough people came since it was shown last."""
    before = {key_of(earlier, "total") for earlier in period.so_far} & published.helps
    if cell.persons - max((each.persons for each in old if each.key in before), default=0) < least.persons:
        return NOTHING
    total = [(cell.key, tuple(key_of(month, "total") for month in period.months))]
    return Shown(implied(total, published.helps), implied(total, published.minutes))


def _summarise(institution: Institution, batch: tuple[Period, ...]) -> None:
    """Keep what the home base says of the latest half-year."""
    half = next((period for period in batch if period.kind == PeriodKind.HALF), None)
    if half is None:
        return
    figures = selectors.total(institution, half)
    values = {"starts_on": half.starts_on, "helps": figures.helps, "persons": figures.persons}
    Summary.objects.update_or_create(institution=institution, defaults=values)


def _known(sums: Iterable[tuple], keys: set) -> list[tuple]:
    """The sums of which all is published by now. What a table doesn't list, a site founded later, is nothing."""
    found = []
    for total, parts in sums:
        listed = tuple(part for part in parts if part in keys)
        over_time = total[1] == "total" and any(part[1] == "total" for part in parts)
        if total in keys and listed and (len(listed) == len(parts) or not over_time):
            found.append((total, listed))
    return found


def _key(cell: Cell) -> Key:
    return cell.key  # type: ignore[return-value]  # those of this room are


def _published(institution: Institution, year: Period) -> tuple[list[Cell], Shown]:
    """What of the academic year was published already."""
    rows = PublishedCell.objects.filter(
        institution=institution, starts_on__gte=year.starts_on, starts_on__lt=year.ends_on
    )
    cells, helps, minutes = [], set(), set()
    for row in rows:
        key = key_of(Period(row.starts_on, row.kind), row.dimension, row.value)
        cells.append(Cell(key, row.helps, row.minutes, row.persons, row.coaches))
        if row.shows_helps:
            helps.add(key)
        if row.shows_minutes:
            minutes.add(key)
    return cells, Shown(frozenset(helps), frozenset(minutes))


def _write(institution: Institution, batch: tuple[Period, ...], cells: list[Cell], shown: Shown) -> None:
    periods = {period.code: period for period in batch}
    PublishedCell.objects.bulk_create(
        PublishedCell(
            institution=institution,
            kind=periods[code].kind,
            starts_on=periods[code].starts_on,
            dimension=dimension,
            value=value,
            helps=cell.helps,
            minutes=cell.minutes,
            persons=cell.persons,
            coaches=cell.coaches,
            shows_helps=cell.key in shown.helps,
            shows_minutes=cell.key in shown.minutes,
        )
        for cell in cells
        for code, dimension, value in [_key(cell)]
    )
