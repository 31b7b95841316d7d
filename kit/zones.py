"""A zone's clock: when a local day begins, and when the clock is changed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The UTC instant at which the local `day` begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def offset_at(instant: datetime, zone: ZoneInfo) -> timedelta:
    """How far the zone's clock is ahead of UTC at `instant`."""
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def changes(zone: ZoneInfo, start: datetime, end: datetime) -> list[datetime]:
    """The instants between `start` and `end` at which the zone's offset changes, to the minute."""
    days = (start + n * DAY for n in range((end - start).days + 1))
    return [_change_after(zone, day) for day in days if offset_at(day, zone) != offset_at(day + DAY, zone)]


def _change_after(zone: ZoneInfo, low: datetime) -> datetime:
    """The first minute of the new offset, by halving the day that begins at `low`."""
    high, old = low + DAY, offset_at(low, zone)
    while high - low > MINUTE:
        middle = low + int((high - low) / MINUTE / 2) * MINUTE
        low, high = (middle, high) if offset_at(middle, zone) == old else (low, middle)
    return high


def change_days(zone: ZoneInfo, first: date, last: date) -> list[date]:
    """The local days from `first` to `last` on which the clock is changed, those that a change divides included."""
    found = changes(zone, midnight(first, zone) - DAY, midnight(last + DAY, zone))
    return sorted({at.astimezone(zone).date() for change in found for at in (change - MINUTE, change)})


def skips(zone: ZoneInfo, first: date, last: date) -> list[datetime]:
    """The UTC instants, on the local days from `first` to `last`, at which the clock jumps ahead over wall time.

    Also one that jumps over the midnight before `first`: with it that day begins.
    """
    found = changes(zone, midnight(first, zone) - DAY, midnight(last + DAY, zone))
    return [change for change in found if offset_at(change, zone) > offset_at(change - MINUTE, zone)]
