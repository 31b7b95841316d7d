"""Asking for help without choosing a coach, editing it, taking it back."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from coordination.exceptions import RequestChanged
from coordination.models import HelpRequest
from coordination.selectors.promise import promised_by
from coordination.services.locking import lock_request
from coordination.services.telling import no_longer_waits, tell_coordinators
from organisation.models import User
from organisation.people import institution_of
from topics.models import Topic

PROPOSING_TAKES = timedelta(minutes=2)
"""Where a time is proposed by itself, coordinators hear only of what is still open after that."""


@transaction.atomic
def ask_for_help(*, person: User, topic: Topic, about: str = "", group: str = "", **wish: Any) -> HelpRequest:
    """Ask for a coach and a time; the coordinators in whose scope `person` is are told.

    `wish` are columns of HelpRequest (days are ISO: Monday is 1). The same wish sent twice (a double click) is one
    request.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    plain = {name: value for name, value in wish.items() if value is not None}
    for twin in HelpRequest.objects.open().filter(person=person, topic=topic, **plain):
        if (twin.about, twin.group) == (about, group):
            return twin
    institution = institution_of(person)
    request = HelpRequest(
        institution=institution,
        person=person,
        topic=topic,
        about=about,
        group=group,
        site=person.home_site,
        sector=person.home_sector,
        **wish,
    )
    request.promised_on = promised_by(request)
    request.save()
    tell_coordinators(request, timezone.now() + PROPOSING_TAKES if institution.proposes_requests else None)
    return request


@transaction.atomic
def change_request(*, request: HelpRequest, **wish: Any) -> HelpRequest:
    """Write other wishes to a request that nobody has answered. Raises RequestChanged when somebody has.

    The promise stays: whoever waits does not wait longer for having said it better.
    """
    request = lock_request(request)
    if not request.is_open:
        raise RequestChanged
    for name, value in wish.items():
        setattr(request, name, value)
    request.save(update_fields=list(wish))
    return request


@transaction.atomic
def withdraw_request(*, request: HelpRequest) -> HelpRequest:
    """Take back a request that nobody has answered; what was to be told of it is not told. Twice changes nothing."""
    request = lock_request(request)
    if request.is_open:
        request.state = HelpRequest.State.WITHDRAWN
        request.revision += 1
        request.save(update_fields=["state", "revision"])
        no_longer_waits(request)
    return request
