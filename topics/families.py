"""The families of this room's messages: what people may choose between."""

from django.utils.translation import gettext_lazy as _

from notifications.registry import Family
from organisation.models import Role, User


def answers_for_guidelines(user: User) -> bool:
    """Owners of guidelines, and programme admins, who stand in for owners who have left."""
    return user.holds(Role.Kind.PROGRAMME_ADMIN) or user.guidelines.exists()


REVIEWS = Family(
    "reviews",
    _("Guidelines to review"),
    _("When a guideline that I answer for is due for review. The list of them is on the page of topics."),
    may_be_off=True,
    may_be_gathered=True,
    is_for=answers_for_guidelines,
)
