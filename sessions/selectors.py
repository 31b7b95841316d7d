"""Reads that join rooms."""

from django.db.models import Q, QuerySet

from organisation.models import Role, User
from organisation.scope import roles_of, within


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
