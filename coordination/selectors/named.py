"""Whom a request for a group names: a team, or colleagues by name or address."""

import re

from django.db.models import Q

from coaches.models import Team
from coordination.models import HelpRequest
from organisation.models import User
from sessions.selectors import colleagues_named

_BETWEEN = re.compile(r"[,;:\n]|\s+(?:ja|och|and|&|\+)\s+", re.IGNORECASE)
MOST = 60
"""Names that are looked for."""


def people_named(request: HelpRequest) -> list[User]:
    """The colleagues whom the text of `request` names for certain, without whoever asks; two queries.

    A team counts by its whole name, a person by the whole name or the address; what fits nobody or several is for
    people to read.
    """
    names = [" ".join(name.split()).strip(" .") for name in _BETWEEN.split(request.group)]
    names = [name for name in names if name][:MOST]
    if not names:
        return []
    people, _unknown = colleagues_named(request.person, names, whole_house=True)
    found = {person.pk: person for person in [*_of_teams(request, names), *people]}
    found.pop(request.person_id, None)
    return list(found.values())


def _of_teams(request: HelpRequest, names: list[str]) -> list[User]:
    called = Q()
    for name in names:
        called |= Q(name_fi__iexact=name) | Q(name_sv__iexact=name) | Q(name_en__iexact=name)
    teams = Team.objects.filter(called, institution=request.institution_id).values("pk")
    members = Q(coach__teams__in=teams) | Q(coach__led_teams__in=teams)
    return list(User.objects.visible_to(request.person).filter(members).distinct().order_by("pk"))
