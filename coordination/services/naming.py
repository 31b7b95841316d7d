"""Naming coaches, and putting them into teams."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coaches.models import Coach, Team
from organisation.models import User
from organisation.people import institution_of
from sessions.exceptions import BookingRefused, Reason
from sessions.services import lock_people


@transaction.atomic
def name_coach(*, person: User, **choices: Any) -> Coach:
    """Make `person` a coach, or change what an earlier one was named for: topics, sites, sectors, languages.

    Opening hours are the coach's own to set. Naming twice is the one coach.
    """
    lock_people(person.pk)
    if not User.objects.get(pk=person.pk).is_active:
        raise BookingRefused(Reason.NOT_YOURS, _("This person no longer uses the service."))
    coach, _made = Coach.objects.get_or_create(user=person, defaults={"institution": institution_of(person)})
    coach.is_active, coach.languages = True, choices.pop("languages")
    coach.save(update_fields=["is_active", "languages"])
    for name, rows in choices.items():
        getattr(coach, name).set(rows)
    return coach


@transaction.atomic
def save_team(*, team: Team, members: Iterable[Coach], leads: Iterable[Coach], choosable: Iterable[Coach]) -> Team:
    """Write a new or changed team. Who leads it is in it. Of `choosable` those named are in, the rest is out.

    Coaches who are not `choosable`, being out of reach of whoever saves it, stay as they were.
    """
    team.save()
    chosen = {coach.pk for coach in choosable}
    leading = set(leads)
    for manager, wanted in ((team.members, {*members, *leading}), (team.leads, leading)):
        kept = set(manager.exclude(pk__in=chosen))
        manager.set(wanted | kept)
    return team
