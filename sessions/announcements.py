"""Who is told what about a session: rows of the outbox, written in the transaction that changes the session."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from coaches.refreshing import read_if_not_fresh
from notifications.choices import offsets_of
from notifications.models import Message
from notifications.outbox import Once, message, post, withdraw
from organisation.models import User
from sessions.models import Invite, Participation, Series, Session, Suggestion, Waiting
from sessions.people import others

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
PLACED = ("booked", "accepted", "moved", "proposed", "handed_over", "reassigned")
"""After these something is at a time at which it was not before, or with whom it was not."""
REMINDER = "session_reminder"
OUT = "session_out"
JOINED, LEFT_GROUP = "group_joined", "group_left"
DECLINED_IN_CALENDAR = "session_reply_declined"
ABOUT_SERIES = {"booked": "series_booked", "moved": "series_moved", "cancelled": "series_cancelled"}
OF_WAITING = ("seat_offered", "seat_lapsed", "seat_gone", "topic_times")
KEPT_TRYING = timedelta(days=3)
Listener = Callable[[Session, str, User | None], None]
_listeners: list[Listener] = []


def when_announced(listener: Listener) -> Listener:
    """Decorator: `listener(session, event, by)` is called in the transaction of every announcement.

    For rooms that follow what becomes of sessions; they say so in their `session_events.py`.
    """
    _listeners.append(listener)
    return listener


Closed = Callable[[Session], None]
_of_closing: list[Closed] = []


def when_closed(listener: Closed) -> Closed:
    """Decorator: `listener(session)` is called in the transaction in which it was said whether a session was held."""
    _of_closing.append(listener)
    return listener


def tell_closed(session: Session) -> None:
    for listener in _of_closing:
        listener(session)


def announce(session: Session, event: str, *, by: User | None, gone: Collection[User] = ()) -> None:
    """Write what follows from `event` (a key of KINDS) to those concerned, in the caller's transaction.

    What was waiting to be told about an earlier state of the session is withdrawn. `by` is who did it, None for the
    clock: a proposal or its end is told to everyone else, all other things to every participant, for their calendars.
    `gone` have just left it, and are told to take it out of theirs.
    """
    kind = KINDS[event]
    if session.revision:  # of a new session nothing was told yet
        _withdraw([session])
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
            *(reminders_of(session, people, now) if kind in AHEAD else ()),
        ]
    )
    if event in PLACED:
        read_if_not_fresh(session.coach)
    for listener in _listeners:
        listener(session, event, by)


def _withdraw(sessions: Sequence[Session]) -> None:
    """What waits to be told about `sessions` is no longer so; that someone signed up is told with what is new."""
    withdraw([*set(KINDS.values()), REMINDER], *sessions)
    groups = [session.pk for session in sessions if session.is_group]
    if groups:
        withdraw([JOINED], *Participation.objects.filter(session__in=groups))


def announce_series(event: str, sessions: Sequence[Session]) -> None:
    """`announce` for what was done to several sessions of one series: one mail to each person for all of theirs."""
    if not sessions:
        return
    kind = ABOUT_SERIES[event]
    series = Series.objects.select_for_update(no_key=True).get(sessions=sessions[0])
    series.revision += 1
    series.save(update_fields=["revision"])
    keys = [session.pk for session in sessions]
    Session.objects.filter(pk__in=keys).update(series_revision=series.revision)
    _withdraw(sessions)
    people: dict[int, list[User]] = {key: [] for key in keys}
    for row in (
        Participation.objects.staying().filter(session__in=keys).select_related("person__mailbox").order_by("pk")
    ):
        people[row.session_id].append(row.person)
    everyone = {person.pk: person for those in people.values() for person in those}
    now, latest_at = timezone.now(), max(session.ends_at for session in sessions)
    mails = [message(kind=kind, thing=series, recipient=each, latest_at=latest_at) for each in everyone.values()]
    for session in sessions if event != "cancelled" else ():
        mails += reminders_of(session, people[session.pk], now)
    post(mails)
    if event in PLACED:
        read_if_not_fresh(sessions[0].coach)


def tell_of_joining(session: Session, row: Participation) -> None:
    """To whoever signed up for a group or was put in: a confirmation, and reminders."""
    joined = message(kind=JOINED, thing=row, recipient=row.person, latest_at=session.ends_at)
    post([joined, *reminders_of(session, [row.person], timezone.now())])


def tell_of_leaving(session: Session, row: Participation) -> None:
    """To whoever left a group: that it goes out of the calendar."""
    withdraw([JOINED], row)
    post([message(kind=LEFT_GROUP, thing=row, recipient=row.person, latest_at=session.ends_at)])


def tell_of_decline(session: Session, row: Participation) -> None:
    """To those who would wait in vain: of a group its coach, else everybody else in it."""
    coach = session.coach.user
    people = [coach] if session.is_group else others(session, row.person)
    declined = Once(row.pk, row.reply_sequence or 0)  # for each version of the event
    post(
        [
            message(kind=DECLINED_IN_CALENDAR, thing=declined, recipient=person, latest_at=session.starts_at)
            for person in people
            if person != row.person
        ]
    )


def tell_of_invites(session: Session, invites: Sequence[Invite]) -> None:
    """To those who are invited to a group."""
    post(
        [
            message(kind="group_invited", thing=invite, recipient=invite.person, latest_at=session.starts_at)
            for invite in invites
        ]
    )


def tell_of_waiting(waiting: Waiting, kind: str) -> None:
    """To whoever waits: what is offered, or that it is over; with no `kind` nothing, and nothing of before either."""
    withdraw(OF_WAITING, waiting)
    if kind:
        is_offer = waiting.state == Waiting.State.OFFERED and waiting.expires_at
        latest_at = waiting.expires_at if is_offer else timezone.now() + KEPT_TRYING
        post([message(kind=kind, thing=waiting, recipient=waiting.person, latest_at=latest_at)])


def _kind_for(person: User, session: Session, kind: str) -> str:
    """Whoever takes a session over has a new one."""
    return "session_booked" if kind in TO_ANOTHER_COACH and person == session.coach.user else kind


def tell_of_suggestion(suggestion: Suggestion, event: str, people: list[User]) -> None:
    """Write to `people` that another time was "suggested", or that the "suggestion_declined", in the transaction."""
    latest_at = suggestion.expires_at if event == "suggested" else timezone.now() + KEPT_TRYING
    post([message(kind=f"session_{event}", thing=suggestion, recipient=p, latest_at=latest_at) for p in people])


def _recipients(session: Session, kind: str, by: User | None) -> list[User]:
    people = {row.person_id: row.person for row in session.participations.staying().select_related("person__mailbox")}
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


def reminders_of(session: Session, people: list[User], now: datetime) -> Iterator[Message]:
    """One per person and offset, their own or the institution's; an offset that is past already gets none: the
    confirmation says it all.
    """
    for person in people:
        for minutes in offsets_of(person, session.institution.reminder_offsets):
            offset = timedelta(minutes=minutes)
            due_at = session.starts_at - offset
            if due_at > now:
                yield message(
                    kind=REMINDER,
                    thing=session,
                    recipient=person,
                    due_at=due_at,
                    latest_at=session.starts_at,
                    offset=offset,
                )
