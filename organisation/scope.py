"""How far a role reaches. A scope is a site, a sector, both or neither; these functions are its only reading."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from organisation.models import Role, User
from organisation.terms import say

NOTHING = Q(pk__in=())


class Placed(Protocol):
    """Anything that carries the site and sector by which scopes are tested."""

    @property
    def institution_id(self) -> int: ...

    @property
    def site_id(self) -> int | None: ...

    @property
    def sector_id(self) -> int | None: ...


def within(roles: Iterable[Role], *, site: str = "site", sector: str = "sector") -> Q:
    """Rows whose `site` and `sector` columns lie in the scope of one of `roles`; no roles, no rows."""
    reach = NOTHING
    for role in roles:
        wanted = {site: role.site_id, sector: role.sector_id}
        reach |= Q(institution_id=role.institution_id, **{name: pk for name, pk in wanted.items() if pk is not None})
    return reach


def roles_of(user: User, *kinds: str) -> list[Role]:
    """The roles of `kinds` that `user` holds today."""
    return [role for role in user.current_roles if role.kind in kinds]


def covers(user: User, thing: Placed, *kinds: str) -> bool:
    """Whether one of `user`'s roles of `kinds` reaches `thing`."""
    return any(
        role.institution_id == thing.institution_id
        and role.site_id in (None, thing.site_id)
        and role.sector_id in (None, thing.sector_id)
        for role in roles_of(user, *kinds)
    )


def covers_person(user: User, person: User, *kinds: str) -> bool:
    """Whether one of `user`'s roles of `kinds` reaches `person`, by the person's home site and sector."""
    return any(
        role.institution_id == person.institution_id
        and role.site_id in (None, person.home_site_id)
        and role.sector_id in (None, person.home_sector_id)
        for role in roles_of(user, *kinds)
    )


def reach_words(role: Any) -> str:
    """Such as "all sites", "Metsola", "Technology at Metsola". `role` is a Role, or a row of its history."""
    if role.site and role.sector:
        return _("%(sector)s at %(site)s") % {"sector": role.sector.name, "site": role.site.name}
    place = role.site or role.sector
    return place.name if place else say(_("all {site.plural}"))
