"""Adding a person, and telling people of their accounts."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from coordination.models import Welcome
from notifications.outbox import message, post
from organisation.models import Institution, User
from organisation.services import add_person

WELCOME = "person_welcomed"
WELCOMED_FOR = timedelta(days=14)
"""A mail that could not be sent for this long is not sent at all."""


@transaction.atomic
def add_colleague(*, institution: Institution, welcome: bool, **details: Any) -> User:
    """A new person of the institution; with `welcome` a mail tells how to sign in. Raises AddressTaken."""
    person = add_person(institution=institution, **details)
    if welcome:
        welcome_people([person])
    return person


def welcome_people(people: Iterable[User]) -> None:
    """Tell `people` of their accounts, by one mail each; who was told before is told again, who has signed in isn't.

    A fixed number of queries for a thousand people, in the caller's transaction.
    """
    waiting = [person for person in people if person.is_active and person.last_login is None]
    now = timezone.now()
    known = {row.person_id: row for row in Welcome.objects.select_for_update().filter(person__in=waiting)}
    for row in known.values():
        row.revision, row.sent_at = row.revision + 1, now
    Welcome.objects.bulk_update(known.values(), ["revision", "sent_at"], batch_size=1000)
    fresh = [person for person in waiting if person.pk not in known]
    made = Welcome.objects.bulk_create(
        [Welcome(institution=p.institution, person=p, sent_at=now) for p in fresh], batch_size=1000
    )
    rows = {row.person_id: row for row in [*known.values(), *made]}
    latest_at = now + WELCOMED_FOR
    post([message(kind=WELCOME, thing=rows[p.pk], recipient=p, latest_at=latest_at) for p in waiting])
