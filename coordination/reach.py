"""Whom of the people, and which places, a coordinator or programme admin may see, choose and change."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from coaches.models import Coach, Team
from organisation.models import Role, Sector, Site, User
from organisation.scope import NOTHING, covers_person, roles_of, within

KINDS = (Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN)


def looks_after_people(user: User) -> bool:
    """Whether `user` has the pages about people at all."""
    return user.institution_id is not None and user.holds(*KINDS)


def people_in_reach(user: User) -> QuerySet[User]:
    """The people whom `user` looks after, those who have left too: by home site and sector."""
    return User.objects.filter(within(roles_of(user, *KINDS), site="home_site", sector="home_sector"))


def reaches(user: User, person: User) -> bool:
    """Whether `person` is one of them; of a person not saved yet, would be."""
    return covers_person(user, person, *KINDS)


def coaches_in_reach(user: User) -> QuerySet[Coach]:
    """The coaches whom `user` looks after: as people, or by the sites and sectors at which they coach."""
    reach = NOTHING
    for role in roles_of(user, *KINDS):
        sites = Q() if role.site_id is None else Q(sites=role.site_id) | Q(user__home_site=role.site_id)
        sectors = Q() if role.sector_id is None else Q(sectors=role.sector_id) | Q(user__home_sector=role.sector_id)
        reach |= Q(institution_id=role.institution_id) & sites & sectors
    return Coach.objects.filter(pk__in=Coach.objects.filter(reach).values("pk"))


def teams_in_reach(user: User) -> QuerySet[Team]:
    """The teams that have one of these coaches, and those that are empty yet."""
    if not looks_after_people(user):
        return Team.objects.none()
    ours = Q(members__in=coaches_in_reach(user)) | Q(leads__in=coaches_in_reach(user))
    empty = Q(members=None, leads=None)
    found = Team.objects.filter(ours | empty, institution=user.institution)
    return Team.objects.filter(pk__in=found.values("pk"))


def sites_in_reach(user: User) -> QuerySet[Site]:
    """The sites at which `user` may put people."""
    return Site.objects.filter(_places(user, (role.site_id for role in roles_of(user, *KINDS))))


def sectors_in_reach(user: User) -> QuerySet[Sector]:
    return Sector.objects.filter(_places(user, (role.sector_id for role in roles_of(user, *KINDS))))


def _places(user: User, ids: Iterable[int | None]) -> Q:
    """All of the institution where one role is not bound to any, else those to which the roles are bound."""
    bound = set(ids)
    here = Q(institution_id=user.institution_id)
    return here if None in bound else here & Q(pk__in=bound)


def in_use(places: QuerySet[Any], day: date, kept: int | None = None) -> QuerySet[Any]:
    """Those of `places` in use on the local date `day`, and the one that is chosen already."""
    used = places.model.objects.valid_on(day).values("pk")
    return places.filter(Q(pk__in=used) | Q(pk=kept)).order_by("name_fi", "pk")


def can_deactivate(user: User, person: User, role_holders: set[int] | None = None) -> bool:
    """Anyone in reach but oneself; who holds a role, which only a programme admin gives, by a programme admin only."""
    if not reaches(user, person) or user.pk == person.pk:
        return False
    holds_role = person.pk in role_holders if role_holders is not None else bool(person.current_roles)
    return user.holds(Role.Kind.PROGRAMME_ADMIN) or not holds_role
