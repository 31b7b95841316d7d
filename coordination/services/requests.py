"""Asking for help without choosing a coach."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coordination.models import HelpRequest
from notifications.outbox import enqueue
from organisation.models import Role, User
from organisation.people import institution_of
from topics.models import Topic

TOLD_UNTIL = timedelta(days=3)
"""A request that could not be told of by mail for this long stands on the desk anyway."""


@transaction.atomic
def ask_for_help(
    *,
    person: User,
    topic: Topic,
    about: str = "",
    weekdays: Sequence[int] = (),
    parts: Sequence[str] = (),
    channel: str = "",
) -> HelpRequest:
    """Ask for a coach and a time; the coordinators in whose scope `person` is are told. ISO `weekdays`, Monday is 1.

    The same wish sent twice (a double click) is one request.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    wish = {"topic": topic, "weekdays": list(weekdays), "parts": list(parts), "channel": channel}
    twin = HelpRequest.objects.open().filter(person=person, **wish).first()
    if twin and twin.about == about:
        return twin
    request = HelpRequest.objects.create(
        institution=institution_of(person),
        person=person,
        about=about,
        site=person.home_site,
        sector=person.home_sector,
        **wish,
    )
    for coordinator in coordinators_of(person):
        enqueue(kind="help_requested", thing=request, recipient=coordinator, latest_at=timezone.now() + TOLD_UNTIL)
    return request


def coordinators_of(person: User) -> Iterable[User]:
    """The coordinators whose scope holds `person` today."""
    roles = Role.objects.valid_on(timezone.localdate()).filter(
        Q(site=None) | Q(site=person.home_site_id),
        Q(sector=None) | Q(sector=person.home_sector_id),
        institution=person.institution,
        kind=Role.Kind.COORDINATOR,
    )
    return User.objects.filter(pk__in=roles.values("user"), is_active=True).exclude(pk=person.pk)


@transaction.atomic
def withdraw_request(*, request: HelpRequest) -> HelpRequest:
    """Take back a request that nobody has answered; what was to be told of it is not told. Twice changes nothing."""
    request = HelpRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.state == HelpRequest.State.OPEN:
        request.state = HelpRequest.State.WITHDRAWN
        request.revision += 1
        request.save(update_fields=["state", "revision"])
    return request
