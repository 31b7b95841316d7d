"""The statement that finds free times, and the ways of asking it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from kit.zones import midnight
from sessions.free_times.opening import DAYS, NOT_CLOSED, SITE_NOT_CLOSED, day_values, opening
from sessions.free_times.search import FreeTime, Search

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
# The first start on the step's grid of the local clock at or after an instant.
_ON_GRID = """{at} + make_interval(secs => mod(
    %(step)s - mod(extract(epoch FROM {at} AT TIME ZONE %(zone)s), %(step)s), %(step)s)::float)"""
# Each coach that is open at all is joined through the exclusion constraint's own index: the cost grows with the
# coaches that fit, not with the sessions ever held. Days are counted over whole ISO weeks, for the caps; a session of
# the next week or the last one may still stand within a buffer's reach.
_HELD = """
    SELECT coach.id AS coach_id, taken.ranges, coalesce(taken.days, '{{}}') AS days
    FROM coach CROSS JOIN LATERAL (
        SELECT range_agg(t.range) AS ranges, array_agg(t.day) FILTER (WHERE t.day IS NOT NULL) AS days
        FROM (
            SELECT tstzrange(
                lower(s.busy) - make_interval(mins => coach.after), upper(s.busy) + make_interval(mins => coach.before)
            ) AS range, (s.starts_at AT TIME ZONE %(zone)s)::date AS day
            FROM coaching_sessions_session s
            WHERE s.coach_id = coach.id AND s.state IN ('proposed', 'booked', 'held')
                AND s.busy && tstzrange(
                    lower(%(weeks)s::tstzrange) - make_interval(mins => coach.before),
                    upper(%(weeks)s::tstzrange) + make_interval(mins => coach.after)
                ) AND s.id IS DISTINCT FROM %(but)s
            UNION ALL
            SELECT p.during, NULL FROM coaching_sessions_participation p
            WHERE p.person_id = coach.user_id AND p.active AND p.role = 'helped' AND p.during && %(weeks)s::tstzrange
            UNION ALL
            SELECT o.during, NULL FROM coaches_timeoff o
            WHERE o.coach_id = coach.id AND o.during && %(weeks)s::tstzrange
            UNION ALL
            SELECT b.during, NULL FROM coaches_busytime b
            WHERE b.coach_id = coach.id AND b.during && %(weeks)s::tstzrange
        ) t
    ) taken
    WHERE coach.id IN (SELECT coach_id FROM considered)
