"""Who has a coach's pages. Opening hours and time off are reached through their own coach only."""

from django.db.models import Q

from coaches.models import Coach, Team
from organisation.models import User


def is_coach(user: User) -> bool:
    """Whether `user` is a coach, also one who takes no bookings for now."""
    return hasattr(user, "coach")


def shares_team(user: User, coach: Coach) -> bool:
    """Whether `user` is in a team with `coach`, or one leads a team of the other; oneself counts. One query."""
    if user.pk == coach.user_id:
        return True
    if not is_coach(user):
        return False
    near = [Q(members=one) | Q(leads=one) for one in (user.coach, coach)]
    return Team.objects.filter(near[0], pk__in=Team.objects.filter(near[1]).values("pk")).exists()
