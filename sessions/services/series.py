"""Sessions that follow one another: further ones, and acts on several of a series at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisation.models import User
from sessions.announcements import announce, announce_series
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Session, State
from sessions.recurrence import shifted, wall_shift
from sessions.rules import Allowed, Wish, check_one_by_one
from sessions.services.booking import call_off, cancel_session, lock_session, lock_sessions, move_session
from sessions.services.holding import another_time, change, constraints_speak
from sessions.services.planning import Outline, plan_sessions, said_of
from sessions.services.seats import end_waiting, offer_free_seats

MOST = 3


class Reach(StrEnum):
    """How much of a series an act is for; what has begun is left as it was."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


@transaction.atomic
def book_series(*, session: Session, starts: Sequence[datetime], by: User) -> list[Session]:
    """Book one to three sessions at the UTC instants `starts`, like `session` in coach, people, topic and length.

    All of them or none, each by the rules; asked for twice they are the same ones. Raises TimeTaken or BookingRefused,
    whose sentence begins with the time that it is about.
    """
    if not 1 <= len(set(starts)) <= MOST:
        raise BookingRefused(Reason.COUNT, _("Choose one to three times. Nothing was booked."))
    session, helped = lock_session(session)
    if session.state not in (State.BOOKED, State.HELD):
        raise BookingRefused(Reason.STATE, _("Only a session that is booked or was held can be followed up."))
    outline = Outline(coach=session.coach, topic=session.topic, people=helped, length=session.length, by=by)
    return plan_sessions(outline=outline, starts=starts)


def ahead_in_series(session: Session, reach: str) -> list[Session]:
    """What an act of `reach` on `session` is for: those of its series that are booked and ahead, soonest first."""
    if reach == Reach.THIS or session.series_id is None:
        return [session]
    ahead = Session.objects.filter(series=session.series_id, state=State.BOOKED, starts_at__gt=timezone.now())
    if reach == Reach.FOLLOWING:
        ahead = ahead.filter(position__gte=session.position)
    return list(ahead.order_by("starts_at"))


@transaction.atomic
def cancel_series(*, session: Session, reach: str, by: User, reason: str = "") -> list[Session]:
    """Call off `session`, this and those that follow, or all of its series that are ahead; past ones stay as they were.

    Everyone gets one mail for all. Calling off twice changes nothing. Raises BookingRefused as `cancel_session` does.
    """
    if reach == Reach.THIS or session.series_id is None:
        return [cancel_session(session=session, by=by, reason=reason)]
    locked = lock_sessions(ahead_in_series(session, reach))
    called_off = [call_off(each, reason) for each, _helped in locked if each.state == State.BOOKED]
    for each in called_off:
        end_waiting(each)
    announce_series("cancelled", called_off)
    return called_off


@transaction.atomic
def move_series(
    *, session: Session, reach: str, starts_at: datetime, by: User, pass_rules: bool = False
) -> list[Session]:
    """Move `session` to the UTC instant `starts_at`, and with it those of its series that `reach` says.

    The others move by as much on the wall clock: such as all a week later, or from ten to eleven. All or nothing;
    everyone gets one mail. Moving to where they are changes nothing. Raises TimeTaken or BookingRefused, whose sentence
    begins with the time that it is about.
    """
    if reach == Reach.THIS or session.series_id is None:
        return [move_session(session=session, starts_at=starts_at, by=by, pass_rules=pass_rules)]
    tz = session.institution.tz
    shift = wall_shift(session.starts_at, starts_at, tz)
    moves = {each.pk: shifted(each.starts_at, shift, tz) for each in ahead_in_series(session, reach)}
    return move_sessions(moves=moves, by=by, pass_rules=pass_rules)


@transaction.atomic
def move_sessions(*, moves: Mapping[int, datetime], by: User, pass_rules: bool = False) -> list[Session]:
    """Move the sessions of one coach with these keys to their new UTC instants, all or none; two may change places.

    Their times are only looked at when all have moved. Raises TimeTaken or BookingRefused with the time it is about.
    """
    locked = [
        (session, helped)
        for session, helped in lock_sessions(Session.objects.filter(pk__in=moves))
        if session.state == State.BOOKED and session.starts_at != moves[session.pk]
    ]
    wishes = {session.pk: _move(session, helped, moves[session.pk], by, pass_rules) for session, helped in locked}
    allowed: dict[int, Allowed] = {}
    for wish, found in check_one_by_one(sorted(wishes.values(), key=lambda wish: wish.starts_at)):
        if isinstance(found, BookingRefused):
            raise said_of(wish.starts_at, found)
        allowed[wish.but or 0] = found
    with constraints_speak(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS no_double_booking, nobody_in_two_places DEFERRED")
        moved = [
            change(session, **another_time(session, wishes[session.pk], allowed[session.pk])) for session, _ in locked
        ]
        cursor.execute("SET CONSTRAINTS no_double_booking, nobody_in_two_places IMMEDIATE")
    _tell_of_moves(moved, by)
    return moved


def _move(session: Session, helped: tuple[User, ...], starts_at: datetime, by: User, pass_rules: bool) -> Wish:
    return Wish(
        coach=session.coach,
        people=helped,
        topic=session.topic,
        starts_at=starts_at,
        ends_at=starts_at + session.length,
        by=by,
        but=session.pk,
        group=session if session.is_group else None,
        pass_rules=pass_rules,
    )


def _tell_of_moves(moved: list[Session], by: User) -> None:
    """One mail for those of a series, one each for the others."""
    together = [session for session in moved if session.series_id]
    if len(together) > 1:
        announce_series("moved", together)
    for session in moved:
        if session not in together or len(together) == 1:
            announce(session, "moved", by=by)


@transaction.atomic
def edit_group(*, session: Session, reach: str, by: User, seats: int, words: Mapping[str, str]) -> list[Session]:
    """Give a group other seats, title and text, and those of its series that `reach` says; past ones stay.

    New seats are offered to those who wait. Raises BookingRefused where more people are in it than seats are left.
    """
    edited = []
    for each, helped in lock_sessions(ahead_in_series(session, reach)):
        if each.state != State.BOOKED or each.starts_at <= timezone.now():
            raise BookingRefused(Reason.STATE, _("This session can no longer be changed. It stayed as it was."))
        if seats < len(helped):
            sentence = _("%(count)d people are in it, so it needs at least as many seats. Nothing was changed.")
            raise said_of(each.starts_at, BookingRefused(Reason.SEATS, sentence % {"count": len(helped)}))
        for name, value in {**words, "seats": seats}.items():
            setattr(each, name, value)
        each.save(update_fields=[*words, "seats"])
        offer_free_seats(each)
        edited.append(each)
    return edited
