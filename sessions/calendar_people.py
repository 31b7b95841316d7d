"""Who organises an event and who is in it, as calendars have it (RFC 5546), and what they answered there."""

from collections.abc import Iterator
from typing import Literal

from django.conf import settings

from kit import ical
from notifications.mime import sender_address
from organisation.models import User
from sessions.models import Participation, Session, State

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
COACH = Participation.Role.COACH


def sequence(session: Session, person: User) -> int:
    """How the event is numbered for `person`, who may also be nobody of the session's."""
    row = next((row for row in session.participations.all() if row.person_id == person.pk), None)
    return sequence_at(session, row) if row else session.revision


def sequence_at(session: Session, row: Participation) -> int:
    """It rises with each change of the session; and of the seat in a group, which comes and goes without any."""
    return session.revision + (row.revision if session.is_group else 0)


def reply_of(session: Session, row: Participation) -> str:
    """What the person of `row` answered to the session as it is now; empty when they have not."""
    return row.reply if row.reply_sequence == sequence_at(session, row) else ""


def organizer(session: Session) -> tuple[str, str]:
    """The programme itself, at the mailbox that reads answers where there is one."""
    programme = ical.parameter(f"Kotipesä, {session.institution.name}")
    return f"ORGANIZER;CN={programme}", f"mailto:{settings.CALENDAR_REPLIES or sender_address()}"


def attendees(session: Session, recipient: User, method: Method) -> Iterator[tuple[str, str]]:
    """Nobody is asked for an answer that nobody would read; a published event, by its rules, has no guests."""
    if method == "PUBLISH":
        return
    rsvp = "TRUE" if settings.CALENDAR_REPLIES and method == "REQUEST" else "FALSE"
    for row in _rows(session, recipient):
        name, answer = ical.parameter(row.person.get_full_name()), _answer(session, row)
        kind = f"CN={name};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};RSVP={rsvp}"
        yield f"ATTENDEE;{kind}", f"mailto:{row.person.email}"


def _rows(session: Session, recipient: User) -> list[Participation]:
    """The coach first. Who else comes to a group is no matter of calendars; whoever left reads of themselves only."""
    rows = sorted(session.participations.all(), key=lambda row: (row.role != COACH, row.pk))
    own = [row for row in rows if row.person_id == recipient.pk]
    staying = [row for row in rows if row.left_at is None]
    if not any(row.left_at is None for row in own):
        return own or [Participation(person=recipient)]
    if session.is_group:
        return [row for row in staying if row in own or row.person_id == session.coach.user_id]
    return staying


def _answer(session: Session, row: Participation) -> str:
    """Who made the booking or took a seat has said so; the others are asked, where answers are read."""
    if session.state == State.PROPOSED:
        return "NEEDS-ACTION"
    if reply := reply_of(session, row):
        return reply.upper()
    came_by_themselves = row.person_id == session.booked_by_id or session.is_group and row.role != COACH
    return "NEEDS-ACTION" if settings.CALENDAR_REPLIES and not came_by_themselves else "ACCEPTED"
