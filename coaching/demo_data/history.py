"""What has happened to each session, as if it had been written down at the time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Least

from sessions.models import Awaits, Session, State

SessionEvent = apps.get_model("coaching_sessions", "SessionEvent")
TRACKED: tuple[str, ...] = (
    "coach_id",
    "topic_id",
    "starts_at",
    "ends_at",
    "channel",
    "meeting_site_id",
    "room",
    "revision",
)
TRACKED += ("kind", "seats", "title_fi", "title_sv", "title_en", "text_fi", "text_sv", "text_en")
CLOSED_AFTER = timedelta(minutes=20)
CALLED_OFF_BEFORE = timedelta(hours=13)


def write_history(sessions: Iterable[Session], now: datetime) -> None:
    """The events of `sessions`, which were written with the triggers off: how each began, and how it ended."""
    events = [event for session in sessions for event in _events(session)]
    SessionEvent.objects.bulk_create(events, batch_size=1000)
    _set_times(SessionEvent.objects.filter(pgh_obj_id__in=[event.pgh_obj_id for event in events]), now)


def _events(session: Session) -> list[Any]:
    if session.state in (State.BOOKED, State.PROPOSED):
        return [_event(session, "insert", session.state, session.awaits)]
    began = (State.PROPOSED, Awaits.TEACHER) if session.state == State.LAPSED else (State.BOOKED, Awaits.NOBODY)
    return [_event(session, "insert", *began), _event(session, "update", session.state, session.awaits)]


def _event(session: Session, label: str, state: str, awaits: str) -> Any:
    values = {name: getattr(session, name) for name in TRACKED}
    return SessionEvent(pgh_obj=session, pgh_label=label, state=state, awaits=awaits, **values)


def _set_times(events: QuerySet, now: datetime) -> None:
    """Creating an event dates it to the moment of writing; here it gets its own time, never one after `now`."""
    own = Session.objects.filter(pk=OuterRef("pgh_obj_id"))
    events.filter(pgh_label="insert").update(pgh_created_at=Subquery(own.values("created_at")))
    later = events.filter(pgh_label="update")
    ended = {
        (State.HELD, State.NOT_HELD): F("ends_at") + CLOSED_AFTER,
        (State.CANCELLED,): F("starts_at") - CALLED_OFF_BEFORE,
        (State.LAPSED,): Subquery(own.values("expires_at")),
    }
    for states, moment in ended.items():
        later.filter(state__in=states).update(pgh_created_at=Least(moment, Value(now)))
