"""What stands on a coach's desk: the week, what waits for a word, what is ahead, days away."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from coaches.models import Coach, TimeOff
from coaches.selectors import told_by_calendars
from kit.zones import midnight
from sessions.clashes import is_engaged
from sessions.coach_week import CoachWeek, week_of
from sessions.models import Participation, Session, State
from sessions.policies import can_answer

AHEAD = 6
TO_CLOSE = 10


@dataclass(frozen=True)
class Away:
    """Time off still ahead, with the sessions that it hits."""

    off: TimeOff
    hits: list[Session]

    @property
    def last_moment(self) -> datetime:
        """An instant of the last day: the end itself is midnight for whole days."""
        return self.off.during.upper - timedelta(minutes=1)

    @property
    def is_whole_days(self) -> bool:
        """Whether it goes from midnight to midnight by the local clock."""
        ends = (timezone.localtime(self.off.during.lower), timezone.localtime(self.off.during.upper))
        return all((when.hour, when.minute) == (0, 0) for when in ends)


@dataclass(frozen=True)
class Desk:
    week: CoachWeek
    to_answer: list[Session]
    clashes: list[Session]
    """Those ahead at whose time the coach's own calendar has something else."""
    to_close: list[Session]
    unclosed: int
    """How many wait to be closed in all; `to_close` are the latest of them."""
    ahead: list[Session]
    has_old_calendar: bool
    """Whether a calendar of the coach has not been read for long."""
    away: list[Away]


def desk_of(coach: Coach, monday: date) -> Desk:
    """The desk of `coach` with the week that begins on the local date `monday`: five queries, whatever there is."""
    now, tz = timezone.now(), coach.institution.tz
    begins, ends = midnight(monday, tz), midnight(monday + timedelta(days=7), tz)
    sessions = list(_sessions(coach, begins, ends, now))
    away = list(
        coach.time_off.filter(Q(during__overlap=(begins, ends)) | Q(during__endswith__gt=now)).order_by("during")
    )
    busy, has_old_calendar = told_by_calendars(coach, (begins, ends))
    unclosed = [s for s in sessions if s.coach_id == coach.pk and s.state == State.BOOKED and s.ends_at <= now]
    coming = [s for s in sessions if s.state in (State.PROPOSED, State.BOOKED) and s.ends_at > now]
    return Desk(
        week=week_of(coach, monday, sessions, away, busy),
        has_old_calendar=has_old_calendar,
        to_answer=[s for s in coming if can_answer(coach.user, s) and s.expires_at and s.expires_at > now],
        clashes=[s for s in coming if s.coach_id == coach.pk and s.starts_at > now and s.is_engaged],
        to_close=unclosed[-TO_CLOSE:],
        unclosed=len(unclosed),
        ahead=coming[:AHEAD],
        away=[Away(off, _hits(off, coach, coming)) for off in away if off.during.upper > now],
    )


def _sessions(coach: Coach, begins: datetime, ends: datetime, now: datetime) -> QuerySet[Any]:
    """Own sessions of the week, those ahead, those nobody has closed; also where the coach is the one helped."""
    in_week = Q(starts_at__lt=ends, ends_at__gt=begins)
    open_still = Q(state__in=(State.PROPOSED, State.BOOKED)) & (Q(ends_at__gt=now) | Q(coach=coach))
    people = Prefetch("participations", Participation.objects.select_related("person"))
    found = Session.objects.of(coach.user).filter(in_week | open_still).order_by("starts_at")
    return found.for_list().annotate(is_engaged=is_engaged()).prefetch_related(people)


def _hits(off: TimeOff, coach: Coach, sessions: list[Session]) -> list[Session]:
    return [
        s
        for s in sessions
        if s.coach_id == coach.pk and s.starts_at < off.during.upper and s.ends_at > off.during.lower
    ]
