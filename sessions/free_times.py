"""Free times of all fitting coaches, computed by the database in one statement.

A session [s, e) is possible where the coach is open, not away and not in another session, the gaps between sessions
leave room for both buffers, the person is free too, and notice, horizon, pause and caps allow it.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from organisation.models import Institution

# Opening hours become instants per date: wall time is kept across both changes of the clock. PostgreSQL reads a wall
# time that does not exist with the offset before the change, so it lands after the change; such an opening starts at
# the change itself (`gaps` holds the changes that skip wall time). A wall time that exists twice is the later one.
_INSTANT = """
            (SELECT CASE WHEN i.at AT TIME ZONE %(zone)s = {wall} THEN i.at
                ELSE (SELECT max(g) FROM unnest(%(gaps)s::timestamptz[]) g WHERE g <= i.at) END
            FROM (SELECT {wall} AT TIME ZONE %(zone)s AS at) i)"""
OPEN_SPANS = f"""
    SELECT o.channel, o.site_id, o.room, range_agg(tstzrange(span.opens, span.closes)) AS open
    FROM coaches_openinghours o
    JOIN day ON day.weekday = o.weekday
        AND day.day >= o.valid_from AND (o.valid_until IS NULL OR day.day <= o.valid_until)
        AND (o.weeks = 'every' OR (o.weeks = 'odd') = day.is_odd)
    CROSS JOIN LATERAL (
        SELECT {_INSTANT.format(wall="(day.day + o.starts)")} AS opens,
            {_INSTANT.format(wall="(day.day + o.ends)")} AS closes
    ) span
    WHERE o.coach_id = coach.id AND span.closes > span.opens {{day_rules}}
    GROUP BY o.channel, o.site_id, o.room
"""
DAYS = """
    SELECT d::date AS day, extract(isodow FROM d)::int AS weekday, extract(week FROM d)::int %% 2 = 1 AS is_odd
    FROM generate_series(%(first_day)s::timestamp, %(last_day)s::timestamp, interval '1 day') d
"""
_COACHES = """
    SELECT c.id, c.user_id, c.last_booked_at, c.paused_until,
        coalesce(c.buffer_before_minutes, i.buffer_before_minutes) AS before,
        coalesce(c.buffer_after_minutes, i.buffer_after_minutes) AS after,
        coalesce(c.daily_cap, i.daily_cap) AS daily_cap,
        coalesce(c.weekly_cap, i.weekly_cap) AS weekly_cap
    FROM coaches_coach c
    JOIN organisation_user u ON u.id = c.user_id AND u.is_active
    JOIN organisation_institution i ON i.id = c.institution_id
    WHERE c.institution_id = %(institution)s AND c.is_active AND c.user_id <> ALL(%(persons)s) {coach_filters}
"""
_SLOTS = """
    SELECT coach.id AS coach_id, coach.last_booked_at, slot.starts_at,
        slot.starts_at AT TIME ZONE %(zone)s AS wall, span.channel, span.site_id, span.room,
        coach.weekly_cap - (
            SELECT count(*) FROM unnest(held.days) d
            WHERE date_trunc('week', d) = date_trunc('week', slot.starts_at AT TIME ZONE %(zone)s)
        ) AS room_left
    FROM coach
    CROSS JOIN mine
    CROSS JOIN LATERAL (
        SELECT array_agg((s.starts_at AT TIME ZONE %(zone)s)::date) AS days,
            range_agg(tstzrange(
                lower(s.busy) - make_interval(mins => coach.after), upper(s.busy) + make_interval(mins => coach.before)
            )) AS taken
        FROM coaching_sessions_session s
        WHERE s.coach_id = coach.id AND s.state IN ('proposed', 'booked', 'held') AND s.busy && %(weeks)s::tstzrange
            AND s.id IS DISTINCT FROM %(but)s
    ) held
    CROSS JOIN LATERAL (
        SELECT range_agg(p.during) AS helped FROM coaching_sessions_participation p
        WHERE p.person_id = coach.user_id AND p.active AND p.role = 'helped' AND p.during && %(weeks)s::tstzrange
    ) other
    CROSS JOIN LATERAL (
        SELECT range_agg(t.during) AS away FROM coaches_timeoff t
        WHERE t.coach_id = coach.id AND t.during && %(weeks)s::tstzrange
    ) off
    CROSS JOIN LATERAL (@spans@) span
    CROSS JOIN LATERAL unnest(
        span.open - coalesce(held.taken, '{}') - coalesce(other.helped, '{}') - coalesce(off.away, '{}') - mine.taken
    ) free
    CROSS JOIN LATERAL (SELECT greatest(lower(free), %(earliest)s) AS at) start
    CROSS JOIN LATERAL generate_series(
        start.at + make_interval(secs => mod(
            %(step)s - mod(extract(epoch FROM start.at AT TIME ZONE %(zone)s), %(step)s), %(step)s)::float),
        least(upper(free) - %(length)s::interval, %(latest)s),
        make_interval(secs => %(step)s)
    ) slot(starts_at)
