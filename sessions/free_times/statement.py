"""The statement that finds free times of all coaches, put together of what a search asks for."""

from sessions.free_times.opening import DAYS, NOT_CLOSED, OPENING, SITE_NOT_CLOSED
from sessions.free_times.search import Search

_COACHES = """
    SELECT c.id, c.user_id, coalesce(c.last_booked_at, '-infinity') AS last_booked_at, c.paused_until,
        coalesce(c.buffer_before_minutes, i.buffer_before_minutes) AS before,
        coalesce(c.buffer_after_minutes, i.buffer_after_minutes) AS after,
        coalesce(c.daily_cap, i.daily_cap) AS daily_cap,
        coalesce(c.weekly_cap, i.weekly_cap) AS weekly_cap
    FROM coaches_coach c
    JOIN organisation_institution i ON i.id = c.institution_id
    WHERE c.institution_id = %(institution)s AND c.is_active AND c.user_id <> ALL(%(persons)s::bigint[]) {filters}
"""
# The first start on the step's grid of the local clock at or after an instant. On a day without a change of the clock
# the grid lies as regularly from midnight.
_ON_GRID = """CASE WHEN is_plain
        THEN date_bin(%(step)s, {at} + %(step)s - interval '1 microsecond', begins)
        ELSE {at} - {at} AT TIME ZONE %(zone)s
            + date_bin(%(step)s, {at} AT TIME ZONE %(zone)s + %(step)s - interval '1 microsecond', '2000-01-01')
        END"""
