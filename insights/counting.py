"""Counting one period out of the ledger: every cell of its tables, by two statements."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, Sum

from coaches.models import Channel, Coach, Mandate, WorkLog
from coordination.models import HelpRequest
from followup.models import FeedbackAnswer
from insights.models import ADDING_UP, Dimension, PublishedMeasure
from insights.periods import Period
from insights.suppression import Cell, Minimum
from organisation.models import Institution, User
from sessions.models import Participation, State
from topics.models import Theme

# A session that was held and help that was logged are one row each; corrections of closed months add minutes only. A
# row with only a number of people has nobody in `coaches_worklog_persons`. All breakdowns are counted in one pass,
# first for each coach and each person helped: distinct people of a hundred thousand rows are slow to count otherwise.
# GROUPING says with one bit for each column which of them a row is not broken down by.
COUNT = """
WITH work AS MATERIALIZED (
    SELECT w.id, w.user_id, w.minutes, w.corrects_id IS NULL AS is_help,
        coalesce(w.site_id::text, '') AS site, coalesce(w.sector_id::text, '') AS sector,
        coalesce(w.topic_id::text, '') AS topic, w.channel,
        CASE WHEN w.kind = 'session' THEN 'booked' ELSE 'logged' END AS booked
    FROM coaches_worklog w
    WHERE w.institution_id = %(institution)s AND w.kind IN ('session', 'help')
        AND w.starts_at >= %(from)s AND w.starts_at < %(until)s
), by_coach AS (
    SELECT GROUPING(site, sector, topic, channel, booked) AS without,
        coalesce(site, sector, topic, channel, booked, '') AS value,
        count(*) FILTER (WHERE is_help) AS helps, sum(minutes) AS minutes
    FROM work
    GROUP BY user_id, GROUPING SETS ((), (site), (sector), (topic), (channel), (booked))
), by_person AS (
    SELECT GROUPING(site, sector, topic, channel, booked) AS without,
        coalesce(site, sector, topic, channel, booked, '') AS value
    FROM work JOIN coaches_worklog_persons p ON p.worklog_id = work.id
    WHERE is_help
    GROUP BY p.user_id, GROUPING SETS ((), (site), (sector), (topic), (channel), (booked))
), counted AS (
    SELECT without, value, sum(helps) AS helps, sum(minutes) AS minutes, 0 AS persons, count(*) AS coaches
    FROM by_coach GROUP BY 1, 2
    UNION ALL
    SELECT without, value, 0, 0, count(*), 0 FROM by_person GROUP BY 1, 2
)
SELECT without, value, sum(helps)::int, sum(minutes)::int, sum(persons)::int, sum(coaches)::int
FROM counted GROUP BY 1, 2
"""
WITHOUT = {
    0b11111: "total",
    0b01111: "site",
    0b10111: "sector",
    0b11011: "topic",
    0b11101: "channel",
    0b11110: "booked",
}
"""Which breakdown a row of COUNT is of."""
# In two passes over the same rows: a look at the people for each theme took minutes where nothing was analysed yet.
COUNT_THEMES = """
WITH work AS MATERIALIZED (
    SELECT t.theme_id, w.id, w.user_id, w.minutes
    FROM followup_sessiontheme t
    JOIN coaching_sessions_session s ON s.id = t.session_id
    JOIN coaches_worklog w ON w.id = s.work_log_id
    WHERE t.institution_id = %(institution)s AND w.starts_at >= %(from)s AND w.starts_at < %(until)s
), helped AS (
    SELECT theme_id, count(DISTINCT p.user_id) AS persons
    FROM work JOIN coaches_worklog_persons p ON p.worklog_id = work.id
    GROUP BY theme_id
)
SELECT theme_id::text, count(*), sum(minutes), coalesce(max(persons), 0), count(DISTINCT user_id)
FROM work LEFT JOIN helped USING (theme_id)
GROUP BY theme_id
"""
Measure = PublishedMeasure.Name


def key_of(period: Period, dimension: str, value: str = "") -> tuple[str, str, str]:
    """By which `suppression` knows a cell."""
    return period.code, dimension, value


def cells_of(institution: Institution, period: Period) -> list[Cell]:
    """Every cell of the period's tables, those of nothing too. A month has no breakdowns, nor has what is running."""
    dimensions = list(Dimension) if period.is_broken_down else [Dimension.TOTAL]
    begins, ends = period.instants(institution.tz)
    values: dict[str, Any] = {"institution": institution.pk, "from": begins, "until": ends}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        rows = [(WITHOUT[without], value, counts) for without, value, *counts in cursor.fetchall()]
        if Dimension.THEME in dimensions:
            cursor.execute(COUNT_THEMES, values)
            rows += [("theme", value, counts) for value, *counts in cursor.fetchall()]
    found = {(dimension, value): counts for dimension, value, counts in rows if dimension in dimensions}
    keys = {(str(each), value) for each in dimensions for value in values_of(institution, each)} | found.keys()
    nothing = [0, 0, 0, 0]
    return [Cell(key_of(period, *key), *found.get(key, nothing)) for key in sorted(keys)]


def values_of(institution: Institution, dimension: str) -> list[str]:
    """The values that a breakdown always lists, so that nobody can tell one without help from one without a row."""
    rows = {"site": institution.sites, "sector": institution.sectors, "topic": institution.topics}
    if dimension in rows:
        return ["", *(str(pk) for pk in rows[dimension].values_list("pk", flat=True))]
    if dimension == Dimension.THEME:
        themes = Theme.objects.filter(institution=institution)
        return [str(pk) for pk in themes.values_list("pk", flat=True)]
    return {
        Dimension.TOTAL: [""],
        Dimension.CHANNEL: ["", *Channel.values],
        Dimension.BOOKED: ["booked", "logged"],
    }[Dimension(dimension)]