"""
_DAY_RULES = """
        AND (coach.paused_until IS NULL OR day.day >= coach.paused_until)
        AND (SELECT count(*) FROM unnest(held.days) d WHERE d = day.day) < coach.daily_cap
        AND (SELECT count(*) FROM unnest(held.days) d WHERE date_trunc('week', d) = date_trunc('week', day.day))
            < coach.weekly_cap
"""
# A day's first rows are spread: each coach's first time in a block of two hours comes before the quarters between.
# Equal times: most room left under the weekly cap, then least recently booked; never by name.
_ORDER = "starts_at, room_left DESC, last_booked_at NULLS FIRST, coach_id"
_STATEMENT = """
WITH day AS ({days}), coach AS ({coaches}),
mine AS (
    SELECT coalesce(range_agg(p.during), '{{}}') AS taken FROM coaching_sessions_participation p
    WHERE p.person_id = ANY(%(persons)s) AND p.active AND p.during && %(weeks)s::tstzrange
        AND p.session_id IS DISTINCT FROM %(but)s
),
slot AS MATERIALIZED ({slots}),
spread AS (
    SELECT *, wall::date AS day,
        row_number() OVER (
            PARTITION BY coach_id, channel, wall::date, extract(hour FROM wall)::int / 2 ORDER BY starts_at
        ) AS in_block
    FROM slot WHERE true {slot_filters}
),
ranked AS (
    SELECT *, count(*) OVER (PARTITION BY day) AS in_day,
        row_number() OVER (PARTITION BY day ORDER BY (in_block > 1), {order}) AS place
    FROM spread
)
SELECT coach_id, starts_at, channel, site_id, room, in_day FROM ranked
WHERE %(per_day)s::int IS NULL OR place <= %(per_day)s OR day = %(whole_day)s::date
ORDER BY {order}
LIMIT %(limit)s
"""


@dataclass(frozen=True)
class FreeTime:
    """One time that can be booked; instants are UTC. `in_day` counts the free times of its local day."""

    coach_id: int
    starts_at: datetime
    ends_at: datetime
    channel: str
    site_id: int | None
    room: str
    in_day: int = field(default=0, compare=False)

    @property
    def token(self) -> str:
        """How an address or a form names this time."""
        return time_token(self.coach_id, self.starts_at)


def time_token(coach_id: int, starts_at: datetime) -> str:
    """`<coach id>@<UTC minute>`, such as `12@20261124T0930Z`."""
    return f"{coach_id}@{starts_at.astimezone(UTC):%Y%m%dT%H%MZ}"


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is looked for: `persons` are the ids of who would be helped, days are local dates, both included."""

    institution: Institution
    persons: tuple[int, ...]
    first_day: date
    last_day: date
    length: timedelta
    now: datetime = field(default_factory=timezone.now)
    topic_id: int | None = None
    coach_id: int | None = None
    site_id: int | None = None
    sector_id: int | None = None
    language: str = ""
    channels: tuple[str, ...] = ()
    hours: tuple[tuple[time, time], ...] = ()
    starts_at: datetime | None = None
    but: int | None = None
    """A session to look past: the one that is being moved."""
    per_day: int | None = None
    whole_day: date | None = None
    limit: int | None = None

    @property
    def earliest(self) -> datetime:
        """The first instant that the minimum notice allows, an absolute duration from now."""
        return self.now + timedelta(minutes=self.institution.minimum_notice_minutes)

    @property
    def horizon(self) -> date:
        """The last local day that can be booked."""
        return self.now.astimezone(self.institution.tz).date() + timedelta(days=self.institution.horizon_days)


def find_free_times(search: Search) -> list[FreeTime]:
    """The times that `search.persons` could all be helped at, soonest first: one statement for all coaches."""
    first, last = max(search.first_day, search.now.astimezone(search.institution.tz).date()), search.last_day
    last = min(last, search.horizon)
    if first > last:
        return []
    coach_filters, slot_filters = _filters(search)
    statement = _STATEMENT.format(
        days=DAYS,
        coaches=_COACHES.format(coach_filters=coach_filters),
        slots=_SLOTS.replace("@spans@", OPEN_SPANS.format(day_rules=_DAY_RULES)),
        slot_filters=slot_filters,
        order=_ORDER,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(search, first, last))
        return [FreeTime(row[0], row[1], row[1] + search.length, *row[2:]) for row in cursor.fetchall()]


