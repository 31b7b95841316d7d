"""Handing a booked session over to another coach, for the same people: at the same time, or at another."""

from datetime import datetime
from typing import Any

from django.db import transaction

from coaches.models import Coach
from organisation.models import User
from sessions.announcements import announce
from sessions.models import Participation, Session, State
from sessions.rules import Allowed, Wish, check_booking_rules
from sessions.services.booking import as_it_is, lock_session, move_session, refuse_unless
from sessions.services.holding import another_time, change, constraints_speak, note_booking
from sessions.services.together import take_out


@transaction.atomic
def hand_over_session(*, session: Session, coach: Coach, by: User) -> Session:
    """Let `coach` hold a booked session instead; both coaches and those who are helped are told.

    The new coach is asked about the time by all rules, the topic too, as for a booking of their own; nobody may pass
    any. Only the minimum notice does not apply: those who are helped know the time, and whoever is ill today needs
    somebody today. Place and way of meeting become the new coach's. Handing over to whoever has it already changes
    nothing.
    Raises TimeTaken or BookingRefused; then it stays with its coach.
    """
    session, helped = lock_session(session, coach.user_id)
    if session.coach_id == coach.pk:
        return session
    return _give(session, helped, coach, session.starts_at, by)


@transaction.atomic
def reassign_session(*, session: Session, coach: Coach, starts_at: datetime, by: User) -> Session:
    """Let `coach` hold a booked session from the UTC instant `starts_at`: one change, told to everyone once.

    With its own coach it is moved, at its own time it is handed over, by the rules of these; both at once is handing
    over to another time. Doing it twice changes nothing. Raises TimeTaken or BookingRefused; then it stays as it was.
    """
    session, helped = lock_session(session, coach.user_id)
    if session.coach_id == coach.pk:
        return move_session(session=session, starts_at=starts_at, by=by)
    return _give(session, helped, coach, starts_at, by)


def _give(session: Session, helped: tuple[User, ...], coach: Coach, starts_at: datetime, by: User) -> Session:
    """To another coach than its own; all people are locked."""
    refuse_unless(session, State.BOOKED)
    earlier, coach = session.coach, as_it_is(coach)
    event = "handed_over" if starts_at == session.starts_at else "reassigned"
    wish = Wish(
        coach=coach,
        people=helped,
        topic=session.topic,
        starts_at=starts_at,
        ends_at=starts_at + (session.ends_at - session.starts_at),
        by=coach.user,
        but=session.pk,
        takes_over=True,
        group=session if session.is_group else None,
    )
    allowed = check_booking_rules(wish)
    with constraints_speak():
        take_out(session, earlier.user)
        _put_in(session, wish)
        change(session, coach=coach, **_place_with(session, earlier, wish, allowed))
    note_booking(coach)
    announce(session, event, by=by, gone=[earlier.user])
    return session


def _place_with(session: Session, earlier: Coach, wish: Wish, allowed: Allowed) -> dict[str, Any]:
    """A group stays in its room; the link of the coach who had it goes with that coach."""
    if session.is_group and session.link == earlier.meeting_link:
        return another_time(session, wish, allowed) | {"link": wish.coach.meeting_link}
    return another_time(session, wish, allowed)


def _put_in(session: Session, wish: Wish) -> None:
    """The new coach, at the new time: at the old one they may be elsewhere. Someone may come back who left before."""
    Participation.objects.update_or_create(
        session=session,
        person=wish.coach.user,
        defaults={
            "institution_id": session.institution_id,
            "role": Participation.Role.COACH,
            "during": (wish.starts_at, wish.ends_at),
            "active": True,
            "left_at": None,
        },
    )
