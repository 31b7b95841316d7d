"""What the page of a session shows of it as a group, and as one of a series."""

from typing import Any

from organisation.models import User
from sessions import policies
from sessions.models import Participation, Session
from sessions.people import ROLE
from sessions.seat_words import seats_of


def group_context(session: Session, user: User) -> dict[str, Any]:
    """The seats and who has them, and the other times of the series: three queries at most."""
    context: dict[str, Any] = {
        "others_in_series": _series(session),
        "may_move_series": session.series_id is not None and policies.can_pass_rules_of(user, session),
    }
    if session.is_group:
        context |= {"seats": seats_of(session, user), "seated": seated(session)}
        context["may_save_seats"] = policies.can_save_seats(user, session)
    return context


def seated(session: Session) -> list[Participation]:
    """Those who have a seat, in the order in which they came, with what was said of their coming."""
    staying = [row for row in session.participations.all() if row.left_at is None and row.role == ROLE.HELPED]
    return sorted(staying, key=lambda row: row.pk)


def _series(session: Session) -> list[Session]:
    if session.series_id is None:
        return []
    return list(Session.objects.filter(series=session.series_id).order_by("starts_at"))
