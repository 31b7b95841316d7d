"""Summaries: messages that wait for one mail which tells them all.

A message is bound to its summary when it is put aside, so that a summary that has to be sent twice says the same.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from notifications.choices import zone_of
from notifications.models import Message
from organisation.models import User

DIGEST = "digest"
KEPT_TRYING = timedelta(days=3)


@transaction.atomic
def gather(row: Message, at: datetime) -> bool:
    """Put `row` aside for the summary that goes out `at` that time. False: that is on its way already.

    The summary is locked meanwhile, so that nobody claims it between the look at it and the binding.
    """
    summary = _summary(row.recipient, at)
    if summary is None:
        return False
    mine = Message.objects.waiting().filter(pk=row.pk, lease=row.lease)
    mine.update(
        state=Message.State.HELD,
        carried_by=summary,
        subject=row.subject,
        path=row.path,
        lease=None,
        leased_until=None,
    )
    return True


def _summary(person: User, at: datetime) -> Message | None:
    """The row of the summary, locked; made if there is none."""
    key = {"kind": DIGEST, "thing_id": person.pk, "revision": at.astimezone(zone_of(person)).date().toordinal()}
    fresh = Message(
        **key,
        recipient=person,
        due_at=at,
        latest_at=at + KEPT_TRYING,
        mail_id=f"<{uuid4().hex}@{settings.UID_HOST}>",
    )
    Message.objects.bulk_create([fresh], ignore_conflicts=True)
    untouched = Message.objects.waiting().filter(**key, recipient=person, attempts=0, lease=None, due_at__gt=Now())
    return untouched.select_for_update().first()


def settle(summary: Message, told: tuple[int, ...]) -> None:
    """What `summary` has told is sent with it; the rest of what it was to tell is no longer true."""
    held = Message.objects.filter(carried_by=summary, state=Message.State.HELD)
    held.filter(pk__in=told).update(state=Message.State.SENT, sent_at=Now())
    held.update(state=Message.State.STALE)


def send_what_is_gathered(person: User) -> None:
    """The person wants no more summaries: what was put aside comes now."""
    Message.objects.waiting().filter(kind=DIGEST, recipient=person, due_at__gt=Now()).update(due_at=Now())
