"""Reads that join rooms."""

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat, Lower
from django.utils import timezone

from organisation.models import Role, User
from organisation.scope import roles_of, within
from sessions.models import Kind, Session, SessionQuerySet, State


def colleagues_to_book_for(user: User, typed: str) -> QuerySet[User]:
    """Colleagues whom `user` may book for, with every word of `typed` in name or address, by last name.

    A coach books for anyone in the house, a coordinator for the people in scope.
    """
    people = User.objects.visible_to(user).exclude(pk=user.pk).select_related("home_site", "home_sector")
    if not hasattr(user, "coach"):
        people = people.filter(within(roles_of(user, Role.Kind.COORDINATOR), site="home_site", sector="home_sector"))
    for word in typed.split():
        people = people.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return people.order_by("last_name", "first_name", "pk")


def colleagues_named(user: User, names: list[str], *, whole_house: bool = False) -> tuple[list[User], list[str]]:
    """The colleagues with these addresses or whole names, whom `user` may choose, and the names of nobody or several.

    With `whole_house` anyone of the institution, as for a coach's own sessions. One query.
    """
    people = User.objects.visible_to(user).exclude(pk=user.pk) if whole_house else colleagues_to_book_for(user, "")
    wanted = {name.lower() for name in names}
    named = people.annotate(name=Lower(Concat("first_name", Value(" "), "last_name")), address=Lower("email"))
    found: dict[str, list[User]] = {}
    for person in named.filter(Q(name__in=wanted) | Q(address__in=wanted)):
        for name in {person.name, person.address} & wanted:
            found.setdefault(name, []).append(person)
    sure = {name: people[0] for name, people in found.items() if len(people) == 1}
    unknown = [name for name in names if name.lower() not in sure]
    return list({person.pk: person for person in sure.values()}.values()), unknown


def clinics_ahead(user: User) -> SessionQuerySet:
    """The open clinics that the reader's institution has ahead, soonest first."""
    ahead = Session.objects.filter(kind=Kind.CLINIC, state=State.BOOKED, starts_at__gt=timezone.now())
    return ahead.filter(institution=user.institution_id).for_list().order_by("starts_at", "pk")