# Where only the soonest times are wanted, not every coach is looked at in full, only those with the openings that may
# come first: none of the others has a time before the last of these, since a time is never before its opening, nor has
# a coach more room in a week than the cap.
_SOONEST = """
soonest AS MATERIALIZED (
    SELECT *, {first_start} AS first_start
    FROM (SELECT opening.*, {may_start} AS at, -coach.weekly_cap AS fullest, last_booked_at
        FROM opening JOIN coach ON coach.id = opening.coach_id) started
    WHERE at < closes
    ORDER BY first_start, fullest, last_booked_at, coach_id LIMIT %(enough)s
),
"""
_OF_THE_SOONEST = "WHERE (coach_id, day) IN (SELECT coach_id, day FROM soonest)"
_CERTAIN = """AND coalesce((starts_at, -room_left, last_booked_at, coach_id) <= (
    SELECT first_start, fullest, last_booked_at, coach_id FROM soonest
    ORDER BY first_start, fullest, last_booked_at, coach_id OFFSET %(enough)s - 1 LIMIT 1
), true) """
# Each coach that is open at all is joined through the exclusion constraints' own indexes: the cost grows with the
# coaches that fit, not with the sessions ever held. Days are counted over whole ISO weeks, for the caps; a session of
# the next week or the last one may still stand within a buffer's reach. What a coach coaches stands with its buffers
# in the first part, and what they are in besides in the second. That their account is active is asked here, where few
# are left.
_HELD = """
    SELECT coach.*, coalesce(taken.ranges, '{{}}') + mine.ranges AS ranges, coalesce(taken.days, '{{}}') AS days
    FROM (SELECT DISTINCT coach_id AS id FROM open) is_open JOIN coach USING (id)
    JOIN organisation_user u ON u.id = coach.user_id AND u.is_active CROSS JOIN mine CROSS JOIN LATERAL (
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
                ) {but_session}
            UNION ALL
            SELECT p.during, NULL FROM coaching_sessions_participation p
            WHERE p.person_id = coach.user_id AND p.active AND p.during && %(weeks)s::tstzrange {but_part}
            UNION ALL
            SELECT o.during, NULL FROM coaches_timeoff o
            WHERE o.coach_id = coach.id AND o.during && %(weeks)s::tstzrange
            UNION ALL
            SELECT b.during, NULL FROM coaches_busytime b
            WHERE b.coach_id = coach.id AND b.during && %(weeks)s::tstzrange
        ) t
    ) taken
"""
# Whose turn it is among equal times: most room left under the weekly cap, then least recently booked; never by name.
_STATEMENT = """
WITH day AS MATERIALIZED ({days}), coach AS ({coaches}),
mine AS MATERIALIZED (
    SELECT coalesce(range_agg(p.during), '{{}}') AS ranges
    FROM unnest(%(persons)s::bigint[]) person
    JOIN coaching_sessions_participation p
        ON p.person_id = person AND p.active AND p.during && %(weeks)s::tstzrange {but_part}
),
opening AS (
    SELECT coach_id, channel, site_id, room, day, begins, is_plain, greatest(opens, %(earliest)s) AS opens, closes
    FROM ({opening} WHERE (coach.paused_until IS NULL OR day.day >= coach.paused_until) {opening_filters}) o
    WHERE closes > greatest(opens, %(earliest)s)
),
{soonest}
open AS (
    SELECT coach_id, channel, site_id, room, day, range_agg(tstzrange(opens, closes)) AS ranges
    FROM opening {chosen} GROUP BY coach_id, channel, site_id, room, day
),
held AS MATERIALIZED ({held}),
week AS MATERIALIZED (
    SELECT held.id AS coach_id, monday, last_booked_at, daily_cap, ranges, days,
        weekly_cap - taken.sessions AS room_left,
        row_number() OVER (ORDER BY weekly_cap - taken.sessions DESC, last_booked_at, held.id) AS turn
    FROM held CROSS JOIN (SELECT DISTINCT monday FROM day) mondays CROSS JOIN LATERAL (
        SELECT count(*)::int AS sessions FROM unnest(days) d WHERE d BETWEEN monday AND monday + 6
    ) taken
    WHERE taken.sessions < weekly_cap
),
piece AS (
    SELECT turn, coach_id, open.site_id, day, room_left, last_booked_at, begins, is_plain, channel, room,
        unnest(open.ranges - week.ranges) AS free
    FROM open JOIN day USING (day) JOIN week USING (coach_id, monday)
    WHERE cardinality(week.days) < daily_cap OR (SELECT count(*) FROM unnest(days) d WHERE d = open.day) < daily_cap
),
slot AS ({slots})
-- What is sorted by comes first: with 150,000 rows it is found a third quicker there.
SELECT coach_id, starts_at, channel, site_id, room, in_day
FROM ({found} ORDER BY {first}starts_at, turn LIMIT %(limit)s) found
"""
_CLOSEST = "greatest(starts_at - %(near)s, %(near)s - starts_at), "
_STARTS = "generate_series({first_free}, least(upper(free) - %(length)s, %(latest)s), %(step)s)"
_SLOTS = f"""
    SELECT {_STARTS} AS starts_at, turn, coach_id, site_id, day, room_left, last_booked_at, channel, room FROM piece
"""
# Where only first times are wanted, the quarters after the first of a free piece are not even made.
_FIRST_SLOTS = f"""
    SELECT first.starts_at, turn, coach_id, site_id, day, room_left, last_booked_at, channel, room
    FROM piece CROSS JOIN LATERAL (SELECT starts_at FROM {_STARTS} starts_at WHERE true {{filters}} LIMIT 1) first
"""
_WALL = "(starts_at AT TIME ZONE %(zone)s)"
_FOUND = "SELECT starts_at, turn, coach_id, site_id, channel, room, 0 AS in_day FROM slot WHERE true {filters}"
# A day's first rows are spread: each coach's first time in a block of two hours comes before the quarters between.
_FIRST_OF_DAYS = f"""
    SELECT * FROM (
        SELECT *, count(*) OVER (PARTITION BY day) AS in_day,
            row_number() OVER (PARTITION BY day ORDER BY in_block > 1, starts_at, turn) AS place
        FROM (
            SELECT *, row_number() OVER (
                PARTITION BY coach_id, channel, day, date_bin('2 hours', {_WALL}, '2000-01-01') ORDER BY starts_at
            ) AS in_block
            FROM slot WHERE true {{filters}}
        ) spread
    ) ranked WHERE place <= %(per_day)s OR day = %(whole_day)s::date
"""
_FIRST_OF_COACHES = """
    SELECT * FROM (
        SELECT *, row_number() OVER (PARTITION BY coach_id ORDER BY starts_at) AS place
        FROM (
            SELECT DISTINCT ON (coach_id, day) starts_at, turn, coach_id, site_id, channel, room, 0 AS in_day
            FROM slot ORDER BY coach_id, day, starts_at
        ) first_of_day
    ) ranked WHERE place <= %(per_coach)s
"""


