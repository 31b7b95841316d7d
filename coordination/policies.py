"""Who may do what in the coordinator's rooms."""

from coaches.models import Coach
from coordination.models import Change, HelpRequest
from coordination.selectors.people import coaches_within
from organisation.models import Role, User
from organisation.scope import covers, covers_person, roles_of


def can_withdraw(user: User, request: HelpRequest) -> bool:
    """Whoever asked, as long as nobody has answered."""
    return request.person_id == user.pk and request.state == HelpRequest.State.OPEN


def can_read_about(user: User, request: HelpRequest) -> bool:
    """The asker; while it is open also the coordinators in scope, who must find the right coach."""
    return request.person_id == user.pk or request.state == HelpRequest.State.OPEN


def can_see_desk(user: User) -> bool:
    """Coordinators; programme admins read it."""
    return user.holds(Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN)


def can_write_to_people(user: User) -> bool:
    """Coordinators, to the people in their scope."""
    return user.holds(Role.Kind.COORDINATOR)


def can_write_to(user: User, person: User) -> bool:
    """A coordinator, to a person in scope; coaches are in it by their sites and sectors, too."""
    if user == person or not person.is_active:
        return False
    return covers_person(user, person, Role.Kind.COORDINATOR) or _coordinates_coach(user, person)


def _coordinates_coach(user: User, person: User) -> bool:
    return coaches_within(roles_of(user, Role.Kind.COORDINATOR)).filter(user=person).exists()


def can_propose_first_session(user: User, person: User) -> bool:
    """A coordinator, to a person in scope."""
    return covers_person(user, person, Role.Kind.COORDINATOR)


def can_change(user: User, change: Change) -> bool:
    """A coordinator whose scope holds everyone whom the change concerns."""
    return covers(user, change, Role.Kind.COORDINATOR)


def can_mark_away(user: User, coach: Coach) -> bool:
    """The coach, the lead of one of the coach's teams, and a coordinator in whose scope the coach is."""
    return (
        user.pk == coach.user_id
        or (hasattr(user, "coach") and user.coach.led_teams.filter(members=coach).exists())
        or _coordinates_coach(user, coach.user)
    )


def can_mark_anyone_away(user: User) -> bool:
    """Whoever coaches, at least oneself; and coordinators."""
    return hasattr(user, "coach") or user.holds(Role.Kind.COORDINATOR)
