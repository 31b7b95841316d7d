"""Further sessions of the same people on the same topic, booked at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kit import times
from organisation.models import User
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Session, State
from sessions.services.booking import book_session, lock_session

MOST = 3


@transaction.atomic
def book_series(*, session: Session, starts: Sequence[datetime], by: User) -> list[Session]:
    """Book one to three sessions at the UTC instants `starts`, like `session` in coach, people, topic and length.

    All of them or none, each by the rules; asked for twice they are the same ones. Raises TimeTaken or BookingRefused,
    whose sentence begins with the time that it is about.
    """
    wanted = sorted(set(starts))
    if not 1 <= len(wanted) <= MOST:
        raise BookingRefused(Reason.COUNT, _("Choose one to three times. Nothing was booked."))
    session, helped = lock_session(session)
    if session.state not in (State.BOOKED, State.HELD):
        raise BookingRefused(Reason.STATE, _("Only a session that is booked or was held can be followed up."))
    return [_follow_up(session, helped, starts_at, by) for starts_at in wanted]


def _follow_up(session: Session, helped: tuple[User, ...], starts_at: datetime, by: User) -> Session:
    try:
        return book_session(
            coach=session.coach,
            topic=session.topic,
            person=helped[0],
            together=helped[1:],
            starts_at=starts_at,
            length=session.ends_at - session.starts_at,
            by=by,
        )
    except BookingRefused as refusal:
        when = times.time_range(starts_at, zone=session.institution.tz)
        sentence = _("%(when)s: %(why)s") % {"when": when[:1].upper() + when[1:], "why": refusal.sentence}
        raise type(refusal)(refusal.reason, sentence) from refusal
