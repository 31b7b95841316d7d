"""Who may do what with what they may read."""

from coordination.models import HelpRequest
from organisation.models import Role, User
from organisation.scope import covers
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
