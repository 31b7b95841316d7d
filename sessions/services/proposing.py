"""Proposals: a time held until the one who is asked says yes, says no, or lets it lapse."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coaches.models import Coach
from organisation.models import User
from sessions.announcements import announce
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Awaits, Session, State
from sessions.rules import Wish, check_booking_rules
from sessions.services.booking import lock_session
from sessions.services.holding import change, hold
from sessions.services.locking import lock_people
from topics.models import Topic

LAPSES_AFTER = timedelta(days=3)


@transaction.atomic
def propose_session(
    *,
    coach: Coach,
    topic: Topic,
    person: User,
    starts_at: datetime,
    length: timedelta,
    by: User,
    awaits: Awaits,
    about: str = "",
    pass_rules: bool = False,
) -> Session:
    """Hold a time for `person` with `coach` until the one in `awaits` answers; it lapses after three days or at the
    minimum notice, whichever is first. Raises TimeTaken or BookingRefused.
    """
    lock_people(coach.user_id, person.pk)
    coach = Coach.objects.select_related("user", "institution").get(pk=coach.pk)
    wish = Wish(
        coach=coach,
        people=(person,),
        topic=topic,
        starts_at=starts_at,
        ends_at=starts_at + length,
        by=by,
        pass_rules=pass_rules,
    )
    allowed = check_booking_rules(wish)
    notice = timedelta(minutes=coach.institution.minimum_notice_minutes)
    # A proposal made within the notice, by right, still leaves an hour or until the start to answer.
    soonest = min(starts_at, wish.now + timedelta(hours=1))
    expires_at = max(min(wish.now + LAPSES_AFTER, starts_at - notice), soonest)
    session = hold(wish, allowed, state=State.PROPOSED, awaits=awaits, expires_at=expires_at, about=about)
    announce(session, "proposed", by=by)
    return session


@transaction.atomic
def accept_session(*, session: Session, by: User) -> Session:
    """Say yes to a proposal: it is booked. Saying yes twice changes nothing. Raises BookingRefused once it lapsed."""
    session, _helped = lock_session(session)
    if session.state == State.BOOKED:
        return session
    _refuse_unless_open(session)
    change(session, state=State.BOOKED, awaits=Awaits.NOBODY, expires_at=None)
    announce(session, "booked", by=by)
    return session


@transaction.atomic
def decline_session(*, session: Session, by: User, reason: str = "") -> Session:
    """Say no to a proposal: its time is free again. Raises BookingRefused once it lapsed or was booked."""
    session, _helped = lock_session(session)
    if session.state == State.CANCELLED:
        return session
    _refuse_unless_open(session)
    change(session, state=State.CANCELLED, awaits=Awaits.NOBODY, expires_at=None, cancel_reason=reason.strip())
    announce(session, "declined", by=by)
    return session


def _refuse_unless_open(session: Session) -> None:
    if session.state != State.PROPOSED or session.expires_at is None or session.expires_at <= timezone.now():
        raise BookingRefused(Reason.STATE, _("This proposal is no longer open."))


def lapse_proposals() -> int:
    """Let go of the times whose proposals nobody answered; return how many. Each is a transaction of its own."""
    late = Session.objects.filter(state=State.PROPOSED, expires_at__lte=timezone.now())
    return sum(_lapse(session) for session in late)


@transaction.atomic
def _lapse(session: Session) -> bool:
    session, _helped = lock_session(session)
    if session.state != State.PROPOSED or session.expires_at is None or session.expires_at > timezone.now():
        return False
    change(session, state=State.LAPSED, awaits=Awaits.NOBODY, expires_at=None)
    announce(session, "lapsed", by=None)
    return True
