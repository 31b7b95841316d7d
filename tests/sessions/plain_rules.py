"""The booking rules read once more, slowly and without the product: minute by minute, with zoneinfo alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
HOLDS = ("proposed", "booked", "held")


@dataclass(frozen=True)
class Span:
    """Opening hours: wall minutes of a weekday (Monday is 1), `weeks` every, even or odd, at site 0, 1 or none."""

    weekday: int
    starts: int
    ends: int
    channel: str
    site: int | None
    weeks: str
    valid_from: date
    valid_until: date | None

    def is_on(self, day: date) -> bool:
        week = day.isocalendar().week
        return (
            day.isoweekday() == self.weekday
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
            and (self.weeks == "every" or self.weeks == ("odd" if week % 2 else "even"))
        )


@dataclass(frozen=True)
class Meeting:
    """A session: `coach` and `helped` are numbers of people, see `Plan`; buffers are its own, in minutes."""

    coach: int
    helped: int
    starts_at: datetime
    minutes: int
    before: int
    after: int
    state: str

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.minutes * MINUTE

    @property
    def holds(self) -> bool:
        return self.state in HOLDS


@dataclass(frozen=True)
class Helper:
    """A coach's own side; None means the house's figure."""

    spans: tuple[Span, ...]
    away: tuple[tuple[datetime, datetime], ...]
    busy: tuple[tuple[datetime, datetime], ...]
    before: int | None
    after: int | None
    daily_cap: int | None
    weekly_cap: int | None
    paused_until: date | None
    last_booked_at: datetime | None


@dataclass(frozen=True)
class Plan:
    """A whole calendar and a search in it. People: coaches are 0, 1, …; the teacher is -1, another teacher -2."""

    zone: str
    now: datetime
    first_day: date
    last_day: date
    step: int
    minutes: int
    notice: int
    horizon: int
    before: int
    after: int
    daily_cap: int
    weekly_cap: int
    helpers: tuple[Helper, ...]
    meetings: tuple[Meeting, ...]
    closed: frozenset[tuple[date, int | None]]
    seed: int = field(default=0, compare=False)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@lru_cache(maxsize=2000)
def minutes_of(zone: str, day: date) -> tuple[tuple[datetime, int], ...]:
    """Every UTC minute of the local `day` with its wall minute, in order of time."""
    tz = ZoneInfo(zone)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    around = (noon + n * MINUTE for n in range(-30 * 60, 30 * 60))
    local = ((at, at.astimezone(tz)) for at in around)
    return tuple((at, here.hour * 60 + here.minute) for at, here in local if here.date() == day)


def instant_of(zone: str, day: date, wall: int) -> datetime:
    """When the clock shows `wall`: the later time where twice, the first minute after where never."""
    minutes = minutes_of(zone, day)
    shown = [at for at, minute in minutes if minute == wall]
    return shown[-1] if shown else next((at for at, minute in minutes if minute > wall), minutes[-1][0] + MINUTE)


@lru_cache(maxsize=20_000)
def open_minutes(zone: str, day: date, starts: int, ends: int) -> frozenset[datetime]:
    opens, closes = instant_of(zone, day, starts), instant_of(zone, day, ends)
    return frozenset(at for at, _wall in minutes_of(zone, day) if opens <= at < closes)


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def own_or_common(own: int | None, common: int) -> int:
    return common if own is None else own


def overlap(a: tuple[datetime, datetime], b: tuple[datetime, datetime]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


class PlainRules:
    """What stands against a time, by the words of the house and nothing else."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.tz = plan, plan.tz
        self.open = [self._open(helper) for helper in plan.helpers]
        self.held = [meeting for meeting in plan.meetings if meeting.holds]

    def _open(self, helper: Helper) -> dict[datetime, tuple[str, int | None]]:
        days = days_between(self.plan.first_day - timedelta(days=1), self.plan.last_day + timedelta(days=1))
        return {
            at: (span.channel, span.site)
            for day in days
            for span in helper.spans
            if span.is_on(day)
            for at in open_minutes(self.plan.zone, day, span.starts, span.ends)
        }

    def times(self) -> Iterator[tuple[int, datetime]]:
        """Every coach with every minute of the days asked for that lies on the grid."""
        for day in days_between(self.plan.first_day, self.plan.last_day):
            for at, wall in minutes_of(self.plan.zone, day):
                if wall % 60 % self.plan.step == 0:
                    for coach in range(len(self.plan.helpers)):
                        yield coach, at

    def offered(self) -> list[tuple[datetime, int, tuple[str, int | None]]]:
        """The free times in the order in which they are to be shown: start, coach, way and site of meeting."""
        free = [(at, coach) for coach, at in self.times() if not any(self.against(coach, at))]
        free.sort(key=lambda time: (time[0], *self.precedence(time[1], time[0])))
        return [(at, coach, self.open[coach][at]) for at, coach in free]

    def precedence(self, coach: int, at: datetime) -> tuple[int, datetime, int]:
        """Most room under the weekly cap first, then least recently booked."""
        last = self.plan.helpers[coach].last_booked_at
        return -self._room_in_week(coach, at), last or datetime.min.replace(tzinfo=UTC), coach

    def against(self, coach: int, at: datetime) -> Iterator[str]:
        """Every reason why the session can't start at `at`; none, and it can."""
        plan, helper = self.plan, self.plan.helpers[coach]
        until = at + plan.minutes * MINUTE
        local = at.astimezone(self.tz)
        if not self._is_open(coach, at):
            yield "opening_hours"
        if at < plan.now:
            yield "past"
        if at - plan.now < plan.notice * MINUTE:
            yield "notice"
        if local.minute % plan.step or local.second:
            yield "step"
        if (local.date() - plan.now.astimezone(self.tz).date()).days > plan.horizon:
            yield "horizon"
        if helper.paused_until and local.date() < helper.paused_until:
            yield "paused"
        if not {(local.date(), None), (local.date(), self.open[coach].get(at, ("", None))[1])}.isdisjoint(plan.closed):
            yield "closed"
        if any(overlap(away, (at, until)) for away in helper.away):
            yield "time_off"
        if any(overlap(busy, (at, until)) for busy in helper.busy):
            yield "busy_time"
        if self._coach_is_busy(coach, at, until):
            yield "coach_busy"
        if self._is_in_something(-1, at, until):
            yield "person_busy"
        if self._on_day(coach, local.date()) >= own_or_common(helper.daily_cap, plan.daily_cap):
            yield "daily_cap"
        if self._room_in_week(coach, at) <= 0:
            yield "weekly_cap"

    def _is_open(self, coach: int, at: datetime) -> bool:
        """In one way of meeting during every minute."""
        ways = self.open[coach]
        return at in ways and all(ways.get(at + n * MINUTE) == ways[at] for n in range(self.plan.minutes))

    def _coach_is_busy(self, coach: int, at: datetime, until: datetime) -> bool:
        """Gap between two sessions: at least what the first wants after and the second before."""
        helper = self.plan.helpers[coach]
        before = own_or_common(helper.before, self.plan.before)
        after = own_or_common(helper.after, self.plan.after)
        for meeting in (meeting for meeting in self.held if meeting.coach == coach):
            clear_after = at - meeting.ends_at >= (meeting.after + before) * MINUTE
            clear_before = meeting.starts_at - until >= (after + meeting.before) * MINUTE
            if not (clear_after or clear_before):
                return True
        return self._is_in_something(coach, at, until)

    def _is_in_something(self, person: int, at: datetime, until: datetime) -> bool:
        mine = (meeting for meeting in self.held if person in (meeting.coach, meeting.helped))
        return any(overlap((at, until), (meeting.starts_at, meeting.ends_at)) for meeting in mine)

    def _on_day(self, coach: int, day: date) -> int:
        return sum(meeting.coach == coach and self._day(meeting) == day for meeting in self.held)

    def _room_in_week(self, coach: int, at: datetime) -> int:
        week = at.astimezone(self.tz).date().isocalendar()[:2]
        taken = sum(meeting.coach == coach and self._day(meeting).isocalendar()[:2] == week for meeting in self.held)
        return own_or_common(self.plan.helpers[coach].weekly_cap, self.plan.weekly_cap) - taken

    def _day(self, meeting: Meeting) -> date:
        return meeting.starts_at.astimezone(self.tz).date()
