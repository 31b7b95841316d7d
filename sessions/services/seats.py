"""The seats of a group: how many are free, and whose turn it is for them. All of it under the session's lock."""

from datetime import datetime, timedelta

from django.utils import timezone

from sessions.announcements import tell_of_waiting
from sessions.models import Participation, Session, State, Waiting

KEPT_FOR = timedelta(hours=24)
OPEN_TO_ALL = timedelta(hours=2)
"""So long before the start nothing is kept any more: whoever comes first has a free seat."""


def free_seats(session: Session) -> int:
    """How many seats nobody has and that are kept for nobody."""
    helped = Participation.objects.staying().filter(session=session, role=Participation.Role.HELPED).count()
    kept = Waiting.objects.filter(session=session, state=Waiting.State.OFFERED).count()
    return (session.seats or 0) - helped - kept


def seat_is_kept_until(session: Session) -> datetime | None:
    """Until when a seat that is offered now is kept: a day, or until two hours before the start; None when too late."""
    now, last = timezone.now(), session.starts_at - OPEN_TO_ALL
    return min(now + KEPT_FOR, last) if now < last else None


def offer_free_seats(session: Session) -> list[Waiting]:
    """Offer each free seat of the locked `session` to the next in line, one each; return the offers."""
    until = seat_is_kept_until(session)
    if until is None or session.state != State.BOOKED or (free := free_seats(session)) < 1:
        return []
    line = Waiting.objects.in_line().filter(session=session).select_related("person")
    return [offer(waiting, until) for waiting in line[:free]]


def offer(waiting: Waiting, until: datetime, session: Session | None = None) -> Waiting:
    """Keep for the one who waits, until the instant `until`, a seat (of `session`, where the line is for a topic)."""
    waiting.session = session or waiting.session
    waiting.state, waiting.expires_at = Waiting.State.OFFERED, until
    return said(waiting, "seat_offered" if waiting.session_id else "topic_times")


def said(waiting: Waiting, kind: str = "") -> Waiting:
    """Write how it stands with `waiting`, and tell by a mail of `kind`; what waited to be said is no longer so."""
    waiting.revision += 1
    waiting.save(update_fields=["session", "state", "expires_at", "revision"])
    tell_of_waiting(waiting, kind)
    return waiting


def end_waiting(session: Session) -> None:
    """Nobody waits for the locked `session` any more, since it was called off; those who did are told."""
    for waiting in Waiting.objects.open().filter(session=session).select_related("person"):
        waiting.state = Waiting.State.ENDED
        said(waiting, "seat_gone")
