"""How many mails a minute the mail server is given, by all workers together. Without a limit none of it costs anything.

Mails go out evenly: a worker is given the next few moments of a common row, waits for the first and keeps to them. So
there are never more in any minute, whoever sends them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic, sleep

from django.conf import settings
from django.db import connection

from notifications.models import Message

AHEAD = 10.0
"""Seconds for which moments are given away at most: shorter than a lease, and than the patience for a confirmation."""
TAKE = """
INSERT INTO notifications_pace AS pace (id, free_at) VALUES (1, now() + make_interval(secs => %(span)s))
ON CONFLICT (id) DO UPDATE SET free_at = greatest(pace.free_at, now()) + make_interval(secs => %(span)s)
WHERE pace.free_at <= now() + make_interval(secs => %(ahead)s)
RETURNING extract(epoch FROM free_at - now())::float8 - %(span)s
"""


@dataclass
class Pace:
    """Moments for `count` mails, `gap` seconds apart. `rest` is what waits."""

    count: int
    gap: float = 0.0
    rest: Callable[[float], None] = sleep
    _next: float = field(default_factory=monotonic)

    def wait(self) -> None:
        """Wait for the moment of the next mail."""
        if not self.gap:
            return
        if (left := self._next - monotonic()) > 0:
            self.rest(left)
        self._next = max(self._next, monotonic()) + self.gap


def at_once(limit: int) -> int:
    """How many mails of `limit` are given out in one go."""
    rate = settings.MAILS_PER_MINUTE
    return min(limit, max(1, int(rate * AHEAD / 60))) if rate else limit


def take(limit: int) -> Pace | None:
    """Moments for up to `limit` of the mails that are due, after waiting for the first. None: others have them all."""
    if not settings.MAILS_PER_MINUTE:
        return Pace(limit)
    count = Message.objects.due().values("pk")[: at_once(limit)].count()
    gap = 60 / settings.MAILS_PER_MINUTE
    if not count or (wait := _take(count * gap)) is None:
        return None
    sleep(max(wait, 0.0))
    return Pace(count, gap)


def _take(span: float) -> float | None:
    """Seconds until the first of the moments within `span`."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"span": span, "ahead": AHEAD})
        row = cursor.fetchone()
    return row[0] if row else None
