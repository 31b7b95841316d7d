"""Who may do what in the loop."""

from coaches.models import Team
from organisation.models import Role, User
from organisation.scope import covers
from quality.models import ImprovementAction

Kind = Role.Kind


def can_propose(user: User) -> bool:
    """Everybody of an institution."""
    return user.institution_id is not None


def can_observe(user: User) -> bool:
    """Writing the team's observations and proposing actions: coaches, coordinators and programme admins."""
    coach = getattr(user, "coach", None)
    return (coach is not None and coach.is_active) or user.holds(Kind.COORDINATOR, Kind.PROGRAMME_ADMIN)


def looks_at_quality(user: User) -> bool:
    """For whom the place stands in the bar; its pages are open to everybody of the institution."""
    return can_observe(user) or user.holds(Kind.MANAGER)


def can_decide(user: User, action: ImprovementAction) -> bool:
    """Managers whose scope holds everybody whom the action concerns."""
    return covers(user, action, Kind.MANAGER)


def can_work_on(user: User, action: ImprovementAction) -> bool:
    """The owner, whoever proposed it and that coach's team, coordinators in whose scope it is, programme admins."""
    return (
        user.pk in (action.owner_id, action.proposed_by_id)
        or covers(user, action, Kind.COORDINATOR, Kind.PROGRAMME_ADMIN)
        or _is_of_the_team(user, action)
    )


def _is_of_the_team(user: User, action: ImprovementAction) -> bool:
    coach = getattr(user, "coach", None)
    if coach is None or not coach.is_active:
        return False
    # Two steps: on `coach.teams` both would have to be the same member.
    return Team.objects.filter(members=coach).filter(members__user=action.proposed_by_id).exists()


def can_set_up(user: User) -> bool:
    """The list of core processes: programme admins."""
    return user.holds(Kind.PROGRAMME_ADMIN)
