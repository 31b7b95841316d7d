"""Who may do what with what they may read."""

from coordination.models import HelpRequest
from organisation.models import Role, User
from sessions.models import Session
from sessions.policies import can_cancel, can_move, coordinates


def can_withdraw(user: User, request: HelpRequest) -> bool:
    """Whoever asked, as long as nobody has answered."""
    return request.person_id == user.pk and request.state == HelpRequest.State.OPEN


def can_read_about(user: User, request: HelpRequest) -> bool:
    """The asker; while it is open also the coordinators in scope, who must find the right coach."""
    return request.person_id == user.pk or request.state == HelpRequest.State.OPEN


def can_see_board(user: User) -> bool:
    """Coordinators act on it, the programme admin reads it."""
    return user.holds(Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN)


def can_place(user: User, session: Session) -> bool:
    """To another time or another coach: the coordinator in whose scope it is, as long as it has not begun."""
    return coordinates(user, session) and can_move(user, session)


def can_call_off(user: User, session: Session) -> bool:
    """As `can_place`; a proposal too."""
    return coordinates(user, session) and can_cancel(user, session)
