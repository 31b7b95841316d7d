"""Times at which a session could be followed up: each coming week the coach's free times closest to its clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone

from sessions.free_times import FreeTime, Search, find_free_times
from sessions.models import Session
from sessions.people import helped

WEEKS = 6
USUALLY = 2


@dataclass(frozen=True)
class FollowUpWeek:
    """A week and one free time of each of its days."""

    monday: date
    times: list[FreeTime]


def follow_up_weeks(session: Session) -> list[FollowUpWeek]:
    """The six weeks after `session` (after today, if it is past) in which there is any free time, soonest first."""
    clock = _minute(session.starts_at, session)
    found = find_free_times(_search(session))
    closest = [
        min(times, key=lambda time: abs(_minute(time.starts_at, session) - clock))
        for _day, times in groupby(found, key=lambda time: _day_of(time, session))
    ]
    return [
        FollowUpWeek(monday, list(times)) for monday, times in groupby(closest, key=lambda time: _monday(time, session))
    ]


def usual_follow_ups(session: Session, weeks: Iterable[FollowUpWeek]) -> set[datetime]:
    """The first two of `weeks` on the same weekday at the same time, where those are free."""
    usual = session.starts_at.astimezone(session.institution.tz)
    same = [
        time.starts_at
        for week in weeks
        for time in week.times
        if _day_of(time, session).weekday() == usual.weekday()
        and _minute(time.starts_at, session) == _minute(usual, session)
    ]
    return set(same[:USUALLY])


def _search(session: Session) -> Search:
    first_day = max(session.starts_at.astimezone(session.institution.tz).date(), timezone.localdate())
    return Search(
        institution=session.institution,
        persons=tuple(person.pk for person in helped(session)),
        first_day=first_day + timedelta(days=1),
        last_day=first_day + timedelta(weeks=WEEKS),
        length=session.ends_at - session.starts_at,
        topic_id=None if session.topic.is_open else session.topic_id,
        coach_id=session.coach_id,
    )


def _minute(when: datetime, session: Session) -> int:
    local = when.astimezone(session.institution.tz)
    return local.hour * 60 + local.minute


def _day_of(time: FreeTime, session: Session) -> date:
    return time.starts_at.astimezone(session.institution.tz).date()


def _monday(time: FreeTime, session: Session) -> date:
    day = _day_of(time, session)
    return day - timedelta(days=day.weekday())
