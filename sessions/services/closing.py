"""Saying afterwards whether a session was held; the hours follow from that."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coaches.hours.preparation import preparation_of
from coaches.models import WorkLog
from coaches.selectors import is_frozen
from organisation.models import User
from sessions.announcements import tell_closed
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Participation, Session, State, Suggestion
from sessions.policies import is_settled
from sessions.services.booking import lock_session
from sessions.services.holding import constraints_speak, copy_to_participations


@transaction.atomic
def close_session(
    *,
    session: Session,
    held: bool,
    by: User,
    minutes: int | None = None,
    attendance: Mapping[int, str] | None = None,
) -> Session:
    """Say that a session was held, for `minutes` (as booked, unless told), or was not; correcting is the same act.

    `attendance` is what the coach says of people in a group, by their keys; only those who came count as helped, and
    nobody is guessed at. Held writes the coach's one row in the work log, not held removes it. Raises BookingRefused
    before the session has begun, when it was called off, and once the month is frozen in which it counts; TimeTaken
    when another session has its time by now. Closed for the first time after its own month was frozen, it counts now.
    """
    session, helped = lock_session(session)
    if session.state not in (State.BOOKED, State.HELD, State.NOT_HELD) or session.starts_at > timezone.now():
        raise BookingRefused(Reason.STATE, _("Only a session that has begun can be closed."))
    if is_settled(session):
        raise BookingRefused(Reason.FROZEN, _("The figures of that month are closed, so it can no longer be changed."))
    if held:
        helped = _note_attendance(session, helped, attendance or {})
        session.state, session.work_log = State.HELD, _log_work(session, helped, minutes or session.minutes)
    else:
        _forget_work(session)
        session.state, session.work_log = State.NOT_HELD, None
    with constraints_speak():  # a time that was let go may have been taken
        session.save(update_fields=["state", "work_log"])
        copy_to_participations(session)
    Suggestion.objects.filter(session=session).delete()
    tell_closed(session)
    return session


def _note_attendance(session: Session, helped: tuple[User, ...], said: Mapping[int, str]) -> tuple[User, ...]:
    """Write down what was said of each; return those who count as helped: all where they were booked one by one."""
    if not session.is_group:
        return helped
    rows = Participation.objects.staying().filter(session=session, role=Participation.Role.HELPED)
    for row in rows:
        row.attendance = said.get(row.person_id, Participation.Attendance.UNKNOWN)
    Participation.objects.bulk_update(rows, ["attendance"])
    return tuple(person for person in helped if said.get(person.pk) == Participation.Attendance.CAME)


def _log_work(session: Session, helped: tuple[User, ...], minutes: int) -> WorkLog:
    tz = session.institution.tz
    late = is_frozen(session.starts_at, tz)
    counts_at = session.work_log.starts_at if session.work_log else timezone.now() if late else session.starts_at
    row, _created = WorkLog.objects.update_or_create(
        pk=session.work_log_id,  # type: ignore[misc]  # None, which no row has, makes a new one
        defaults={
            "institution_id": session.institution_id,
            "user_id": session.coach.user_id,
            "kind": WorkLog.Kind.SESSION,
            "topic_id": session.topic_id,
            "channel": session.channel,
            "starts_at": counts_at,
            "late_for": session.starts_at.astimezone(tz).date() if late else None,
            "minutes": minutes,
            "preparation_minutes": preparation_of(session.institution, minutes),
            "site_id": session.site_id,
            "sector_id": session.sector_id,
        },
    )
    row.persons.set(helped)
    return row


def _forget_work(session: Session) -> None:
    if session.work_log:
        session.work_log.delete()
