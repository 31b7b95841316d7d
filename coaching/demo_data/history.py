"""What has happened to each session, as if it had been written down at the time."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, Subquery

from sessions.models import Awaits, Session, State

SessionEvent = apps.get_model("coaching_sessions", "SessionEvent")
TRACKED = ("coach_id", "topic_id", "starts_at", "ends_at", "channel", "meeting_site_id", "room", "revision")


def write_history(sessions: list[Session], now: datetime) -> None:
    """Bring the history that the triggers wrote just now back to the times of the sessions themselves."""
    first = SessionEvent.objects.filter(pgh_obj_id__in=[session.pk for session in sessions])
    own = Session.objects.filter(pk=OuterRef("pgh_obj_id"))
    first.update(pgh_created_at=Subquery(own.values("created_at")))
    ended = (State.HELD, State.NOT_HELD, State.CANCELLED)
    first.filter(state__in=ended).update(state=State.BOOKED)
    first.filter(state=State.LAPSED).update(state=State.PROPOSED, awaits=Awaits.TEACHER)
    over = [session for session in sessions if session.state in (*ended, State.LAPSED)]
    events = SessionEvent.objects.bulk_create(map(_last_event, over), batch_size=1000)
    for event, session in zip(events, over, strict=True):
        event.pgh_created_at = ended_at(session, now)  # creating sets it to the moment of writing
    SessionEvent.objects.bulk_update(events, ["pgh_created_at"], batch_size=1000)


def _last_event(session: Session) -> Any:
    return SessionEvent(
        pgh_obj=session,
        pgh_label="update",
        state=session.state,
        awaits=session.awaits,
        **{name: getattr(session, name) for name in TRACKED},
    )


def ended_at(session: Session, now: datetime) -> datetime:
    """When a session got its last state: closed soon after it, called off half-way to it, lapsed when it expired."""
    if session.state == State.LAPSED and session.expires_at:
        return session.expires_at
    if session.state == State.CANCELLED:
        return min(session.created_at + (session.starts_at - session.created_at) / 2, now)
    return min(session.ends_at + timedelta(minutes=20), now)
