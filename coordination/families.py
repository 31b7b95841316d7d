"""The families of this room's messages: what people may choose between."""

from django.utils.translation import gettext_lazy as _

from notifications.registry import Family
from organisation.models import Role, User


def coordinates(user: User) -> bool:
    return user.holds(Role.Kind.COORDINATOR)


def works_here(user: User) -> bool:
    return user.institution_id is not None


REQUESTS = Family(
    "requests",
    _("New requests"),
    _("When a colleague in my area asks for help. Requests are on the desk at once."),
    may_be_gathered=True,
    is_for=coordinates,
)
MONTHLY = Family(
    "monthly",
    _("The month's letter"),
    _("On the first working day of a month: what changes, and the open clinics ahead."),
    may_be_off=True,
    is_for=works_here,
)
