"""Reading coaches' calendars again and again: whose turn it is, and what becomes of what is read."""

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now
from django.utils import timezone

from coaches.calendar_source import CalendarSource
from coaches.models import BusyTime, Coach
from kit.feeds.asking import Feed, Told, longest, read_feeds
from kit.zones import midnight
from notifications.bell import ring
from organisation.models import Institution

BATCH = 24
"""Calendars that one process reads: few enough for mails not to wait long behind them."""
LEASE = timedelta(seconds=longest(BATCH) + 30)
EVERY, AT_MOST = timedelta(minutes=10), timedelta(hours=6)
DOUBLINGS = 6
NOT_AT_ONCE = timedelta(seconds=10)
"""Between two tries of one calendar, however often somebody presses."""
TASK = "coaches.tasks.refresh_calendars"
Span = tuple[datetime, datetime]
Listener = Callable[[Coach], None]
_listeners: list[Listener] = []


def when_busy_times_change(listener: Listener) -> Listener:
    """Decorator: `listener(coach)` is called in the transaction that writes other busy times of `coach`.

    For rooms that keep something at those times; they say so in their `session_events.py`.
    """
    _listeners.append(listener)
    return listener


def refresh_due(limit: int = BATCH) -> int:
    """Read up to `limit` calendars that are due and write what they say; return how many there were."""
    sources = {source.pk: source for source in claim(limit)}
    if sources:
        for told in read_feeds([_feed(source) for source in sources.values()]):
            note(sources[told.key], told)
    return len(sources)


def claim(limit: int) -> list[CalendarSource]:
    """Take up to `limit` due calendars, those never tried first, then those tried longest ago."""
    lease = uuid4()
    with transaction.atomic():
        due = CalendarSource.objects.due().select_for_update(of=("self",), skip_locked=True)
        keys = list(due.order_by(F("tried_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)[:limit])
        CalendarSource.objects.filter(pk__in=keys).update(lease=lease, leased_until=Now() + LEASE)
    rows = CalendarSource.objects.filter(pk__in=keys, lease=lease)
    return list(rows.select_related("coach__institution").order_by("pk"))


def _feed(source: CalendarSource) -> Feed:
    house = source.coach.institution
    first, last = span_to_read(house, timezone.now())
    return Feed(
        key=source.pk,
        kind=source.kind,
        address=source.address,
        user=source.user_name,
        password=source.password,
        zone=house.tz.key,
        first=first,
        last=last,
        own_host=settings.UID_HOST,
        loopback_ports=settings.CALENDAR_LOOPBACK_PORTS,
    )


def span_to_read(house: Institution, now: datetime) -> Span:
    """From the Monday of this week, which the desk draws, to the end of the last day that can be booked."""
    today = now.astimezone(house.tz).date()
    last_day = today + timedelta(days=house.horizon_days + 1)
    return midnight(today - timedelta(days=today.weekday()), house.tz), midnight(last_day, house.tz)


@transaction.atomic
def note(source: CalendarSource, told: Told) -> None:
    """Write what was read, or why it was not: then the busy times stay as they were, and grow old.

    What was removed or taken over by another reader meanwhile is left alone.
    """
    mine = CalendarSource.objects.select_for_update(no_key=True).filter(pk=source.pk, lease=source.lease)
    row = mine.select_related(None).first()
    if row is None:
        return
    failures = row.failures + 1 if told.refused else 0
    fresh = {} if told.refused else {"read_at": Now(), "skipped": told.skipped, "is_anonymous": told.is_anonymous}
    CalendarSource.objects.filter(pk=row.pk).update(
        tried_at=Now(),
        error=told.refused,
        error_status=told.status,
        failures=min(failures, 1_000),
        due_at=Now() + pause(failures),
        lease=None,
        leased_until=None,
        **fresh,
    )
    if not told.refused and _write(source, told.spans):
        for listener in _listeners:
            listener(source.coach)


def pause(failures: int) -> timedelta:
    """Until the next try: ten minutes, more after each failure; never the same, so that not all come at once."""
    return min(EVERY * 2 ** min(failures, DOUBLINGS), AT_MOST) * random.uniform(0.8, 1.2)


def _write(source: CalendarSource, spans: Iterable[Span]) -> bool:
    """Make the busy times of `source` be `spans`, touching only what differs; return whether anything did."""
    wanted = set(spans)
    rows = {(during.lower, during.upper): pk for pk, during in source.busy_times.values_list("pk", "during")}
    gone = [pk for span, pk in rows.items() if span not in wanted]
    new = [
        BusyTime(institution_id=source.institution_id, coach=source.coach, source=source, during=span)
        for span in sorted(wanted - rows.keys())
    ]
    BusyTime.objects.filter(pk__in=gone).delete()
    BusyTime.objects.bulk_create(new)
    return bool(gone or new)


def read_now(source: CalendarSource) -> None:
    """Have `source` read as soon as the transaction is through."""
    again = Greatest(Now(), F("tried_at") + NOT_AT_ONCE)
    CalendarSource.objects.filter(pk=source.pk).update(due_at=again)
    transaction.on_commit(ask_for_refresh, robust=True)


def read_if_not_fresh(coach: Coach) -> None:
    """Have those calendars of `coach` read after the transaction that may have changed since they were last read."""
    if CalendarSource.objects.filter(coach=coach).not_fresh().update(due_at=Now()):
        transaction.on_commit(ask_for_refresh, robust=True)


def ask_for_refresh() -> None:
    ring(TASK)
