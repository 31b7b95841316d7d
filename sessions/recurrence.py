"""The dates of a series, and their instants: always the same time on the clock, whatever the clock does between."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice, takewhile
from zoneinfo import ZoneInfo

from sessions.models import Pattern

MOST = 40
"""Dates in a series at most."""


def dates_of(
    pattern: str, first: date, *, times: int | None = None, until: date | None = None, chosen: Sequence[date] = ()
) -> list[date]:
    """The local dates of a series that begins on `first`, MOST at most, until `until` or so many `times`.

    A monthly one keeps the weekday and its place in the month, such as every second Tuesday; months that have no fifth
    one are left out. A custom one is `first` and the `chosen` dates.
    """
    if pattern == Pattern.ONCE:
        return [first]
    if pattern == Pattern.CUSTOM:
        return sorted({first, *chosen})[:MOST]
    dates = _monthly(first) if pattern == Pattern.MONTHLY else _every(first, 14 if pattern == "fortnightly" else 7)
    within = takewhile(lambda day: until is None or day <= until, dates)
    return list(islice(within, min(times or MOST, MOST)))


def _every(first: date, days: int) -> Iterator[date]:
    return (first + timedelta(days=days * n) for n in count())


def _monthly(first: date) -> Iterator[date]:
    """The same weekday of each month, counted from its beginning."""
    nth = (first.day - 1) // 7
    for n in count(first.year * 12 + first.month - 1):
        begins = date(n // 12, n % 12 + 1, 1)
        day = begins + timedelta(days=(first.weekday() - begins.weekday()) % 7 + 7 * nth)
        if day.month == begins.month:
            yield day


def at(day: date, clock: time, tz: ZoneInfo) -> datetime:
    """The UTC instant of `clock` on the local `day`."""
    return datetime.combine(day, clock, tz).astimezone(UTC)


def shifted(starts_at: datetime, by: timedelta, tz: ZoneInfo) -> datetime:
    """`starts_at` moved by so much on the wall clock of `tz`, not in hours that went by."""
    here = starts_at.astimezone(tz).replace(tzinfo=None) + by
    return here.replace(tzinfo=tz).astimezone(UTC)


def wall_shift(before: datetime, after: datetime, tz: ZoneInfo) -> timedelta:
    """How far apart two instants are on the wall clock of `tz`."""
    one, other = (when.astimezone(tz).replace(tzinfo=None) for when in (before, after))
    return other - one
