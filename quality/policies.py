"""Who may do what in the loop."""

from coaches.models import Team
from insights.policies import reads_everything, reads_figures
from organisation.models import Role, Sector, Site, User
from organisation.scope import covers
from quality.models import ImprovementAction, SelfEvaluation, YearTask

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


def reads_programme(user: User) -> bool:
    """The year clock, goals and self-evaluations: who coaches, coordinates or leads the house."""
    return user.institution_id is not None and looks_at_quality(user)


def reads_report(user: User) -> bool:
    """The yearly report, and the figures behind goals: they are of the whole institution, so a scope does not do."""
    return reads_figures(user) and reads_everything(user)


def keeps_year(user: User) -> bool:
    """Planning the year clock and opening self-evaluations: coordinators and programme admins."""
    return user.holds(Kind.COORDINATOR, Kind.PROGRAMME_ADMIN)


def can_mark(user: User, task: YearTask) -> bool:
    """Saying that a task of the year is done: its owner, and who keeps the year."""
    return user.institution_id == task.institution_id and (user.pk == task.owner_id or keeps_year(user))


def sets_goals(user: User) -> bool:
    """Managers and programme admins."""
    return user.holds(Kind.MANAGER, Kind.PROGRAMME_ADMIN)


def can_open_at(user: User, site: Site | None, sector: Sector | None) -> bool:
    """A self-evaluation of that site or sector, of the whole institution without one: by scope."""
    place = SelfEvaluation(institution=user.institution, site=site, sector=sector)
    return covers(user, place, Kind.COORDINATOR, Kind.PROGRAMME_ADMIN)


def can_answer(user: User, evaluation: SelfEvaluation) -> bool:
    """Who coaches, coordinates or leads; of a site or sector those whose own one it is."""
    here = evaluation.site_id in (None, user.home_site_id) and evaluation.sector_id in (None, user.home_sector_id)
    return reads_programme(user) and here and evaluation.is_open
