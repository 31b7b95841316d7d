"""Who may do what with guidelines. What a coach of the topic may add besides is said in `coaches`."""

from organisation.models import Role, User
from topics.models import Guideline


def keeps_library(user: User, institution_id: int) -> bool:
    """Programme admins: they add guidelines of every kind and say who answers for them."""
    return user.institution_id == institution_id and user.holds(Role.Kind.PROGRAMME_ADMIN)


def can_edit(user: User, guideline: Guideline) -> bool:
    """Its owner, and programme admins."""
    return guideline.owner_id == user.pk or keeps_library(user, guideline.institution_id)


def can_review(user: User, guideline: Guideline) -> bool:
    """Whoever may edit it may say that it still holds."""
    return can_edit(user, guideline)


def can_remove(user: User, guideline: Guideline) -> bool:
    """Whoever may edit it may take it away."""
    return can_edit(user, guideline)
