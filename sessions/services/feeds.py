"""Making and ending the addresses from which calendar programs read."""

from django.db import transaction
from django.utils import timezone

from kit.tokens import new_token, token_hash
from organisation.models import User
from organisation.people import institution_of
from sessions.models import CalendarFeed


@transaction.atomic
def make_feed(*, person: User, scope: str) -> str:
    """Give `person` a new address for `scope`; the one they had opens nothing any more. Returns its token.

    It is not stored, so nobody can be told it again.
    """
    token = new_token()
    fresh = {"token_hash": token_hash(token), "created_at": timezone.now(), "read_at": None}
    house = institution_of(person)
    CalendarFeed.objects.update_or_create(institution=house, person=person, scope=scope, defaults=fresh)
    return token


def end_feed(*, person: User, scope: str) -> None:
    """The address of `scope` opens nothing any more. Ending it twice changes nothing."""
    CalendarFeed.objects.filter(person=person, scope=scope).delete()
