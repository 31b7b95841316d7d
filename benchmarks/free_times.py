"""How long the database takes to find the free times of 50, 500 and 5,000 coaches, a million sessions stored."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import Any

from django.db import connection

from benchmarks.kept import NOW, kept_demo
from coaching.demo_data.large import SHARED_TOPICS
from organisation.models import User
from sessions.free_times import Search, find_free_times, next_free_times
from sessions.models import Session
from topics.models import Topic

RUNS = 11
FIRST_ANSWER = 30
Question = tuple[str, Any]


def run(sessions: int = 1_000_000) -> Iterator[dict]:
    """Yields milliseconds in the database (planning and execution, nothing fetched), and the number of queries."""
    with kept_demo("large", sessions=sessions):
        yield {"name": "free_times_sessions_stored", "value": Session.objects.count(), "unit": "sessions"}
        for search in weeks():
            coaches = Topic.objects.get(pk=search.topic_id).coaches.count()
            yield from figures_of(f"free_times_{coaches}_coaches", search)
        soonest = replace(search, first_day=search.today, last_day=search.horizon)
        yield from _figures(f"next_{FIRST_ANSWER}_of_{coaches}_coaches", lambda: next_free_times(soonest, FIRST_ANSWER))


def weeks() -> Iterator[Search]:
    """All times of next week for each of the topics that fewer and more coaches have."""
    teacher = User.objects.get(email="teacher@demo.example")
    monday = NOW.date() + timedelta(days=7 - NOW.weekday())
    for _count, (name_fi, *_) in SHARED_TOPICS:
        yield Search(
            institution=teacher.institution,
            persons=(teacher.pk,),
            first_day=monday,
            last_day=monday + timedelta(days=6),
            length=timedelta(minutes=60),
            topic_id=Topic.objects.get(institution=teacher.institution, name_fi=name_fi).pk,
            now=NOW,
        )


def figures_of(name: str, search: Search) -> Iterator[dict]:
    """What finding all times of `search` costs."""
    yield from _figures(name, lambda: find_free_times(search))


def _figures(name: str, ask: Callable[[], list]) -> Iterator[dict]:
    questions = _questions_of(ask)
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
        times = [sum(_milliseconds(cursor, question) for question in questions) for _ in range(RUNS)]
    yield {"name": f"{name}_ms", "value": round(median(times), 1), "unit": "ms"}
    yield {"name": f"{name}_queries", "value": len(questions), "unit": "queries"}


def _questions_of(ask: Callable[[], list]) -> list[Question]:
    """What `ask` asks the database. It finds something, so that nothing is quick for having nothing to do."""
    asked: list[Question] = []

    def note(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert ask(), "no free times to find"
    return asked


def _milliseconds(cursor: Any, question: Question) -> float:
    sql, params = question
    cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) {sql}", params)
    ((plan,),) = cursor.fetchone()
    return plan["Planning Time"] + plan["Execution Time"]
