"""The ways of asking for free times."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from kit.zones import midnight
from sessions.free_times.opening import day_values
from sessions.free_times.search import FreeTime, Search
from sessions.free_times.statement import statement

_AFTERNOON = 14
"""The local hour from which on hardly anyone is open any more on that day."""


def find_free_times(search: Search) -> list[FreeTime]:
    """The times that `search.persons` could all be helped at, soonest first: one statement for all coaches."""
    return _ask(search, enough=None)


def next_free_times(search: Search, limit: int) -> list[FreeTime]:
    """The soonest `limit` free times between the search's days, looking only as far as needed: three questions at most.

    First among the openings that may come first on the first day, then among more in a week, then among all.
    """
    likely = _first_likely_day(search)
    steps = ((likely, 4 * limit), (likely + timedelta(days=6), 20 * limit), (search.last_day, None))
    for last, enough in steps:
        found = _ask(replace(search, last_day=min(search.last_day, last), limit=limit), enough=enough)
        if len(found) >= limit:
            return found
    return found


def free_times_of_each(searches: Sequence[Search]) -> list[list[FreeTime]]:
    """What `find_free_times` finds for each of `searches`, all in one statement; equal times in no certain order."""
    found: list[list[FreeTime]] = [[] for _ in searches]
    parts: list[str] = []
    values: dict[str, Any] = {}
    for n, question in enumerate(question_for(search) for search in searches):
        if question is not None:
            parts.append(f"SELECT {n}, one.* FROM ({question[0].replace('%(', f'%(s{n}_')}) one")
            values |= {f"s{n}_{name}": value for name, value in question[1].items()}
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for n, coach_id, starts_at, *place in cursor.fetchall():
                found[n].append(FreeTime(coach_id, starts_at, starts_at + searches[n].length, *place))
    return [sorted(times, key=lambda time: time.starts_at) for times in found]


def _first_likely_day(search: Search) -> date:
    """The first local day on which coaches are likely to be open at a time that can still be booked."""
    here = search.earliest.astimezone(search.institution.tz)
    day = max(search.first_day, here.date() + timedelta(days=here.hour >= _AFTERNOON))
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _ask(search: Search, *, enough: int | None) -> list[FreeTime]:
    """`enough`: how many openings to look at; None for all of them."""
    question = question_for(search, enough=enough)
    if question is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*question)
        return [FreeTime(row[0], row[1], row[1] + search.length, *row[2:]) for row in cursor.fetchall()]


def question_for(search: Search, *, enough: int | None = None) -> tuple[str, dict[str, Any]] | None:
    """The statement with its parameters; None where no day that is asked for can be booked, or nobody."""
    first, last = max(search.first_day, search.today), min(search.last_day, search.horizon)
    if first > last or search.coach_ids == ():
        return None
    return statement(search, soonest_only=enough is not None), _values(search, first, last) | {"enough": enough}


def _values(search: Search, first: date, last: date) -> dict[str, Any]:
    """The statement's parameters for the local days `first` to `last`."""
    tz = search.institution.tz
    monday, next_monday = first - timedelta(days=first.weekday()), last + timedelta(days=7 - last.weekday())
    asked: tuple[str, ...] = ("length", "but", "topic_id", "coach_id", "site_id", "sector_id", "language", "starts_at")
    asked += ("per_day", "per_coach", "whole_day", "limit", "near", "earliest")
    return {
        **day_values(search.institution, first, last),
        **{name: getattr(search, name) for name in asked},
        **{f"from_{n}": begins for n, (begins, _ends) in enumerate(search.hours)},
        **{f"until_{n}": ends for n, (_begins, ends) in enumerate(search.hours)},
        "persons": list(search.persons),
        "coach_ids": list(search.coach_ids or ()),
        "but_coaches": list(search.but_coaches),
        "channels": list(search.channels),
        "weekdays": list(search.weekdays),
        "step": timedelta(minutes=search.institution.step_minutes),
        "weeks": _range(midnight(monday, tz), midnight(next_monday, tz)),
        "latest": midnight(last + timedelta(days=1), tz) - timedelta(minutes=1),
    }


def _range(start: datetime, end: datetime) -> str:
    return f"[{start.isoformat()},{end.isoformat()})"
