"""Handing a booked session over to another coach, at the same time and for the same people."""

from typing import Any

from django.db import transaction

from coaches.models import Coach
from organisation.models import User
from sessions.announcements import announce
from sessions.models import Participation, Session, State
from sessions.rules import Allowed, Wish, check_booking_rules
from sessions.services.booking import as_it_is, lock_session, refuse_unless
from sessions.services.holding import another_time, change, constraints_speak, note_booking
from sessions.services.together import take_out


@transaction.atomic
def hand_over_session(*, session: Session, coach: Coach, by: User) -> Session:
    """Let `coach` hold a booked session instead; both coaches and those who are helped are told.

    The new coach is asked about the time by all rules, the topic too, as for a booking of their own; nobody may pass
    any. Place and way of meeting become the new coach's. Handing over to whoever has it already changes nothing.
    Raises TimeTaken or BookingRefused; then it stays with its coach.
    """
    session, helped = lock_session(session, coach.user_id)
    if session.coach_id == coach.pk:
        return session
    refuse_unless(session, State.BOOKED)
    earlier, coach = session.coach, as_it_is(coach)
    wish = Wish(
        coach=coach,
        people=helped,
        topic=session.topic,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        by=coach.user,
        but=session.pk,
        takes_over=True,
        group=session if session.is_group else None,
    )
    allowed = check_booking_rules(wish)
    with constraints_speak():
        take_out(session, earlier.user)
        _put_in(session, coach)
        change(session, coach=coach, **_place_with(session, earlier, wish, allowed))
    note_booking(coach)
    announce(session, "handed_over", by=by, gone=[earlier.user])
    return session


def _place_with(session: Session, earlier: Coach, wish: Wish, allowed: Allowed) -> dict[str, Any]:
    """A group stays in its room; the link of the coach who had it goes with that coach."""
    if session.is_group and session.link == earlier.meeting_link:
        return another_time(session, wish, allowed) | {"link": wish.coach.meeting_link}
    return another_time(session, wish, allowed)


def _put_in(session: Session, coach: Coach) -> None:
    """Someone may come back who left the session before."""
    Participation.objects.update_or_create(
        session=session,
        person=coach.user,
        defaults={
            "institution_id": session.institution_id,
            "role": Participation.Role.COACH,
            "during": (session.starts_at, session.ends_at),
            "active": True,
            "left_at": None,
        },
    )
