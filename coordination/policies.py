"""Who may do what in the coordinator's rooms."""

from coaches.models import Coach
from coordination.models import Change, HelpRequest
from coordination.selectors.people import coaches_within
from organisation.models import Role, User
from organisation.scope import covers, covers_person, roles_of
from sessions.models import Session
from sessions.policies import can_cancel, can_move, coordinates


def can_withdraw(user: User, request: HelpRequest) -> bool:
    """Whoever asked, as long as nobody has answered."""
    return request.person_id == user.pk and request.is_open


def can_change(user: User, request: HelpRequest) -> bool:
    """Whoever asked, as long as nobody has answered."""
    return can_withdraw(user, request)


def can_assign(user: User, request: HelpRequest) -> bool:
    """Finding the coach and the time for another: the coordinators in scope, while it is open."""
    return request.is_open and coordinates_request(user, request)


def coordinates_request(user: User, request: HelpRequest) -> bool:
    """Whether it is another's request in the scope of `user` as a coordinator."""
    return request.person_id != user.pk and covers(user, request, Role.Kind.COORDINATOR)


def can_take(user: User, request: HelpRequest) -> bool:
    """Answering it oneself, as a coach of the topic, where the institution lets coaches pick."""
    coach = getattr(user, "coach", None)
    if coach is None or not (request.is_open and coach.is_active and request.institution.coaches_pick_requests):
        return False
    if request.person_id == user.pk or request.institution_id != coach.institution_id:
        return False
    return request.topic.is_open or coach.topics.contains(request.topic)


def can_read_about(user: User, request: HelpRequest) -> bool:
    """The asker; while it is open also whoever may answer it. Everyone who may read it then is one of these."""
    return request.person_id == user.pk or request.is_open


def can_see_board(user: User) -> bool:
    """Coordinators act on it, the programme admin reads it."""
    return user.holds(Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN)


def can_place(user: User, session: Session) -> bool:
    """To another time or another coach: the coordinator in whose scope it is, as long as it has not begun."""
    return coordinates(user, session) and can_move(user, session)


def can_call_off(user: User, session: Session) -> bool:
    """As `can_place`; a proposal too."""
    return coordinates(user, session) and can_cancel(user, session)


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


def can_edit_change(user: User, change: Change) -> bool:
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
