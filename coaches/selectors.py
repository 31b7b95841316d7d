"""Reads of the coaches' room that compute something."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

FREEZES_AFTER = timedelta(days=14)
"""A month's hours and figures can be mended for this long after its end."""


def freezes_at(moment: datetime, tz: ZoneInfo) -> datetime:
    """The instant at which the local month of `moment` closes for good."""
    day = moment.astimezone(tz).date()
    next_month = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return datetime.combine(next_month, time(), tz) + FREEZES_AFTER


def is_frozen(moment: datetime, tz: ZoneInfo) -> bool:
    """Whether the local month of `moment` is closed."""
    return timezone.now() >= freezes_at(moment, tz)
