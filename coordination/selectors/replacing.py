"""Who could take a session over as it is, at its own time, when its coach cannot hold it.

Who fits best is known before anyone's calendar is looked at, since all times are the same one. So only the best few
are looked at, and everyone else where those are not free: with hundreds of coaches that is most of the work.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from coaches.models import Coach
from coordination.selectors.candidates import Candidate, Need
from coordination.selectors.ranking import candidate_of, of_coach, with_facts
from sessions.free_times import FreeTime, free_times_of_each
from sessions.models import Session
from sessions.people import helped

WANTED, LOOKED_AT = 3, 24
"""So many replacements are enough, and so many of the best coaches are looked at first."""


def need_of_session(session: Session, *, first_day: date, last_day: date) -> Need:
    """Another coach for `session` on one of those days: its topic, people and length, near where it was to be.

    Read with `institution`, `topic` and `participations__person`, it asks nothing of the database.
    """
    people, where = helped(session), session.meeting_site_id or session.site_id
    return Need(
        institution=session.institution,
        topic=session.topic,
        persons=tuple(person.pk for person in people),
        length=session.ends_at - session.starts_at,
        first_day=first_day,
        last_day=last_day,
        near=frozenset(() if where is None else (where,)),
        sector=session.sector_id,
        language=people[0].language if people else "",
        but=session.pk,
        but_coach=session.coach_id,
    )


def replacements_for(session: Session) -> list[Candidate]:
    """The other coaches who could take `session` over as it is, at its own time, best first."""
    return replacements_for_each([session])[session.pk]


def replacements_for_each(sessions: Sequence[Session]) -> dict[int, list[Candidate]]:
    """The best coaches who could take over each of `sessions` of one institution, best first, by the sessions' ids.

    At least three where there are so many. Three queries at most, however many sessions and coaches there are.
    """
    if not sessions:
        return {}
    needs = {session.pk: _at_its_time(session) for session in sessions}
    lines = _lines(list(needs.values()))
    best = {pk: lines(need) for pk, need in needs.items()}
    found = _free_among(needs, {pk: line[:LOOKED_AT] for pk, line in best.items()})
    scarce = [pk for pk, line in best.items() if len(found[pk]) < WANTED and len(line) > LOOKED_AT]
    return found | _free_among({pk: needs[pk] for pk in scarce}, best)


def _at_its_time(session: Session) -> Need:
    day = session.starts_at.astimezone(session.institution.tz).date()
    return replace(need_of_session(session, first_day=day, last_day=day), starts_at=session.starts_at)


def _lines(needs: Sequence[Need]) -> Callable[[Need], list[Any]]:
    """The coaches of a need's topic, best first, whether free or not: one query for all of `needs`."""
    rows = Coach.objects.open().filter(institution=needs[0].institution)
    topics = {need.topic for need in needs}
    if not any(topic.is_open for topic in topics):
        of_topics = Coach.topics.through._default_manager.filter(topic__in=topics)
        rows = rows.filter(pk__in=of_topics.values("coach"))
    topic_ids = of_coach(Coach.topics.through, "topic_id")
    coaches: list[Any] = list(with_facts(rows, needs[0].institution).annotate(topic_ids=topic_ids))

    @cache
    def line(topic_id: int | None, near: frozenset[int], sector: int | None, language: str) -> list[Any]:
        """What the place in line stands on; most sessions of one coach have it in common."""
        need = replace(needs[0], near=near, sector=sector, language=language)
        known = [coach for coach in coaches if topic_id is None or topic_id in coach.topic_ids]
        return sorted(known, key=lambda coach: _candidate(need, coach).place_in_line)

    def line_of(need: Need) -> list[Any]:
        topic_id = None if need.topic.is_open else need.topic.pk
        return [coach for coach in line(topic_id, need.near, need.sector, need.language) if _may_be_asked(need, coach)]

    return line_of


def _may_be_asked(need: Need, coach: Coach) -> bool:
    return coach.pk != need.but_coach and coach.user_id not in need.persons


def _candidate(need: Need, coach: Any, time: FreeTime | None = None) -> Candidate:
    """At the time of the session, also before it is known whether that is free."""
    assert need.starts_at
    at = time or FreeTime(coach.pk, need.starts_at, need.starts_at + need.length, "", None, "")
    return candidate_of(need, coach, (at,), True)


def _free_among(needs: dict[int, Need], lines: dict[int, list[Any]]) -> dict[int, list[Candidate]]:
    """Of each need's coaches those who are free, in the same order: one query."""
    searches = [
        replace(need.search(wide=False, per_coach=1), coach_ids=tuple(coach.pk for coach in lines[pk]))
        for pk, need in needs.items()
    ]
    found = {}
    for (pk, need), times in zip(needs.items(), free_times_of_each(searches), strict=True):
        free = {time.coach_id: time for time in times}
        found[pk] = [_candidate(need, coach, free[coach.pk]) for coach in lines[pk] if coach.pk in free]
    return found
