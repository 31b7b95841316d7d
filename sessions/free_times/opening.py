"""Opening hours as instants: wall time, date by date, across both changes of the clock."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from coaches.models import Coach
from kit.zones import change_days, skips
from organisation.calendar import public_holidays
from organisation.models import Institution

# PostgreSQL reads a wall time that does not exist with the offset before the change, so it lands after the change;
# such an opening starts at the change itself. A wall time that exists twice is the later one. All that is for the days
# of a change only: on any other day a wall time lies as far from midnight as the clock says.
_INSTANT = """
        CASE WHEN day.is_plain THEN day.begins + {wall}::interval ELSE (
            SELECT CASE WHEN i.at AT TIME ZONE %(zone)s = day.day + {wall} THEN i.at
                ELSE (SELECT max(g) FROM unnest(%(skips)s::timestamptz[]) g WHERE g <= i.at) END
            FROM (SELECT (day.day + {wall}) AT TIME ZONE %(zone)s AS at) i
        ) END"""
DAYS = """
    SELECT d::date AS day, date_trunc('week', d)::date AS monday, extract(isodow FROM d)::int AS weekday,
        extract(week FROM d)::int %% 2 = 1 AS is_odd,
        d AT TIME ZONE %(zone)s AS begins, d::date <> ALL(%(change_days)s::date[]) AS is_plain,
        ARRAY(SELECT c.site_id FROM organisation_closedday c
            WHERE c.institution_id = %(institution)s AND c.site_id IS NOT NULL AND c.day = d::date) AS closed_sites
    FROM generate_series(%(first_day)s::timestamp, %(last_day)s::timestamp, interval '1 day') d
"""
NOT_CLOSED = """
    WHERE d::date <> ALL(%(holidays)s::date[]) AND NOT EXISTS (
        SELECT FROM organisation_closedday c
        WHERE c.institution_id = %(institution)s AND c.site_id IS NULL AND c.day = d::date
    )
"""
SITE_NOT_CLOSED = "AND (o.site_id IS NULL OR o.site_id <> ALL(day.closed_sites)) "
OPENING = f"""
    SELECT o.coach_id, o.channel, o.site_id, o.room, day.*,
        {_INSTANT.format(wall="o.starts")} AS opens, {_INSTANT.format(wall="o.ends")} AS closes
    FROM coaches_openinghours o
    JOIN coach ON coach.id = o.coach_id
    JOIN day ON day.weekday = o.weekday
        AND day.day >= o.valid_from AND (o.valid_until IS NULL OR day.day <= o.valid_until)
        AND (o.weeks = 'every' OR (o.weeks = 'odd') = day.is_odd)
"""
"""SELECT of every opening as instants, without what comes after WHERE.

It stands on the relations `coach` (id) and `day` (DAYS) of the statement around it.
"""


def day_values(institution: Institution, first: date, last: date) -> dict[str, Any]:
    """The parameters of the parts above for the local days `first` to `last`."""
    return {
        "institution": institution.pk,
        "zone": institution.zone,
        "first_day": first,
        "last_day": last,
        "skips": skips(institution.tz, first, last),
        "change_days": change_days(institution.tz, first, last),
        "holidays": public_holidays(institution, first, last),
    }


@dataclass(frozen=True)
class Place:
    """How and where a coach is open: the way of meeting, a site and a room."""

    channel: str
    site_id: int | None = None
    room: str = ""


Span = tuple[datetime, datetime]
"""Two instants, from and until."""


def openings(coach: Coach, first: date, last: date) -> dict[Place, list[Span]]:
    """When `coach` is open on the local days given, closed days or not: UTC instants by how and where."""
    values = day_values(coach.institution, first, last) | {"coach": coach.pk}
    statement = f"""
        WITH day AS MATERIALIZED ({DAYS}), coach AS (SELECT %(coach)s::bigint AS id),
        opening AS ({OPENING})
        SELECT channel, site_id, room, lower(part), upper(part) FROM (
            SELECT channel, site_id, room, range_agg(tstzrange(opens, closes)) AS open
            FROM opening WHERE closes > opens GROUP BY channel, site_id, room
        ) places CROSS JOIN LATERAL unnest(open) part ORDER BY lower(part)
    """
    found: dict[Place, list[Span]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for channel, site_id, room, opens, closes in cursor.fetchall():
            found.setdefault(Place(channel, site_id, room), []).append((opens, closes))
    return found


def open_spans(coach: Coach, first: date, last: date) -> list[Span]:
    """The UTC instants from and until which `coach` takes bookings on the local days given, soonest first."""
    return open_spans_of(coach.institution, [coach.pk], first, last).get(coach.pk, [])


def open_spans_of(institution: Institution, coaches: list[int], first: date, last: date) -> dict[int, list[Span]]:
    """As `open_spans`, for the coaches with these ids, in one query; who is never open has no entry."""
    values = day_values(institution, first, last) | {"coaches": coaches}
    statement = f"""
        WITH day AS MATERIALIZED ({DAYS} {NOT_CLOSED}),
        coach AS (SELECT id, paused_until FROM coaches_coach WHERE id = ANY(%(coaches)s::bigint[])),
        opening AS (
            {OPENING} WHERE (coach.paused_until IS NULL OR day.day >= coach.paused_until) {SITE_NOT_CLOSED}
        )
        SELECT coach_id, lower(part), upper(part)
        FROM (
            SELECT coach_id, range_agg(tstzrange(opens, closes)) AS open FROM opening WHERE closes > opens
            GROUP BY coach_id
        ) all_openings
        CROSS JOIN LATERAL unnest(open) part ORDER BY 1, 2
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return {coach: [(row[1], row[2]) for row in of_coach] for coach, of_coach in groupby(rows, key=itemgetter(0))}
