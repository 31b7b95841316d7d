"""The time while mails are written: the database's, so that a worker's wrong clock makes nothing stale or late."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.utils import timezone

_ahead: ContextVar[timedelta] = ContextVar("ahead", default=timedelta(0))
"""How far the database's clock is ahead of this process's."""


def now() -> datetime:
    """The instant, for kinds of message that ask whether they still help."""
    return timezone.now() + _ahead.get()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Within, it is `moment` and goes on from there."""
    token = _ahead.set(moment - timezone.now())
    try:
        yield
    finally:
        _ahead.reset(token)
