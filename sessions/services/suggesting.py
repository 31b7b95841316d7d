"""Another time suggested for a booked session. It holds no time: whoever is quicker may have it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisation.models import User
from sessions.announcements import tell_of_suggestion
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Session, State, Suggestion
from sessions.rules import Wish, check_booking_rules
from sessions.services.booking import lock_session, move_session, refuse_unless

OPEN_FOR = timedelta(days=3)


@transaction.atomic
def suggest_time(*, session: Session, starts_at: datetime, by: User) -> Suggestion:
    """Ask those who are helped whether the UTC instant `starts_at` would suit instead; they get a message.

    It replaces what was suggested before, and can be answered for three days, until the session starts, or until the
    new time could no longer be booked, whichever is first. Raises TimeTaken or BookingRefused as moving there would.
    """
    session, helped = lock_session(session)
    refuse_unless(session, State.BOOKED)
    earlier = Suggestion.objects.filter(session=session).first()
    if earlier and earlier.starts_at == starts_at and earlier.is_open:
        return earlier
    if starts_at == session.starts_at:
        raise BookingRefused(Reason.STATE, _("The session is at that time already."))
    wish = _wish(session, helped, starts_at, by)
    check_booking_rules(wish)
    suggestion, _new = Suggestion.objects.update_or_create(
        session=session,
        defaults={
            "institution_id": session.institution_id,
            "starts_at": starts_at,
            "by": by,
            "expires_at": _expiry(session, wish),
            "declined_at": None,
            "revision": earlier.revision + 1 if earlier else 0,
        },
    )
    tell_of_suggestion(suggestion, "suggested", [person for person in helped if person != by])
    return suggestion


def _wish(session: Session, helped: tuple[User, ...], starts_at: datetime, by: User) -> Wish:
    return Wish(
        coach=session.coach,
        people=helped,
        topic=session.topic,
        starts_at=starts_at,
        ends_at=starts_at + (session.ends_at - session.starts_at),
        by=by,
        but=session.pk,
    )


def _expiry(session: Session, wish: Wish) -> datetime:
    notice = timedelta(minutes=session.institution.minimum_notice_minutes)
    return min(wish.now + OPEN_FOR, session.starts_at, wish.starts_at - notice)


@transaction.atomic
def accept_suggestion(*, session: Session, starts_at: datetime, by: User) -> Session:
    """Move the session to `starts_at`, which was suggested. Accepting twice changes nothing.

    Raises BookingRefused when that is not suggested (any more), and as moving does; then the session stays.
    """
    session, _helped = lock_session(session)
    suggestion = _of(session, starts_at)
    if suggestion is None and session.starts_at == starts_at and session.state == State.BOOKED:
        return session
    if suggestion is None or not suggestion.is_open:
        raise _gone()
    return move_session(session=session, starts_at=starts_at, by=by)


@transaction.atomic
def decline_suggestion(*, session: Session, starts_at: datetime, by: User) -> None:
    """Keep the session where it is; whoever suggested `starts_at`, and the coach, get a message.

    Declining twice changes nothing. Raises BookingRefused when that is not suggested (any more).
    """
    session, _helped = lock_session(session)
    suggestion = _of(session, starts_at)
    if suggestion is not None and suggestion.declined_at:
        return
    if suggestion is None or not suggestion.is_open:
        raise _gone()
    suggestion.declined_at = timezone.now()
    suggestion.revision += 1
    suggestion.save(update_fields=["declined_at", "revision"])
    told = {person.pk: person for person in (suggestion.by, session.coach.user) if person != by}
    tell_of_suggestion(suggestion, "suggestion_declined", list(told.values()))


def _of(session: Session, starts_at: datetime) -> Suggestion | None:
    return Suggestion.objects.filter(session=session, starts_at=starts_at).select_related("by").first()


def _gone() -> BookingRefused:
    return BookingRefused(Reason.STATE, _("That time is no longer suggested. The session stayed where it was."))


def forget_suggestions() -> int:
    """Delete the suggestions that nobody can answer any more, once their messages are out; return how many."""
    late = Suggestion.objects.filter(expires_at__lte=timezone.now() - OPEN_FOR)
    return late.delete()[0]
