"""Lists as tables to be saved: heads, and rows of typed cells."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from organisation.models import User
from organisation.terms import say


def people_table(people: Iterable[User]) -> dict[str, Any]:
    """The columns that an import reads, so that what is saved here can be mended and brought in again; and more."""
    heads = [_("E-mail"), _("First name"), _("Last name"), _("Language"), say("{Site}"), say("{Sector}")]
    heads += [_("Started on"), _("Last day"), say("{Coach}"), _("Roles"), _("Signed in last")]
    return {"heads": heads, "rows": _people(people)}


def _people(people: Iterable[User]) -> Iterator[list[Any]]:
    for person in people:
        coach = getattr(person, "coach", None)
        yield [
            *(person.email, person.first_name, person.last_name, person.language),
            *(person.home_site and person.home_site.name, person.home_sector and person.home_sector.name),
            *(person.started_on, person.left_on, _("yes") if coach and coach.is_active else ""),
            ", ".join(role.get_kind_display() for role in person.held),  # type: ignore[attr-defined]  # prefetched
            person.last_login,
        ]
