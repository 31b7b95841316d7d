"""The statement that plans years of sessions: who meets whom, when, and how it ended."""

PAST = (
    "CASE WHEN {0} < 0.86 THEN 'held' WHEN {0} < 0.94 THEN 'cancelled' "
    "WHEN {0} < 0.98 THEN 'not_held' ELSE 'lapsed' END"
)
AHEAD = "CASE WHEN {0} < 0.82 THEN 'booked' WHEN {0} < 0.92 THEN 'cancelled' ELSE 'proposed' END"
BUSY_MONTHS = "ARRAY[0.9, 0.7, 1, 1, 0.7, 1, 1, 1.3, 1.5, 1.1, 1.4, 0.9]"
"""From January on; the busier, the rather a time of the month is taken."""


def chance(draw: int, key: str = "key") -> str:
    """A number from 0 up to 1 for `key`: another one for each draw and seed, always the same for the same."""
    hashed = f"hashint8extended({key}, %(seed)s::bigint * 100 + {draw})"
    return f"(({hashed} & 9007199254740991) / 9007199254740992::double precision)"


# `people` come in the order in which they started, so those who were there on a day are the first ones.
PLAN = f"""
CREATE TEMPORARY TABLE plan ON COMMIT DROP AS
WITH day AS MATERIALIZED (
    SELECT d AS day, extract(isodow FROM d)::int AS weekday, extract(week FROM d)::int %% 2 = 1 AS is_odd,
        (SELECT count(*) FROM organisation_user u WHERE u.id = ANY(%(people)s) AND u.started_on <= d)::int AS there
    FROM unnest(%(days)s::date[]) d
),
coach AS MATERIALIZED (
    SELECT c.id AS coach_id, c.user_id, row_number() OVER (ORDER BY c.id) AS number, c.meeting_link,
        coalesce(c.buffer_before_minutes, %(before)s) AS before, coalesce(c.buffer_after_minutes, %(after)s) AS after,
        ARRAY(SELECT t.topic_id FROM coaches_coach_topics t WHERE t.coach_id = c.id ORDER BY t.topic_id) AS topics
    FROM coaches_coach c WHERE c.institution_id = %(institution)s
),
away AS MATERIALIZED (
    SELECT DISTINCT o.coach_id, d::date AS day
    FROM (SELECT coach_id, during FROM coaches_timeoff UNION ALL SELECT coach_id, during FROM coaches_busytime) o
    CROSS JOIN generate_series(
        lower(o.during) AT TIME ZONE %(zone)s, upper(o.during) AT TIME ZONE %(zone)s + interval '23 hours', '1 day'
    ) d
),
open AS (
    SELECT o.id AS span_id, coach.coach_id, day.day, part.of_day,
        coach.number << 20 | (day.day - %(origin)s) << 2 | part.of_day AS key
    FROM coaches_openinghours o JOIN coach USING (coach_id)
    CROSS JOIN LATERAL (
        SELECT CASE WHEN o.starts < '12:00' THEN 0 WHEN o.starts < '17:00' THEN 1 ELSE 2 END AS of_day
    ) part
    JOIN day ON day.weekday = o.weekday
        AND day.day >= o.valid_from AND (o.valid_until IS NULL OR day.day <= o.valid_until)
        AND (o.weeks = 'every' OR (o.weeks = 'odd') = day.is_odd)
),
taken AS (
    SELECT * FROM open LEFT JOIN away USING (coach_id, day) WHERE away.coach_id IS NULL
    ORDER BY power({chance(1)}, ({BUSY_MONTHS})[extract(month FROM day)::int]) DESC, key
    LIMIT %(sessions)s
),
met AS (
    SELECT taken.*, row_number() OVER (PARTITION BY day, of_day ORDER BY {chance(2)}, key) - 1 AS place,
        floor({chance(3, "(day - %(origin)s) << 2 | of_day")} * 100000)::int AS first_place
    FROM taken
),
timed AS (
    SELECT met.*, coach.user_id, coach.before, coach.after, coach.topics, o.channel, o.site_id AS meeting_site_id,
        o.room, CASE o.channel WHEN 'online' THEN coach.meeting_link ELSE '' END AS link,
        (%(people)s::bigint[])[1 + (met.place + met.first_place) %% day.there] AS person_id,
        (day + o.starts + slot.number * interval '30 minutes') AT TIME ZONE %(zone)s AS starts_at, length
    FROM met JOIN coach USING (coach_id) JOIN coaches_openinghours o ON o.id = met.span_id JOIN day USING (day)
    CROSS JOIN LATERAL (
        SELECT CASE WHEN {chance(4)} < 0.3 THEN interval '30 minutes' WHEN {chance(4)} < 0.75 THEN interval '45 minutes'
            ELSE interval '60 minutes' END AS length
    ) drawn
    CROSS JOIN LATERAL (
        SELECT floor({chance(5)} * (1 + floor(extract(epoch FROM o.ends - o.starts - length) / 1800))) AS number
    ) slot
    WHERE met.place < day.there
),
ended AS (
    SELECT *, starts_at + length AS ends_at,
        CASE WHEN starts_at > %(now)s THEN {AHEAD.format(chance(6))}
            WHEN starts_at + length > %(now)s THEN 'booked'
            WHEN starts_at > %(now)s::timestamptz - interval '4 days' AND {chance(7)} < 0.3 THEN 'booked'
            ELSE {PAST.format(chance(6))} END AS drawn_state
    FROM timed
)
SELECT row_number() OVER (ORDER BY starts_at, key) AS n, coach_id, user_id, person_id, starts_at, ends_at,
    before, after, channel, meeting_site_id, room, link, u.home_site_id AS site_id, u.home_sector_id AS sector_id,
    topics[1 + floor({chance(8)} * cardinality(topics))::int] AS topic_id,
    -- A proposal needs time to be answered.
    CASE WHEN drawn_state = 'proposed' AND starts_at < %(now)s::timestamptz + interval '30 hours' THEN 'booked'
        ELSE drawn_state END AS state,
    CASE drawn_state WHEN 'proposed' THEN %(now)s::timestamptz - {chance(9)} * interval '20 hours'
        ELSE least(starts_at - interval '20 hours' - {chance(9)} * interval '20 days',
            %(now)s::timestamptz - {chance(10)} * interval '4 days') END AS asked_at
FROM ended JOIN organisation_user u ON u.id = ended.person_id
"""
