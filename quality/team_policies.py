"""Who may what with a team: its place is its own; who coordinates or leads the house reads aims, or aims and dates."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from coaches.models import Team
from coordination.reach import teams_in_reach
from organisation.models import Role, User
from quality.models.team import own_teams


def teams_with_dates(user: User) -> QuerySet[Team]:
    """The teams whose dates `user` reads: their own, and those in a coordinator's or programme admin's reach."""
    return Team.objects.filter(Q(pk__in=own_teams(user).values("pk")) | Q(pk__in=teams_in_reach(user).values("pk")))


def teams_with_aims(user: User) -> QuerySet[Team]:
    """The teams whose aims `user` reads, by name; for managers all of the institution, and nothing else of them."""
    if user.institution_id is None:
        return Team.objects.none()
    readable = Q(pk__in=teams_with_dates(user).values("pk"))
    if user.holds(Role.Kind.MANAGER):
        readable |= Q(institution=user.institution_id)
    return Team.objects.filter(readable).order_by("name_fi", "pk")


def is_of(user: User, team: Team) -> bool:
    """Whether the whole place of `team` is open to `user`: reading, planning, writing."""
    return own_teams(user).filter(pk=team.pk).exists()


def among(teams: QuerySet[Team]) -> Exists:
    """For an annotation on teams: whether a row is one of `teams`."""
    return Exists(Team.objects.filter(pk__in=teams.values("pk"), pk=OuterRef("pk")))


def reads_teams(user: User) -> bool:
    """For whom `/team/` is there at all: coaches, and those who coordinate or lead the house."""
    return works_in_a_team(user) or user.holds(Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN, Role.Kind.MANAGER)


def works_in_a_team(user: User) -> bool:
    """For whom the place stands in the bar: coaches."""
    coach = getattr(user, "coach", None)
    return coach is not None and coach.is_active
