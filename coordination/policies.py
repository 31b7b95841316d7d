"""Who may do what with what they may read."""

from coordination.models import HelpRequest
from organisation.models import User


def can_withdraw(user: User, request: HelpRequest) -> bool:
    """Whoever asked, as long as nobody has answered."""
    return request.person_id == user.pk and request.state == HelpRequest.State.OPEN


def can_read_about(user: User, request: HelpRequest) -> bool:
    """The asker; while it is open also the coordinators in scope, who must find the right coach."""
    return request.person_id == user.pk or request.state == HelpRequest.State.OPEN
