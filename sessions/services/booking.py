"""Booking a session, moving it, calling it off."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coaches.models import Coach
from organisation.models import User
from sessions.announcements import announce
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Awaits, Participation, Session, State
from sessions.rules import Wish, check_booking_rules
from sessions.services.holding import another_time, change, hold
from sessions.services.locking import lock_people
from sessions.services.seats import end_waiting
from topics.models import Topic


@transaction.atomic
def book_session(
    *,
    coach: Coach,
    topic: Topic,
    person: User,
    starts_at: datetime,
    length: timedelta,
    by: User,
    about: str = "",
    together: Sequence[User] = (),
    pass_rules: bool = False,
    without_buffers: bool = False,
) -> Session:
    """Book `person` with `coach` for `length` from the UTC instant `starts_at`; confirmations and reminders follow.

    The colleagues in `together` are brought along: helped like `person`, who must all be free. `pass_rules` and
    `without_buffers` (no pause before and after) are for coach and coordinator. The same booking asked for twice (a
    double click) is the one session. Raises TimeTaken when someone was quicker, BookingRefused (a sentence for people)
    when a rule forbids it.
    """
    people = (person, *together)
    lock_people(coach.user_id, *(each.pk for each in people))
    wish = Wish(
        coach=as_it_is(coach),
        people=people,
        topic=topic,
        starts_at=starts_at,
        ends_at=starts_at + length,
        by=by,
        pass_rules=pass_rules,
        without_buffers=without_buffers,
    )
    try:
        allowed = check_booking_rules(wish)
    except BookingRefused:
        if twin := _twin(wish):
            return twin
        raise
    session = hold(wish, allowed, state=State.BOOKED, about=about)
    announce(session, "booked", by=by)
    return session


def as_it_is(coach: Coach) -> Coach:
    """The coach as the database has it now, under the lock, with what the rules read."""
    return Coach.objects.select_related("user", "institution").get(pk=coach.pk)


def _twin(wish: Wish) -> Session | None:
    """The session that is already what is wished for: it stands in its own way."""
    same = wish.surroundings.shared_at(wish.people[0], wish.during)
    if not same:
        return None
    helped = Participation.objects.filter(person=wish.people[0], role=Participation.Role.HELPED)
    rows = Session.objects.filter(pk__in=same, topic=wish.topic, state=State.BOOKED)
    return rows.filter(participations__in=helped.staying()).first()


def lock_session(session: Session, *more: int) -> tuple[Session, tuple[User, ...]]:
    """Lock the session, then its people and those with the user ids in `more`; return it as it is now, and the helped.

    The session comes first, since who is in it may change as long as it isn't locked.
    """
    return lock_sessions([session], *more)[0]


def lock_sessions(sessions: Iterable[Session], *more: int) -> list[tuple[Session, tuple[User, ...]]]:
    """`lock_session` for several: their rows in the order of their keys, then all their people; soonest first."""
    keys = [session.pk for session in sessions]
    list(Session.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    staying = Participation.objects.staying().filter(session__in=keys)
    lock_people(*staying.values_list("person_id", flat=True), *more)
    fresh = Session.objects.select_related("coach__user", "coach__institution", "institution", "topic", "series")
    helped: dict[int, list[User]] = {key: [] for key in keys}
    for row in staying.filter(role=Participation.Role.HELPED).select_related("person").order_by("pk"):
        helped[row.session_id].append(row.person)
    return [(each, tuple(helped[each.pk])) for each in fresh.filter(pk__in=keys).order_by("starts_at", "pk")]


@transaction.atomic
def move_session(
    *,
    session: Session,
    starts_at: datetime,
    by: User,
    length: timedelta | None = None,
    pass_rules: bool = False,
    without_buffers: bool = False,
) -> Session:
    """Move a booked session to the UTC instant `starts_at`, keeping its event; everyone else is told.

    `pass_rules` and `without_buffers` (no pause before and after) are for coach and coordinator. Moving to where it is
    already changes nothing. Raises TimeTaken or BookingRefused; then it stays where it was.
    """
    session, helped = lock_session(session)
    ends_at = starts_at + (length or session.ends_at - session.starts_at)
    if (session.starts_at, session.ends_at) == (starts_at, ends_at) and session.state == State.BOOKED:
        return session
    refuse_unless(session, State.BOOKED)
    wish = Wish(
        coach=session.coach,
        people=helped,
        topic=session.topic,
        starts_at=starts_at,
        ends_at=ends_at,
        by=by,
        but=session.pk,
        group=session if session.is_group else None,
        pass_rules=pass_rules,
        without_buffers=without_buffers,
    )
    change(session, **another_time(session, wish, check_booking_rules(wish)))
    announce(session, "moved", by=by)
    return session


@transaction.atomic
def cancel_session(*, session: Session, by: User, reason: str = "") -> Session:
    """Call off a booked or proposed session; everyone else is told. Calling off twice changes nothing.

    Raises BookingRefused when it has begun or is closed, and when the deadline has passed and no reason is given.
    """
    session, _helped = lock_session(session)
    if session.state == State.CANCELLED:
        return session
    call_off(session, reason)
    end_waiting(session)
    announce(session, "cancelled", by=by)
    return session


def call_off(session: Session, reason: str) -> Session:
    """Call off the locked `session`, without telling anyone. Raises BookingRefused as `cancel_session` does."""
    refuse_unless(session, State.BOOKED, State.PROPOSED)
    if reason_is_needed(session) and not reason.strip():
        raise BookingRefused(
            Reason.REASON_NEEDED, _("The deadline for calling off has passed, so please say why in a few words.")
        )
    return change(session, state=State.CANCELLED, awaits=Awaits.NOBODY, expires_at=None, cancel_reason=reason.strip())


def reason_is_needed(session: Session) -> bool:
    """Whether calling off now comes after the institution's deadline."""
    deadline = timedelta(minutes=session.institution.cancellation_deadline_minutes)
    return session.state == State.BOOKED and timezone.now() > session.starts_at - deadline


def refuse_unless(session: Session, *states: State) -> None:
    """Raises BookingRefused unless the session is in one of `states` and has not begun."""
    if session.state not in states or session.starts_at <= timezone.now():
        raise BookingRefused(Reason.STATE, _("This session can no longer be changed. It stayed as it was."))
