"""Whom an announcement reaches, and how far those that were sent have come."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from coaches.models import Coach
from coordination.models import Letter
from notifications.models import Message
from organisation.models import Role, User
from organisation.scope import covers
from sessions.models import HOLDING, Participation

BOOKED_WITHIN = timedelta(days=365)
STARTED_WITHIN = timedelta(days=365)
State = Message.State


@dataclass(frozen=True)
class Group:
    """Whom an announcement is for: an audience, in a site, a sector, both or neither."""

    audience: str
    site_id: int | None = None
    sector_id: int | None = None
    topic_id: int | None = None


@dataclass
class _Place:
    institution_id: int
    site_id: int | None
    sector_id: int | None


def may_announce_to(user: User, site_id: int | None, sector_id: int | None) -> bool:
    """Whether one of the coordinator's roles reaches the whole of the site and sector."""
    assert user.institution_id is not None
    return covers(user, _Place(user.institution_id, site_id, sector_id), Role.Kind.COORDINATOR)


def people_of(group: Group, writer: User) -> QuerySet[User]:
    """The active people of the writer's institution who are in `group`, without the writer."""
    people = User.objects.visible_to(writer).exclude(pk=writer.pk).filter(_audience(group))
    if group.audience == Letter.Audience.COACHES:
        return people.order_by("pk")
    places = {"home_site": group.site_id, "home_sector": group.sector_id}
    return people.filter(**{name: pk for name, pk in places.items() if pk is not None}).order_by("pk")


def _audience(group: Group) -> Q:
    today = timezone.localdate()
    if group.audience == Letter.Audience.COACHES:
        places = {"sites": group.site_id, "sectors": group.sector_id}
        coaches = Coach.objects.filter(**{name: pk for name, pk in places.items() if pk is not None}, is_active=True)
        return Q(pk__in=coaches.values("user"))
    if group.audience == Letter.Audience.BOOKED:
        booked = Participation.objects.staying().filter(
            role=Participation.Role.HELPED,
            session__topic=group.topic_id,
            session__state__in=HOLDING,
            session__starts_at__gte=timezone.now() - BOOKED_WITHIN,
        )
        return Q(pk__in=booked.values("person"))
    if group.audience == Letter.Audience.NEWCOMERS:
        return Q(started_on__gt=today - STARTED_WITHIN, started_on__lte=today)
    return Q()


def sent_letters(user: User) -> QuerySet[Letter]:
    """The letters that a coordinator may read, latest first, each with how many mails are `sent`, `waiting`, `lost`."""
    states = {"sent": (State.SENT,), "waiting": (State.WAITING,), "lost": (State.REFUSED, State.EXPIRED)}
    counts = {name: _mails(chosen) for name, chosen in states.items()}
    rows = Letter.objects.visible_to(user).annotate(**counts)
    return rows.select_related("author", "person", "topic", "site", "sector").order_by("-created_at", "-pk")


def _mails(states: tuple[Any, ...]) -> Coalesce:
    rows = Message.objects.filter(kind="letter", thing_id=OuterRef("pk"), state__in=states)
    total = Subquery(rows.values("thing_id").values_list(Count("pk")), output_field=IntegerField())
    return Coalesce(total, 0)