def sums_of(year: Period, halves: Iterable[Period], values: Iterable[tuple[str, str]]) -> list[tuple]:
    """How the cells of an academic year add up; `values` are the dimensions with their values."""
    halves, values = list(halves), [pair for pair in values if pair[0] != Dimension.TOTAL]
    sums = [(key_of(half, "total"), tuple(key_of(month, "total") for month in half.months)) for half in halves]
    for dimension, value in [("total", ""), *values]:
        sums.append((key_of(year, dimension, value), tuple(key_of(half, dimension, value) for half in halves)))
    for period in (*halves, year):
        for dimension in ADDING_UP:
            parts = tuple(key_of(period, dimension, value) for each, value in values if each == dimension)
            sums.append((key_of(period, "total"), parts))
    return sums


def measures_of(institution: Institution, period: Period, least: Minimum) -> dict[str, Decimal | None]:
    """The figures that are no cells, each as it is shown; None where it is not.

    Where a share is shown, both its sides have the minimum: one must not count the rest by it.
    """
    if not period.is_broken_down:
        return {}
    return {
        Measure.STAFF: _number(_staff(institution, period)),
        **_newcomers(institution, period, least),
        Measure.LEAD_DAYS: _lead_days(institution, period, least),
        **_hours(institution, period, least),
        Measure.FEEDBACK: _feedback(institution, period, least),
    }


def _number(value: int | float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.1"))


def _staff(institution: Institution, period: Period) -> int:
    """Who worked here at the period's end."""
    rows = User.objects.filter(Q(started_on=None) | Q(started_on__lt=period.ends_on), institution=institution)
    return rows.filter(Q(left_on=None, is_active=True) | Q(left_on__gte=period.ends_on)).count()


def _newcomers(institution: Institution, period: Period, least: Minimum) -> dict[str, Decimal | None]:
    """Those who started in the period, and of them those whose first session was held within the target."""
    new = User.objects.filter(
        institution=institution, started_on__gte=period.starts_on, started_on__lt=period.ends_on, coach=None
    )
    target = {pk: day for pk, day in new.values_list("pk", "started_on")}
    helped = Participation.objects.filter(
        person__in=target, role=Participation.Role.HELPED, session__state=State.HELD, left_at=None
    )
    met: set[int] = set()
    for pk, starts_at in helped.values_list("person_id", "session__starts_at"):
        days = (starts_at.astimezone(institution.tz).date() - target[pk]).days
        if days <= institution.first_session_days:
            met.add(pk)
    shown = len(met) >= least.persons and len(target) - len(met) >= least.persons
    return {
        Measure.NEW: _number(len(target)) if shown else None,
        Measure.NEW_MET: _number(len(met)) if shown else None,
    }


def _lead_days(institution: Institution, period: Period, least: Minimum) -> Decimal | None:
    """On average from asking without choosing a coach until the session that came of it; in days."""
    begins, ends = period.instants(institution.tz)
    wait = ExpressionWrapper(F("session__starts_at") - F("created_at"), output_field=DurationField())
    rows = HelpRequest.objects.filter(
        institution=institution,
        session__state=State.HELD,
        session__starts_at__gte=begins,
        session__starts_at__lt=ends,
        session__starts_at__gt=F("created_at"),
    )
    if rows.values("person").distinct().count() < least.persons:
        return None
    average = rows.aggregate(average=Avg(wait))["average"]
    return _number(average.total_seconds() / 86_400)


def _hours(institution: Institution, period: Period, least: Minimum) -> dict[str, Decimal | None]:
    """Minutes given for the year and used in it until the period's end, of coaches together."""
    hidden: dict[str, Decimal | None] = {Measure.GIVEN: None, Measure.USED: None}
    begins, ends = period.instants(institution.tz)
    year = period.starts_on.year if period.starts_on.month >= 8 else period.starts_on.year - 1
    mandates = Mandate.objects.filter(institution=institution, academic_year=year)
    coaches = Coach.objects.filter(institution=institution).values("user")
    people = mandates.filter(user__in=coaches).values("user").distinct()
    if people.count() < max(least.persons, least.coaches):
        return hidden
    given = mandates.filter(user__in=coaches).aggregate(sum=Sum("quarter_hours"))["sum"] or 0
    work = WorkLog.objects.filter(institution=institution, user__in=people, starts_at__gte=begins, starts_at__lt=ends)
    used = work.aggregate(sum=Sum(F("minutes") + F("preparation_minutes")))["sum"] or 0
    return {Measure.GIVEN: _number(given * 15), Measure.USED: _number(used)}


def _feedback(institution: Institution, period: Period, least: Minimum) -> Decimal | None:
    """The mean of all that was ticked in feedback given in the period; of few people or coaches none."""
    begins, ends = period.instants(institution.tz)
    given = FeedbackAnswer.objects.filter(
        feedback__institution=institution, feedback__given_at__gte=begins, feedback__given_at__lt=ends
    )
    counted = given.aggregate(
        mean=Avg("value"),
        persons=Count("feedback__person", distinct=True),
        coaches=Count("feedback__coach", distinct=True),
    )
    if counted["persons"] < least.persons or counted["coaches"] < least.coaches:
        return None
    return _number(counted["mean"])
