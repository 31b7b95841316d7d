"""Who is told what about a session: rows of the outbox, written in the transaction that changes the session."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from notifications.models import Message
from notifications.outbox import message, post, withdraw
from organisation.models import User
from sessions.models import Session, Suggestion

KINDS = {
    "booked": "session_booked",
    "accepted": "session_booked",
    "moved": "session_moved",
    "cancelled": "session_cancelled",
    "proposed": "session_proposed",
    "declined": "session_declined",
    "lapsed": "session_lapsed",
    "left": "session_left",
    "handed_over": "session_handed_over",
    "reassigned": "session_reassigned",
}
TO_ANOTHER_COACH = ("session_handed_over", "session_reassigned")
AHEAD = ("session_booked", "session_moved", "session_left", *TO_ANOTHER_COACH)
REMINDER = "session_reminder"
OUT = "session_out"
KEPT_TRYING = timedelta(days=3)
Listener = Callable[[Session, str, User | None], None]
_listeners: list[Listener] = []


def when_announced(listener: Listener) -> Listener:
    """Decorator: `listener(session, event, by)` is called in the transaction of every announcement.

    For rooms that follow what becomes of sessions; they say so in their `session_events.py`.
    """
    _listeners.append(listener)
    return listener


def announce(session: Session, event: str, *, by: User | None, gone: Collection[User] = ()) -> None:
    """Write what follows from `event` (a key of KINDS) to those concerned, in the caller's transaction.

    What was waiting to be told about an earlier state of the session is withdrawn. `by` is who did it, None for the
    clock: a proposal or its end is told to everyone else, all other things to every participant, for their calendars.
    `gone` have just left it, and are told to take it out of theirs.
    """
    kind = KINDS[event]
    withdraw([*set(KINDS.values()), REMINDER], session)
    people = _recipients(session, kind, by)
    now = timezone.now()
    post(
        [
            *(
                message(
                    kind=_kind_for(person, session, kind),
                    thing=session,
                    recipient=person,
                    latest_at=_latest(session, kind, now),
                )
                for person in people
            ),
            *(message(kind=OUT, thing=session, recipient=person, latest_at=session.ends_at) for person in gone),
            *(_reminders(session, people, now) if kind in AHEAD else ()),
        ]
    )
    for listener in _listeners:
        listener(session, event, by)


def _kind_for(person: User, session: Session, kind: str) -> str:
    """Whoever takes a session over has a new one."""
    return "session_booked" if kind in TO_ANOTHER_COACH and person == session.coach.user else kind


def tell_of_suggestion(suggestion: Suggestion, event: str, people: list[User]) -> None:
    """Write to `people` that another time was "suggested", or that the "suggestion_declined", in the transaction."""
    latest_at = suggestion.expires_at if event == "suggested" else timezone.now() + KEPT_TRYING
    post([message(kind=f"session_{event}", thing=suggestion, recipient=p, latest_at=latest_at) for p in people])


def _recipients(session: Session, kind: str, by: User | None) -> list[User]:
    people = {row.person_id: row.person for row in session.participations.staying().select_related("person")}
    if kind in ("session_proposed", "session_declined", "session_lapsed"):
        # A coordinator who proposed it is no participant, and wants to know how it ended.
        if kind != "session_proposed" and session.booked_by:
            people[session.booked_by.pk] = session.booked_by
        if by:
            people.pop(by.pk, None)
    return list(people.values())


def _latest(session: Session, kind: str, now: datetime) -> datetime:
    """After this the mail would tell nothing new."""
    if kind == "session_proposed":
        return session.expires_at or session.starts_at
    if kind in ("session_declined", "session_lapsed"):
        return now + KEPT_TRYING
    return session.ends_at


def _reminders(session: Session, people: list[User], now: datetime) -> Iterator[Message]:
    """One per person and offset; an offset that is past already gets none: the confirmation says it all."""
    for minutes in sorted(set(session.institution.reminder_offsets)):
        offset = timedelta(minutes=minutes)
        due_at = session.starts_at - offset
        if due_at > now:
            for person in people:
                yield message(
                    kind=REMINDER,
                    thing=session,
                    recipient=person,
                    due_at=due_at,
                    latest_at=session.starts_at,
                    offset=offset,
                )