"""
# Equal times: most room left under the weekly cap, then least recently booked; never by name.
_ORDER = "starts_at, room_left DESC, last_booked_at NULLS FIRST, coach_id"
# A day's first rows are spread: each coach's first time in a block of two hours comes before the quarters between.
_STATEMENT = """
WITH day AS ({days}), coach AS ({coaches}),
mine AS (
    SELECT coalesce(range_agg(p.during), '{{}}') AS ranges FROM coaching_sessions_participation p
    WHERE p.person_id = ANY(%(persons)s) AND p.active AND p.during && %(weeks)s::tstzrange
        AND p.session_id IS DISTINCT FROM %(but)s
),
opening AS ({opening} WHERE (coach.paused_until IS NULL OR day.day >= coach.paused_until) {opening_filters}),
started AS (
    SELECT *, {first_start} AS first_start
    FROM (SELECT *, greatest(opens, %(earliest)s) AS at FROM opening WHERE closes > opens) clipped
),
considered AS MATERIALIZED (
    SELECT * FROM started WHERE first_start + %(length)s::interval <= closes
    ORDER BY first_start FETCH FIRST %(enough)s ROWS WITH TIES
),
held AS MATERIALIZED ({held}),
open AS (
    SELECT coach_id, channel, site_id, room, day, range_agg(tstzrange(opens, closes)) AS ranges
    FROM considered GROUP BY coach_id, channel, site_id, room, day
),
slot AS MATERIALIZED (
    SELECT coach.id AS coach_id, coach.last_booked_at, slot.starts_at, open.day,
        slot.starts_at AT TIME ZONE %(zone)s AS wall, open.channel, open.site_id, open.room,
        coach.weekly_cap - week.held AS room_left
    FROM open JOIN held USING (coach_id) JOIN coach ON coach.id = open.coach_id CROSS JOIN mine
    CROSS JOIN LATERAL (
        SELECT count(*) AS held, count(*) FILTER (WHERE d = open.day) AS held_on_day
        FROM unnest(held.days) d WHERE date_trunc('week', d) = date_trunc('week', open.day)
    ) week
    CROSS JOIN LATERAL unnest(open.ranges - coalesce(held.ranges, '{{}}') - mine.ranges) free
    CROSS JOIN LATERAL (SELECT greatest(lower(free), %(earliest)s) AS at) begins
    CROSS JOIN LATERAL generate_series(
        {first_free}, least(upper(free) - %(length)s::interval, %(latest)s), make_interval(secs => %(step)s)
    ) slot(starts_at)
    WHERE week.held_on_day < coach.daily_cap AND week.held < coach.weekly_cap
),
spread AS (
    SELECT *, row_number() OVER (
        PARTITION BY coach_id, channel, day, extract(hour FROM wall)::int / 2 ORDER BY starts_at
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
# With a limit only the openings that start soonest are looked at: a time is certain as long as it is not later than
# the last of them, since every opening that starts by then is among them.
_CERTAIN = "AND starts_at <= (SELECT max(first_start) FROM considered)"


def find_free_times(search: Search) -> list[FreeTime]:
    """The times that `search.persons` could all be helped at, soonest first: one statement for all coaches."""
    return _ask(search, enough=None)


def next_free_times(search: Search, limit: int) -> list[FreeTime]:
    """The soonest `limit` free times between the search's days, looking only as far as needed: three questions at most.

    First among the openings that start soonest on the first days, then among more in a week, then among all.
    """
    first = max(search.first_day, search.today)
    for days, enough in ((2, 2 * limit + 16), (7, 16 * limit + 16), (None, None)):
        last = search.last_day if days is None else min(search.last_day, first + timedelta(days=days - 1))
        found = _ask(replace(search, last_day=last, limit=limit), enough=enough)
        if len(found) >= limit:
            return found
    return found


def _ask(search: Search, *, enough: int | None) -> list[FreeTime]:
    """`enough`: how many openings to look at; None for all of them."""
    first, last = max(search.first_day, search.today), min(search.last_day, search.horizon)
    if first > last:
        return []
    values = _values(search, first, last) | {"enough": enough or 2**31}
    with connection.cursor() as cursor:
        cursor.execute(_statement(search, values, certain=enough is not None), values)
        return [FreeTime(row[0], row[1], row[1] + search.length, *row[2:]) for row in cursor.fetchall()]


def _statement(search: Search, values: dict[str, Any], *, certain: bool) -> str:
    filters = {where: " ".join(sql for name, sql in part if getattr(search, name)) for where, part in _filters(search)}
    return _STATEMENT.format(
        days=DAYS + NOT_CLOSED,
        coaches=_COACHES.format(coach_filters=filters["coach"]),
        opening=opening(has_skips=bool(values["skips"])),
        opening_filters=SITE_NOT_CLOSED + filters["opening"],
        first_start=_ON_GRID.format(at="at"),
        held=_HELD.format(),
        first_free=_ON_GRID.format(at="begins.at"),
        slot_filters=filters["slot"] + (_CERTAIN if certain else ""),
        order=_ORDER,
    )


def _filters(search: Search) -> list[tuple[str, list[tuple[str, str]]]]:
    """Conditions by the field that asks for them; only what was asked for stands in the statement."""
    parts_of_day = " OR ".join(
        f"wall::time >= %(from_{n})s AND wall::time < %(until_{n})s" for n in range(len(search.hours))
    )
    of_coach = "AND EXISTS (SELECT FROM coaches_coach_{0}s t WHERE t.coach_id = c.id AND t.{0}_id = %({0}_id)s) "
    return [
        (
            "coach",
            [
                ("coach_id", "AND c.id = %(coach_id)s "),
                ("topic_id", of_coach.format("topic")),
                ("sector_id", of_coach.format("sector")),
                ("language", "AND %(language)s = ANY(c.languages) "),
            ],
        ),
        (
            "opening",
            [
                # A site is where one meets; the ways that need no place are open to every site.
                ("site_id", "AND (o.site_id = %(site_id)s OR o.channel IN ('online', 'phone', 'chat')) "),
                ("channels", "AND o.channel = ANY(%(channels)s) "),
            ],
        ),
        ("slot", [("hours", f"AND ({parts_of_day}) "), ("starts_at", "AND starts_at = %(starts_at)s ")]),
    ]


def _values(search: Search, first: date, last: date) -> dict[str, Any]:
    """The statement's parameters for the local days `first` to `last`."""
    tz = search.institution.tz
    monday, next_monday = first - timedelta(days=first.weekday()), last + timedelta(days=7 - last.weekday())
    asked: tuple[str, ...] = ("length", "but", "topic_id", "coach_id", "site_id", "sector_id", "language", "starts_at")
    asked += ("per_day", "whole_day", "limit", "earliest")
    return {
        **day_values(search.institution, first, last),
        **{name: getattr(search, name) for name in asked},
        **{f"from_{n}": begins for n, (begins, _ends) in enumerate(search.hours)},
        **{f"until_{n}": ends for n, (_begins, ends) in enumerate(search.hours)},
        "persons": list(search.persons),
        "channels": list(search.channels),
        "step": search.institution.step_minutes * 60,
        "weeks": _range(midnight(monday, tz), midnight(next_monday, tz)),
        "latest": midnight(last + timedelta(days=1), tz) - timedelta(minutes=1),
    }


def _range(start: datetime, end: datetime) -> str:
    return f"[{start.isoformat()},{end.isoformat()})"
