"""Saving what a person chooses about messages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from django.db import transaction

from notifications.choices import Digest
from notifications.gathering import send_what_is_gathered
from notifications.models import Mailbox
from organisation.models import User

Listener = Callable[[User], None]
_listeners: list[Listener] = []


@dataclass(frozen=True)
class Choices:
    """What a person may choose; `off` holds codes of families, `offsets` minutes before a session, None as usual."""

    off: tuple[str, ...] = ()
    offsets: tuple[int, ...] | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest: str = Digest.SINGLE


def when_offsets_change(listener: Listener) -> Listener:
    """Decorator: `listener(person)` is called in the transaction in which a person's reminders change."""
    _listeners.append(listener)
    return listener


@transaction.atomic
def choose_messages(*, person: User, choices: Choices) -> None:
    """Save them. What was put aside for a summary comes now when the person wants another way."""
    Mailbox.objects.get_or_create(person=person)
    box = Mailbox.objects.select_for_update().get(person=person)
    before, digest = box.reminder_offsets, box.digest
    box.off, box.digest = sorted(choices.off), choices.digest
    box.reminder_offsets = None if choices.offsets is None else sorted(choices.offsets, reverse=True)
    box.quiet_from, box.quiet_until = choices.quiet_from, choices.quiet_until
    box.save(update_fields=["off", "digest", "reminder_offsets", "quiet_from", "quiet_until"])
    person.mailbox = box
    if box.digest != digest:
        send_what_is_gathered(person)
    if box.reminder_offsets != before:
        for listener in _listeners:
            listener(person)
