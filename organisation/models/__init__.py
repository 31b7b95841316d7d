"""Who and where: institutions, their sites and sectors, people and the roles they hold."""

from organisation.models.history import changes
from organisation.models.institution import RULES, Institution, Language, Logo, Term, all_languages
from organisation.models.people import Invitation, Role, RoleQuerySet, User, UserManager, UserQuerySet
from organisation.models.places import ClosedDay, Place, PlaceQuerySet, Sector, Site

__all__ = [
    "RULES",
    "ClosedDay",
    "Institution",
    "Invitation",
    "Language",
    "Logo",
    "Place",
    "PlaceQuerySet",
    "Role",
    "RoleQuerySet",
    "Sector",
    "Site",
    "Term",
    "User",
    "UserManager",
    "UserQuerySet",
    "all_languages",
    "changes",
]
