"""Who may do what afterwards: only the people of a session have anything to do with what was said in it."""

from organisation.models import User
from sessions.models import Session
from sessions.policies import takes_part


def can_share(user: User, session: Session) -> bool:
    """Reading and writing what the people of a session share: whoever takes part, and did not leave."""
    return takes_part(user, session)
