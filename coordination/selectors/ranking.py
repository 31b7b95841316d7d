"""Which coaches fit, best first.

The order: what fits (a time within the wish, the language, hours left, the site, the sector), then the soonest free
time, then most hours left, then most room in the week, then whoever was booked longest ago; never by name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from coaches.hours.accounts import ALL_MINUTES
from coaches.models import Coach, CoachQuerySet, Mandate, WorkLog
from coordination.selectors.candidates import Candidate, Need
from kit.zones import midnight
from organisation.calendar import academic_year_of
from organisation.models import Institution
from sessions.free_times import FreeTime, Search, free_times_of_each
from sessions.models import Session

TIMES_EACH = 3
"""So many times of a coach are shown, each on another day."""
SOON = timedelta(days=7)
"""Within this nearly everyone has a first time."""


def rank_coaches(need: Need, *, everyone: bool = True) -> list[Candidate]:
    """The coaches of the topic with a free time, best first: at most three queries, however many there are.

    With `everyone` also those who have no time such as wished for; else they are named only if nobody has.
    """
    return rank_each([need], everyone=everyone)[0]


def rank_each(needs: Sequence[Need], *, everyone: bool = False) -> list[list[Candidate]]:
    """`rank_coaches` for each of `needs` of one institution, in no more queries than for one: four at most.

    Without `everyone` each candidate has only the first time.
    """
    each = TIMES_EACH if everyone else 1
    searches = [need.search(wide=False, per_coach=each) for need in needs]
    wished = free_times_of_each(searches) if everyone else _first_times(searches)
    asked = [n for n, need in enumerate(needs) if need.is_wished and (everyone or not wished[n])]
    others = free_times_of_each([needs[n].search(wide=True, per_coach=each) for n in asked])
    wide = dict(zip(asked, others, strict=True))
    found = [(_by_coach(times), _by_coach(wide.get(n, ()))) for n, times in enumerate(wished)]
    ids = {pk for both in found for times in both for pk in times}
    rows = Coach.objects.filter(pk__in=ids)
    coaches = {coach.pk: coach for coach in with_facts(rows, needs[0].institution)} if ids else {}
    return [_ranked(need, coaches, *both) for need, both in zip(needs, found, strict=True)]


def _first_times(searches: Sequence[Search]) -> list[list[FreeTime]]:
    """The first time of each coach. Nearly all have one soon, so only the others are looked at for longer."""
    soon = free_times_of_each([replace(one, last_day=min(one.last_day, one.first_day + SOON)) for one in searches])
    rest = [_after(search, found) for search, found in zip(searches, soon, strict=True)]
    return [first + later for first, later in zip(soon, free_times_of_each(rest), strict=True)]


def _after(search: Search, found: Iterable[FreeTime]) -> Search:
    ids = tuple(time.coach_id for time in found)
    return replace(search, first_day=search.first_day + SOON + timedelta(days=1), but_coaches=ids)


def _by_coach(times: Iterable[FreeTime]) -> dict[int, list[FreeTime]]:
    found: dict[int, list[FreeTime]] = {}
    for time in times:
        found.setdefault(time.coach_id, []).append(time)
    return found


def _ranked(
    need: Need, coaches: dict[int, Any], wished: dict[int, list[FreeTime]], others: dict[int, list[FreeTime]]
) -> list[Candidate]:
    times = {pk: (found, True) for pk, found in wished.items()}
    times |= {pk: (found, False) for pk, found in others.items() if pk not in wished}
    known = ((coaches[pk], *found) for pk, found in times.items() if pk != need.but_coach)
    found = [candidate_of(need, coach, found, in_wish) for coach, found, in_wish in known]
    return sorted(found, key=lambda candidate: candidate.place_in_line)


def candidate_of(need: Need, coach: Any, times: Sequence[FreeTime], in_wish: bool) -> Candidate:
    """`coach` is one of `with_facts`."""
    given = coach.quarter_hours
    cap = need.institution.weekly_cap if coach.weekly_cap is None else coach.weekly_cap
    return Candidate(
        coach=coach,
        need=need,
        times=tuple(times),
        in_wish=in_wish,
        sites=frozenset(coach.site_ids),
        sectors=frozenset(coach.sector_ids),
        minutes_left=None if given is None else given * 15 - coach.minutes_used,
        this_week=coach.this_week,
        room_left=cap - coach.this_week,
    )


def with_facts(coaches: CoachQuerySet, institution: Institution) -> CoachQuerySet:
    """`coaches` with what speaks for them, in one query."""
    today = timezone.localdate(timezone=institution.tz)
    monday, year = today - timedelta(days=today.weekday()), academic_year_of(today)
    mandates = Mandate.objects.filter(user=OuterRef("user"), academic_year=year)
    work = WorkLog.objects.filter(user=OuterRef("user"), starts_at__gte=midnight(date(year, 8, 1), institution.tz))
    week = (midnight(monday, institution.tz), midnight(monday + timedelta(days=7), institution.tz))
    sessions = Session.objects.holding().filter(coach=OuterRef("pk"), starts_at__gte=week[0], starts_at__lt=week[1])
    return (
        coaches.select_related("user")
        .with_age_of_calendars()
        .annotate(
            site_ids=of_coach(Coach.sites.through, "site_id"),
            sector_ids=of_coach(Coach.sectors.through, "sector_id"),
            quarter_hours=_sum(mandates, "user", Sum("quarter_hours")),
            minutes_used=Coalesce(_sum(work, "user", ALL_MINUTES), 0),
            this_week=Coalesce(_sum(sessions, "coach", Count("pk")), 0),
        )
    )


def of_coach(through: Any, column: str) -> ArraySubquery:
    """The ids in `column` of a coach's rows in a table between."""
    return ArraySubquery(through.objects.filter(coach=OuterRef("pk")).values(column))


def _sum(rows: QuerySet, by: str, figure: Sum | Count) -> Subquery:
    return Subquery(rows.order_by().values(by).annotate(figure=figure).values("figure"), output_field=IntegerField())