def statement(search: Search, *, soonest_only: bool) -> str:
    """The SQL for `search`; only what was asked for stands in it.

    With `soonest_only` no more than %(enough)s openings are looked at, and only times that are certain to be the first
    ones are found.
    """
    filters = _slot_filters(search) + (_CERTAIN if soonest_only else "")
    slots, found = _FIRST_SLOTS if search.per_coach else _SLOTS, _found(search)
    first_start = _ON_GRID.format(at="at")
    return _STATEMENT.format(
        days=DAYS + NOT_CLOSED,
        coaches=_COACHES.format(filters=_told(search, _COACH_FILTERS)),
        opening=OPENING,
        opening_filters=SITE_NOT_CLOSED + _told(search, _OPENING_FILTERS),
        soonest=_SOONEST.format(first_start=first_start, may_start=_may_start(search)) if soonest_only else "",
        chosen=_OF_THE_SOONEST if soonest_only else "",
        held=_HELD.format(**_but(search)),
        slots=slots.format(first_free=_ON_GRID.format(at="lower(free)"), filters=filters),
        found=found.format(filters=filters),
        first=_CLOSEST if search.near else "",
        **_but(search),
    )


def _found(search: Search) -> str:
    if search.per_coach:
        return _FIRST_OF_COACHES
    return _FOUND if search.per_day is None else _FIRST_OF_DAYS


_OF_COACH = "AND EXISTS (SELECT FROM coaches_coach_{0}s t WHERE t.coach_id = c.id AND t.{0}_id = %({0}_id)s) "
_COACH_FILTERS = {
    "coach_id": "AND c.id = %(coach_id)s ",
    "coach_ids": "AND c.id = ANY(%(coach_ids)s::bigint[]) ",
    "but_coaches": "AND c.id <> ALL(%(but_coaches)s::bigint[]) ",
    "topic_id": _OF_COACH.format("topic"),
    "sector_id": _OF_COACH.format("sector"),
    "language": "AND %(language)s = ANY(c.languages) ",
}
_OPENING_FILTERS = {
    # A site is where one meets; the ways that need no place are open to every site.
    "site_id": "AND (o.site_id = %(site_id)s OR o.channel IN ('online', 'phone', 'chat')) ",
    "channels": "AND o.channel = ANY(%(channels)s) ",
    "weekdays": "AND day.weekday = ANY(%(weekdays)s) ",
}
_MAY_START = (
    "CASE WHEN opens < begins + %(until_{n})s::interval THEN greatest(opens, begins + %(from_{n})s::interval) END"
)
_IN_HOURS = f"{_WALL}::time >= %(from_{{n}})s AND {_WALL}::time < %(until_{{n}})s"


def _told(search: Search, filters: dict[str, str]) -> str:
    """The conditions of those fields that ask for something."""
    return "".join(sql for name, sql in filters.items() if getattr(search, name))


def _hours(search: Search, condition: str) -> str:
    """`condition` for one of the parts of the day that are asked for, if any are."""
    parts = [f"({condition.format(n=n)})" for n in range(len(search.hours))]
    return f"AND ({' OR '.join(parts)}) " if parts else ""


def _slot_filters(search: Search) -> str:
    return _told(search, {"starts_at": "AND starts_at = %(starts_at)s "}) + _hours(search, _IN_HOURS)


def _may_start(search: Search) -> str:
    """The instant before which no time of an opening is wanted."""
    if not search.hours:
        return "opens"
    froms = ", ".join(_MAY_START.format(n=n) for n in range(len(search.hours)))
    return f"CASE WHEN is_plain THEN least({froms}) ELSE opens END"


def _but(search: Search) -> dict[str, str]:
    """Looking past one session: without one nothing but the indexes need be read."""
    told = search.but is not None
    return {
        "but_session": "AND s.id <> %(but)s" if told else "",
        "but_part": "AND p.session_id <> %(but)s" if told else "",
    }
