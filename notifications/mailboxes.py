"""Addresses at which mails are refused."""

from django.db.models.functions import Now

from notifications.choices import mailbox_of
from notifications.models import Mailbox, Message
from organisation.models import User


def flag_address(person: User, words: str) -> None:
    """The mail server will not take mails to the person's address; `words` are its own."""
    refused = {"refused_address": person.email, "refused_words": words, "refused_at": Now()}
    Mailbox.objects.update_or_create(person=person, defaults=refused)


def unflag_address(row: Message) -> None:
    """A mail has come through. Costs nothing where none was refused before."""
    if mailbox_of(row.recipient).refused_address:
        clear = {"refused_address": "", "refused_words": "", "refused_at": None}
        Mailbox.objects.filter(person=row.recipient_id).update(**clear)


def refused_at(person: User) -> Mailbox | None:
    """The person's mailbox if mails to the address of today are refused. Another address is another matter."""
    box = mailbox_of(person)
    return box if box.refused_address and box.refused_address == person.email else None
