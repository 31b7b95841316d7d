"""Who may send a message now: leases on the database's clock, so that no worker's clock matters."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Least, Now

from notifications.models import Message

LEASE = timedelta(seconds=30)
"""Longer than one whole delivery may take: a worker that holds a lease is either sending or dead."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)


def claim(limit: int) -> tuple[int, list[Message]]:
    """Take up to `limit` due messages, oldest first; return how many, and those that may still be sent.

    They are leased to the caller, and those that are too late expire. Rows that others hold are passed over, here and
    in `release`: who never waits for a row can't stand in anybody's way. Each has `read_now`, the database's clock.
    """
    lease = uuid4()
    with transaction.atomic():
        due = Message.objects.due().select_for_update(skip_locked=True).order_by("due_at")
        taken = dict(due.annotate(late=Q(latest_at__lt=Now())).values_list("pk", "late")[:limit])
        late = [pk for pk, is_late in taken.items() if is_late]
        if late:
            Message.objects.filter(pk__in=late).update(state=Message.State.EXPIRED)
        Message.objects.filter(pk__in=taken.keys() - late).update(lease=lease, leased_until=Now() + LEASE)
    rows = Message.objects.filter(pk__in=taken.keys(), lease=lease) if taken else Message.objects.none()
    found = (
        rows.select_related("recipient__mailbox").prefetch_related("recipient__institution").annotate(read_now=Now())
    )
    return len(taken), list(found.order_by("due_at", "pk"))


def renew(row: Message) -> bool:
    """Hold on to `row` for one delivery. False: it was withdrawn, is too late, or is another's by now.

    This doesn't wait for the disk: should the database crash now, the row is free sooner and nothing else.
    """
    return _update(
        "WITH at_once AS (SELECT set_config('synchronous_commit', 'off', true))"
        " UPDATE notifications_message SET leased_until = now() + %s, attempts = attempts + 1 FROM at_once"
        " WHERE id = %s AND lease = %s AND state = 'waiting' AND latest_at >= now()",
        [LEASE, row.pk, row.lease],
    )


def mark_sent(row: Message) -> bool:
    """The mail server has it: that stands, whoever holds the lease by now."""
    return _update(
        "UPDATE notifications_message"
        " SET state = 'sent', sent_at = now(), lease = NULL, leased_until = NULL, error = '', subject = %s, path = %s"
        " WHERE id = %s",
        [row.subject, row.path, row.pk],
    )


def _update(statement: str, parameters: list[Any]) -> bool:
    """Two of these go with every mail: they are written out, and planned once a connection."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, parameters, prepare=True)
        return cursor.rowcount == 1


def mark(row: Message, state: Message.State, error: str = "") -> None:
    """Nothing more will be done about `row`."""
    said = {"subject": row.subject, "path": row.path}
    _mine([row.pk], row.lease).update(state=state, error=error, lease=None, leased_until=None, **said)


def postpone(row: Message, until: datetime) -> None:
    """Let `row` wait until then: it is not late, it is due later."""
    _mine([row.pk], row.lease).update(due_at=until, late_since=None, lease=None, leased_until=None)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after `attempts` that failed: twice as long each time, up to ten minutes."""
    return min(FIRST_PAUSE * 2 ** min(attempts, 10), LONGEST_PAUSE)


def release(rows: Iterable[Message], error: str, pause: timedelta, *, count: int = 0) -> None:
    """Let `rows` be tried again after `pause`, behind what is due by then; `error` says why. `count` attempts more."""
    for lease, group in groupby(rows, key=attrgetter("lease")):
        with transaction.atomic():
            mine = _mine([row.pk for row in group], lease).select_for_update(skip_locked=True)
            Message.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).update(
                late_since=Coalesce(F("late_since"), F("due_at")),
                due_at=Least(Now() + pause, F("latest_at")),
                attempts=F("attempts") + count,
                error=error,
                lease=None,
                leased_until=None,
            )


def _mine(ids: Collection[int], lease: UUID | None) -> QuerySet[Message]:
    # What was withdrawn meanwhile stays withdrawn.
    return Message.objects.waiting().filter(pk__in=ids, lease=lease)