def _filters(search: Search) -> tuple[str, str]:
    """Conditions on coaches and on times. Only conditions that were asked for stand in the statement."""
    coach = {
        "coach_id": "AND c.id = %(coach_id)s",
        "topic_id": "AND EXISTS (SELECT FROM coaches_coach_topics t"
        " WHERE t.coach_id = c.id AND t.topic_id = %(topic_id)s)",
        "sector_id": "AND EXISTS (SELECT FROM coaches_coach_sectors t"
        " WHERE t.coach_id = c.id AND t.sector_id = %(sector_id)s)",
        "language": "AND %(language)s = ANY(c.languages)",
    }
    slot = {
        # A site is where one meets; the ways that need no place are open to every site.
        "site_id": "AND (site_id = %(site_id)s OR channel IN ('online', 'phone', 'chat'))",
        "channels": "AND channel = ANY(%(channels)s)",
        "hours": "AND wall::time <@ ANY(%(hours)s::timerange[])",
        "starts_at": "AND starts_at = %(starts_at)s",
    }
    if search.hours:
        slot["hours"] = "AND ({})".format(
            " OR ".join(f"wall::time >= %(from_{n})s AND wall::time < %(until_{n})s" for n in range(len(search.hours)))
        )
    return tuple(" ".join(sql for name, sql in part.items() if getattr(search, name)) for part in (coach, slot))  # type: ignore[return-value]  # two parts


def _values(search: Search, first: date, last: date) -> dict[str, Any]:
    """The statement's parameters for the local days `first` to `last`."""
    tz = search.institution.tz
    monday = first - timedelta(days=first.weekday())
    sunday = last + timedelta(days=6 - last.weekday())
    hours = {
        f"{name}_{n}": value
        for n, span in enumerate(search.hours)
        for name, value in zip(("from", "until"), span, strict=True)
    }
    return hours | {
        "institution": search.institution.pk,
        "persons": list(search.persons),
        "zone": search.institution.zone,
        "first_day": first,
        "last_day": last,
        "gaps": changes_that_skip(tz, first, last),
        "weeks": f"[{midnight(monday, tz).isoformat()},{midnight(sunday + timedelta(days=1), tz).isoformat()})",
        "earliest": search.earliest,
        "latest": midnight(last + timedelta(days=1), tz) - timedelta(minutes=1),
        "length": search.length,
        "step": search.institution.step_minutes * 60,
        "but": search.but,
        "topic_id": search.topic_id,
        "coach_id": search.coach_id,
        "site_id": search.site_id,
        "sector_id": search.sector_id,
        "language": search.language,
        "channels": list(search.channels),
        "starts_at": search.starts_at,
        "per_day": search.per_day,
        "whole_day": search.whole_day,
        "limit": search.limit,
    }


def midnight(day: date, tz: ZoneInfo) -> datetime:
    """The UTC instant at which the local `day` begins."""
    return datetime.combine(day, time(), tz).astimezone(UTC)


def changes_that_skip(tz: ZoneInfo, first: date, last: date) -> list[datetime]:
    """The UTC instants, from `first` to `last`, at which the clock jumps ahead and skips wall time."""
    edges = [midnight(first + timedelta(days=n), tz) for n in range((last - first).days + 2)]
    pairs = zip(edges, edges[1:], strict=False)
    return [_jump(tz, start, end) for start, end in pairs if _offset(tz, end) > _offset(tz, start)]


def _offset(tz: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(tz).utcoffset() or timedelta(0)


def _jump(tz: ZoneInfo, start: datetime, end: datetime) -> datetime:
    """The minute between `start` and `end` at which the offset changes, by halving."""
    before = _offset(tz, start)
    low, high = 0, int((end - start).total_seconds() // 60)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(tz, start + timedelta(minutes=middle)) == before else (low, middle)
    return start + timedelta(minutes=high)


@dataclass(frozen=True)
class Place:
    """How and where a coach is open: the way of meeting, a site and a room."""

    channel: str
    site_id: int | None = None
    room: str = ""


_OPEN_FOR = f"""
WITH day AS ({DAYS}), coach AS (SELECT %(coach)s::bigint AS id)
SELECT span.channel, span.site_id, span.room
FROM coach CROSS JOIN LATERAL ({OPEN_SPANS.format(day_rules="")}) span
WHERE span.open @> tstzrange(%(starts_at)s, %(ends_at)s)
"""


def open_for(*, coach_id: int, tz: ZoneInfo, starts_at: datetime, ends_at: datetime) -> Place | None:
    """How `coach_id` is open during the whole of the UTC instants given, or None where they are not."""
    first = starts_at.astimezone(tz).date() - timedelta(days=1)
    last = ends_at.astimezone(tz).date()
    values = {
        "coach": coach_id,
        "zone": tz.key,
        "first_day": first,
        "last_day": last,
        "gaps": changes_that_skip(tz, first, last),
        "starts_at": starts_at,
        "ends_at": ends_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_FOR, values)
        row = cursor.fetchone()
    return Place(*row) if row else None
