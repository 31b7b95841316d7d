"""Whom a request is told to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from coordination.models import HelpRequest
from notifications.outbox import message, post, withdraw
from organisation.models import Role, User

ASKED = "help_requested"
TOLD_UNTIL = timedelta(days=3)
"""A request that could not be told of by mail for this long stands on the desk anyway."""


def tell_coordinators(request: HelpRequest, due_at: datetime | None = None) -> None:
    """Write to the coordinators in whose scope the asker is that `request` waits, in the caller's transaction."""
    until = timezone.now() + TOLD_UNTIL
    post(
        message(kind=ASKED, thing=request, recipient=person, due_at=due_at, latest_at=until)
        for person in coordinators_of(request.person)
    )


def no_longer_waits(request: HelpRequest) -> None:
    """What was still to be told of `request` is no longer true."""
    withdraw([ASKED], request)


def coordinators_of(person: User) -> Iterable[User]:
    """The coordinators whose scope holds `person` today."""
    roles = Role.objects.valid_on(timezone.localdate()).filter(
        Q(site=None) | Q(site=person.home_site_id),
        Q(sector=None) | Q(sector=person.home_sector_id),
        institution=person.institution,
        kind=Role.Kind.COORDINATOR,
    )
    return User.objects.filter(pk__in=roles.values("user"), is_active=True).exclude(pk=person.pk)
