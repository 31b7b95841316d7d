"""What a coordinator writes to people: a letter to one, an announcement to a group. Both go out by the outbox."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from coordination.models import Letter
from coordination.selectors.letters import Group, people_of
from notifications.outbox import message, post, spread
from organisation.models import User
from organisation.people import institution_of

KEPT_TRYING = timedelta(days=3)
AT_ONCE = 20
"""So many get it now; the others one after another, so that whoever books meanwhile need not wait for their mail."""


@transaction.atomic
def write_letter(*, person: User, subject: str, text: str, by: User, key: UUID) -> Letter:
    """Send a letter to one person. With the `key` of one that was sent already nothing more is sent."""
    group = Group(Letter.Audience.PERSON, person.home_site_id, person.home_sector_id)
    return _send(group, [person], subject=subject, text=text, by=by, key=key, person=person)


@transaction.atomic
def announce_to(*, group: Group, subject: str, text: str, by: User, key: UUID) -> Letter:
    """Send the same to everyone of `group` but the writer, each in the frame of their own language.

    With the `key` of an announcement that was sent already nothing more is sent.
    """
    return _send(group, list(people_of(group, by)), subject=subject, text=text, by=by, key=key)


def _send(
    group: Group, people: list[User], *, subject: str, text: str, by: User, key: UUID, person: User | None = None
) -> Letter:
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "institution": institution_of(by),
            "author": by,
            "audience": group.audience,
            "person": person,
            "topic_id": group.topic_id,
            "site_id": group.site_id,
            "sector_id": group.sector_id,
            "subject": subject,
            "text": text,
        },
    )
    if is_new:
        latest_at = timezone.now() + KEPT_TRYING
        post(
            message(kind="letter", thing=letter, recipient=each, due_at=_due_at(number), latest_at=latest_at)
            for number, each in enumerate(people)
        )
    return letter


def _due_at(number: int) -> datetime | None:
    return None if number < AT_ONCE else spread(number)
