"""Writing down what people answered to invitations in their own calendars. It changes nothing of the session."""

from enum import Enum
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sessions.announcements import tell_of_decline
from sessions.calendar_people import sequence_at
from sessions.models import Participation, Session, State
from sessions.reply_files import Answer


class Outcome(Enum):
    """What became of an answer, in words for whoever runs the installation."""

    RECORDED = "recorded"
    KNOWN = "known already"
    STALE = "it is about an earlier version of the event, or older than the answer that is known"
    AHEAD = "it is about a version of the event that was never sent"
    OVER = "the session is over or called off"
    UNKNOWN_EVENT = "no event of this installation has that id"
    UNKNOWN_PERSON = "nobody in the session has that address"


@transaction.atomic
def record_reply(answer: Answer) -> Outcome:
    """Write down `answer` for the others to see; that somebody declined is told to them too.

    It never calls anything off, and an unfit one changes nothing.
    """
    session = _session(answer.uid)
    if session is None:
        return Outcome.UNKNOWN_EVENT
    row = _row(session, answer.email)
    if row is None:
        return Outcome.UNKNOWN_PERSON
    if session.state != State.BOOKED or session.ends_at <= timezone.now():
        return Outcome.OVER
    current = sequence_at(session, row)
    if answer.sequence != current:
        return Outcome.STALE if answer.sequence < current else Outcome.AHEAD
    return _write(session, row, answer)


def _write(session: Session, row: Participation, answer: Answer) -> Outcome:
    """An answer from a clock that is ahead counts as given now, or it would outlast all that follow."""
    at = min(answer.at or timezone.now(), timezone.now())
    if row.reply_sequence == answer.sequence and row.replied_at:
        if row.reply == answer.reply:
            return Outcome.KNOWN
        if at < row.replied_at:
            return Outcome.STALE
    row.reply, row.reply_sequence, row.replied_at = answer.reply, answer.sequence, at
    row.save(update_fields=["reply", "reply_sequence", "replied_at"])
    if row.reply == Participation.Reply.DECLINED and session.starts_at > timezone.now():
        tell_of_decline(session, row)
    return Outcome.RECORDED


def _session(uid: str) -> Session | None:
    """Locked, so that it is not moved meanwhile."""
    name, _, host = uid.partition("@")
    if host.lower() != settings.UID_HOST.lower():
        return None
    try:
        key = UUID(hex=name)
    except ValueError:
        return None
    return Session.objects.select_for_update(no_key=True).filter(uid=key).first()


def _row(session: Session, email: str) -> Participation | None:
    return session.participations.staying().select_for_update(no_key=True).filter(person__email__iexact=email).first()
