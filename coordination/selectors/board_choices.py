"""What the board can be narrowed by: sites, sectors, topics and teams, within the reader's scope; in one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Case, IntegerField, Model, Q, QuerySet, Value, When
from django.utils import timezone

from coaches.models import CoachQuerySet, Team
from kit.names import in_language
from kit.sorting import sort_key
from organisation.models import Role, Sector, Site, User
from organisation.scope import roles_of
from topics.models import Topic

BOARD_ROLES = (Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN)
KINDS: dict[str, type[Model]] = {"site": Site, "sector": Sector, "topic": Topic, "team": Team}


@dataclass
class Named:
    """One row of a kind, as far as its name goes."""

    pk: int
    name_fi: str
    name_sv: str
    name_en: str
    offered: bool
    """Whether one can narrow by it; the others only name what is there."""

    @cached_property
    def name(self) -> str:
        """In the reader's language; a page says it a hundred times."""
        return in_language(self, "name")

    def __str__(self) -> str:
        return self.name


@dataclass
class Choices:
    """By kind and id."""

    of: dict[str, dict[int, Named]] = field(default_factory=lambda: {kind: {} for kind in KINDS})

    def name(self, kind: str, pk: int | None) -> str:
        row = self.of[kind].get(pk) if pk else None
        return row.name if row else ""

    def offered(self, kind: str) -> list[Named]:
        return [row for row in self.of[kind].values() if row.offered]


def choices_for(reader: User, coaches: CoachQuerySet) -> Choices:
    """The names in the reader's institution; offered are places in use and in scope, and teams of `coaches`."""
    today, roles = timezone.localdate(), roles_of(reader, *BOARD_ROLES)
    used = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    offered = {
        "site": used & _scoped(role.site_id for role in roles),
        "sector": used & _scoped(role.sector_id for role in roles),
        "topic": Q(is_retired=False, is_open=False),
        "team": Q(pk__in=Team.members.through.objects.filter(coach_id__in=coaches.values("pk")).values("team_id")),
    }
    first, *rest = (_rows(kind, offered[kind], reader) for kind in KINDS)
    choices = Choices()
    for kind, _place, *row in sorted(first.union(*rest, all=True), key=_order):
        choices.of[kind][row[0]] = Named(*row)
    return choices


def _scoped(ids: Iterable[int | None]) -> Q:
    """Only those that the roles name, where each names one."""
    found = list(ids)
    return Q() if None in found else Q(pk__in=found)


def _rows(kind: str, offered: Q, reader: User) -> QuerySet:
    rows = KINDS[kind]._default_manager.filter(institution_id=reader.institution_id).order_by()
    return rows.annotate(
        kind=Value(kind),
        place=Value(0) if kind != "topic" else Case(default="position", output_field=IntegerField()),
        is_offered=Case(When(offered, then=True), default=False, output_field=BooleanField()),
    ).values_list("kind", "place", "pk", "name_fi", "name_sv", "name_en", "is_offered")


def _order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Topics in the institution's order, all others by name."""
    return row[0], row[1], sort_key(in_language(Named(*row[2:]), "name"))
