"""Who may do what afterwards: only the people of a session have anything to do with what was said in it."""

from datetime import timedelta

from django.utils import timezone

from followup.models import Agreement
from organisation.models import User
from sessions.models import Participation, Session, State
from sessions.policies import takes_part

ANSWERED_WITHIN = timedelta(days=30)
"""So long after a session its people may say how it was."""


def can_share(user: User, session: Session) -> bool:
    """Reading and writing what the people of a session share: whoever takes part, and did not leave."""
    return takes_part(user, session)


def can_agree(user: User, session: Session) -> bool:
    """Writing down what is done next: whoever takes part, once it has begun and was not called off."""
    has_begun = session.starts_at <= timezone.now() and session.state in (State.BOOKED, State.HELD)
    return has_begun and takes_part(user, session)


def can_tick(user: User, agreement: Agreement) -> bool:
    """Saying that it is done: whoever does it, and the coach."""
    return user.pk in (agreement.person_id, agreement.session.coach.user_id)


def can_give_feedback(user: User, session: Session) -> bool:
    """Whoever was helped in a session that was held lately; in a group, whoever came."""
    if session.state != State.HELD or timezone.now() > session.ends_at + ANSWERED_WITHIN:
        return False
    mine = next((row for row in session.participations.all() if row.person_id == user.pk), None)
    if mine is None or mine.left_at or mine.role != Participation.Role.HELPED:
        return False
    return not session.is_group or mine.attendance == Participation.Attendance.CAME
