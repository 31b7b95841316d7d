"""The outbox: messages are written in the transaction that causes them, and claimed by whoever delivers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Model, Value
from django.db.models.functions import Coalesce, Greatest, Now
from django.utils import timezone

from notifications import claims, pace
from notifications.bell import ring_on_commit
from notifications.delivery import Delivery
from notifications.models import Message, MessageQuerySet
from organisation.models import User

BATCH = 50
KEPT_TRYING = timedelta(days=1)
UNHURRIED = 0.02
"""Seconds between two of many mails that nobody waits for."""


class Revisioned(Protocol):
    """A thing that messages are about: its revision rises whenever what was told about it is no longer so."""

    @property
    def pk(self) -> int: ...

    @property
    def revision(self) -> int: ...


@dataclass(frozen=True)
class Once:
    """A thing of which the same is told at most once for each `revision`: of a day's ordinal once for that day."""

    pk: int
    revision: int

    @classmethod
    def on(cls, thing: Model, day: date) -> "Once":
        return cls(thing.pk, day.toordinal())


def message(
    *,
    kind: str,
    thing: Revisioned,
    recipient: User,
    due_at: datetime | None = None,
    latest_at: datetime | None = None,
    offset: timedelta = timedelta(0),
) -> Message:
    """A message not yet written; `post` writes it.

    Due at once unless `due_at` says otherwise; not sent after `latest_at`, by default a day after it is due.
    `offset` tells apart messages of one kind about one revision, such as two reminders.
    """
    due = Value(due_at, DateTimeField()) if due_at else Now()
    # By the database's clock all along: one that is late from the start expires, it does not break the caller.
    latest = Greatest(Value(latest_at, DateTimeField()), due) if latest_at else due + KEPT_TRYING
    return Message(
        kind=kind,
        thing_id=thing.pk,
        revision=thing.revision,
        recipient=recipient,
        offset=offset,
        due_at=due,
        latest_at=latest,
        mail_id=f"<{uuid4().hex}@{settings.UID_HOST}>",
    )


def post(messages: Iterable[Message]) -> None:
    """Write messages in the caller's transaction; one that is there already stays as it is."""
    written = Message.objects.bulk_create(messages, ignore_conflicts=True)
    if any(isinstance(message.due_at, Now) for message in written):
        ring_on_commit()


def enqueue(
    *,
    kind: str,
    thing: Revisioned,
    recipient: User,
    due_at: datetime | None = None,
    latest_at: datetime | None = None,
    offset: timedelta = timedelta(0),
) -> None:
    """Write one message in the caller's transaction; writing the same one twice is no error."""
    post([message(kind=kind, thing=thing, recipient=recipient, due_at=due_at, latest_at=latest_at, offset=offset)])


def withdraw(kinds: Iterable[str], *things: Revisioned) -> None:
    """Waiting messages of `kinds` about `things` are no longer true. One being sent this moment may still arrive."""
    keys = [thing.pk for thing in things]
    ahead = Message.objects.filter(state__in=(Message.State.WAITING, Message.State.HELD))
    ahead.filter(kind__in=kinds, thing_id__in=keys).update(state=Message.State.STALE)


@transaction.atomic
def try_again(messages: MessageQuerySet) -> int:
    """Make those of `messages` that are in trouble due now, for another day; return how many.

    Each keeps its Message-ID, and whether it is still true is asked anew when it is its turn.
    """
    found = messages.in_trouble().select_for_update(skip_locked=True)
    ring_on_commit()
    return Message.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(
        state=Message.State.WAITING,
        due_at=Now(),
        latest_at=Greatest(F("latest_at"), Now() + KEPT_TRYING),
        lease=None,
        leased_until=None,
        late_since=None,
        error="",
    )


def spread(number: int) -> datetime:
    """When the mail of that `number` of many is due, so that they leave room for others: half of what may go out."""
    gap = 120 / settings.MAILS_PER_MINUTE if settings.MAILS_PER_MINUTE else UNHURRIED
    return timezone.now() + number * timedelta(seconds=gap)


def forget_old_messages(most: int = 10_000) -> None:
    """Delete what was due longer ago than the recipient's institution keeps texts; without one after twelve months."""
    months = Coalesce("recipient__institution__retention_months", Value(12))
    old = ExpressionWrapper(F("due_at") + months * timedelta(days=31), DateTimeField())
    over = Message.objects.exclude(state=Message.State.WAITING).annotate(over_at=old).filter(over_at__lt=Now())
    Message.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:most])).delete()


def deliver_due(limit: int = BATCH) -> int:
    """Claim up to `limit` due messages and send each that is still true; return how many there were."""
    moments = pace.take(limit)
    if moments is None:
        return 0
    count, rows = claims.claim(moments.count)
    if rows:
        Delivery(rows, moments).run()
    return count
