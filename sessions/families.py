"""The families of this room's messages: what people may choose between."""

from django.utils.translation import gettext_lazy as _

from notifications.registry import Family
from organisation.models import User


def helps_colleagues(user: User) -> bool:
    return hasattr(user, "coach")


REMINDERS = Family(
    "reminders",
    _("Reminders of my sessions"),
    _("Before a session begins, with the place or the link."),
    may_be_off=True,
)
CHANGES = Family(
    "sessions",
    _("What becomes of my sessions"),
    _("Booked, moved, called off. What is near is always told at once."),
    may_be_gathered=True,
    is_for=helps_colleagues,
)
INVITES = Family("invitations", _("Invitations to groups"), _("When somebody invites me to a group."), may_be_off=True)
