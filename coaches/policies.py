"""Who has a coach's pages. Opening hours and time off are reached through their own coach only."""

from organisation.models import User


def is_coach(user: User) -> bool:
    """Whether `user` is a coach, also one who takes no bookings for now."""
    return hasattr(user, "coach")
