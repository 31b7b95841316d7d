"""Random calendars around the days on which the clock changes, dense where mistakes would hide."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from tests.sessions.plain_rules import MINUTE, Helper, Meeting, Plan, Span, minutes_of, overlap

CHANGES = [
    *[("Europe/Helsinki", date(2027, 3, 28))] * 2,
    *[("Europe/Helsinki", date(2027, 10, 31))] * 2,
    # Here the change is at midnight.
    ("Asia/Beirut", date(2027, 3, 28)),
    ("Asia/Beirut", date(2027, 10, 31)),
]
STEPS = (5, 10, 15, 20, 30, 60)
LENGTHS = (5, 15, 25, 30, 45, 60, 75, 90, 240)
CHANNELS = ("online", "in_person", "phone")
STATES = ("booked", "booked", "booked", "proposed", "held", "cancelled", "not_held", "lapsed")

few_minutes = st.sampled_from((0, 0, 5, 10, 15, 20, 45))
maybe_minutes = st.none() | few_minutes


def often(usual: Any, other: st.SearchStrategy) -> st.SearchStrategy:
    """Mostly `usual`, so that one rare rule does not close a calendar in which another could be tried."""
    return st.integers(0, 5).flatmap(lambda n: other if n == 3 else st.just(usual))


@lru_cache
def change_of(zone: str, day: date) -> datetime:
    """The UTC minute at which the clock jumps on `day`."""
    minutes = minutes_of(zone, day - timedelta(days=1))[-120:] + minutes_of(zone, day)
    pairs = zip(minutes, minutes[1:], strict=False)
    return next(at for (_, before), (at, wall) in pairs if wall != (before + 1) % (24 * 60))


@st.composite
def wall_minutes(draw) -> int:
    """A wall minute, most often one near the change."""
    return 5 * draw(st.integers(6 * 2, 12 * 5) | st.integers(0, 12 * 24 - 1))


@st.composite
def spans(draw, day: date) -> tuple[Span, ...]:
    """Opening hours that do not overlap."""
    chosen: list[Span] = []
    for _ in range(draw(st.integers(1, 6))):
        starts, ends = sorted((draw(wall_minutes()), draw(wall_minutes())))
        valid_from = day + timedelta(days=draw(often(-30, st.integers(-30, 5))))
        span = Span(
            weekday=draw(st.sampled_from((7, 7, 7, 7, 7, 6, 1, 2))),
            starts=starts,
            ends=ends if ends - starts >= 30 else min(starts + 120, 24 * 60 - 1),
            channel=draw(st.sampled_from(CHANNELS)),
            site=draw(st.sampled_from((None, 0, 1))),
            weeks=draw(st.sampled_from(("every", "every", "every", "even", "odd"))),
            valid_from=valid_from,
            valid_until=draw(
                often(None, st.integers(0, 40).map(lambda n, start=valid_from: start + timedelta(days=n)))
            ),
        )
        if chosen and draw(st.booleans()):
            span = _after(chosen[-1], draw(st.sampled_from((5, 20, 45, 90))))
        if span.starts < span.ends and not any(_both_open(span, other) for other in chosen):
            chosen.append(span)
    return tuple(chosen)


def _after(span: Span, minutes: int) -> Span:
    """More of the same right after it: together they are open without a break."""
    return replace(span, starts=span.ends, ends=min(span.ends + minutes, 24 * 60 - 1))


def _both_open(a: Span, b: Span) -> bool:
    return (
        a.weekday == b.weekday
        and a.starts < b.ends
        and b.starts < a.ends
        and a.valid_from <= (b.valid_until or date.max)
        and b.valid_from <= (a.valid_until or date.max)
        and (a.weeks == b.weeks or "every" in (a.weeks, b.weeks))
    )


@st.composite
def instants(draw, around: datetime) -> datetime:
    """A UTC time on five minutes, near `around` or within some days of it."""
    five_minutes = draw(st.integers(-60, 60) | st.integers(-12 * 24 * 6, 12 * 24 * 4))
    return around + five_minutes * 5 * MINUTE


@st.composite
def stretches(draw, change: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """Up to two of them, which may overlap; minutes or a day long."""
    starts = draw(st.lists(instants(change), max_size=2))
    return tuple((start, start + draw(often(45, st.integers(1, 30 * 60))) * MINUTE) for start in starts)


@st.composite
def helpers(draw, day: date, change: datetime) -> Helper:
    return Helper(
        spans=draw(spans(day)),
        away=draw(stretches(change)),
        busy=draw(stretches(change)),
        before=draw(maybe_minutes),
        after=draw(maybe_minutes),
        daily_cap=draw(often(None, st.integers(0, 4))),
        weekly_cap=draw(often(None, st.integers(0, 6))),
        paused_until=draw(often(None, st.integers(-5, 3).map(lambda n: day + timedelta(days=n)))),
        last_booked_at=draw(st.none() | st.integers(1, 3).map(lambda n: change - timedelta(days=30 + n))),
    )


@st.composite
def meetings(draw, coaches: int, change: datetime) -> tuple[Meeting, ...]:
    """Sessions in every state; those that hold a time leave each other in peace, as the database demands."""
    chosen: list[Meeting] = []
    for _ in range(draw(st.integers(0, 14))):
        coach = draw(st.integers(0, coaches - 1))
        meeting = Meeting(
            coach=coach,
            helped=draw(st.sampled_from([n for n in range(-2, coaches) if n != coach])),
            starts_at=draw(instants(change)),
            minutes=draw(st.sampled_from((5, 15, 45, 60, 120))),
            before=draw(few_minutes),
            after=draw(few_minutes),
            state=draw(st.sampled_from(STATES)),
        )
        if not (meeting.holds and any(_clash(meeting, other) for other in chosen if other.holds)):
            chosen.append(meeting)
    return tuple(chosen)


def _clash(a: Meeting, b: Meeting) -> bool:
    if a.coach == b.coach and overlap(_with_buffers(a), _with_buffers(b)):
        return True
    share = {a.coach, a.helped} & {b.coach, b.helped}
    return bool(share) and overlap((a.starts_at, a.ends_at), (b.starts_at, b.ends_at))


def _with_buffers(meeting: Meeting) -> tuple[datetime, datetime]:
    return meeting.starts_at - meeting.before * MINUTE, meeting.ends_at + meeting.after * MINUTE


@st.composite
def plans(draw) -> Plan:
    zone, day = draw(st.sampled_from(CHANGES))
    change = change_of(zone, day)
    coaches = draw(st.integers(1, 3))
    first_day = day + timedelta(days=draw(st.integers(-6, 0)))
    # The minimum notice ends anywhere, and often in the hour of the change, off the grid too.
    earliest = draw(often(change - timedelta(days=9), instants(change)) | instants(change))
    earliest += timedelta(seconds=draw(st.sampled_from((0, 0, 0, 1, 61, 119))))
    notice = draw(st.sampled_from((0, 5, 60, 240, 24 * 60)))
    return Plan(
        zone=zone,
        now=(earliest - notice * MINUTE).astimezone(UTC),
        first_day=first_day,
        last_day=first_day + timedelta(days=draw(st.integers(2, 8))),
        step=draw(st.sampled_from(STEPS)),
        minutes=draw(st.sampled_from(LENGTHS)),
        notice=notice,
        horizon=draw(often(56, st.sampled_from((1, 3, 7)))),
        before=draw(few_minutes),
        after=draw(few_minutes),
        daily_cap=draw(often(6, st.integers(0, 3))),
        weekly_cap=draw(often(12, st.integers(0, 8))),
        helpers=tuple(draw(helpers(day, change)) for _ in range(coaches)),
        meetings=draw(meetings(coaches, change)),
        closed=frozenset(
            (day + timedelta(days=draw(st.integers(-4, 2))), draw(st.sampled_from((None, 0, 1))))
            for _ in range(draw(often(0, st.integers(1, 3))))
        ),
        seed=draw(st.integers(0, 2**16)),
    )
