"""How long it takes to rank 500 coaches for a request, and to find the best for each of ten."""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.kept import NOW, kept_demo
from coaching.demo_data.large import SHARED_TOPICS
from coordination.models import HelpRequest
from coordination.selectors.candidates import Candidate
from coordination.selectors.ranking import rank_coaches, rank_each
from coordination.selectors.wishes import need_of
from organisation.models import User
from topics.models import Topic

RUNS = 11
COACHES = 500
ROWS = 10


def run(sessions: int = 1_000_000) -> Iterator[dict]:
    """Yields milliseconds as the page waits for them: in the database, on the way, in Python, and for the words."""
    with kept_demo("large", sessions=sessions), time_machine.travel(NOW, tick=False):
        need = need_of(_request())
        yield from _figures("assign_ranking", lambda: rank_coaches(need), at_least=COACHES * 8 // 10)
        needs = [need] * ROWS
        yield from _figures(f"assign_best_of_{ROWS}", lambda: rank_each(needs)[0], at_least=1)


def _request() -> HelpRequest:
    """A request on a topic that 500 coaches have, with wishes; it is never written."""
    teacher = User.objects.select_related("institution").get(email="teacher@demo.example")
    topics = Topic.objects.filter(institution=teacher.institution)
    names = [name_fi for _count, (name_fi, *_) in SHARED_TOPICS]
    topic = min(topics.filter(name_fi__in=names), key=lambda topic: abs(topic.coaches.count() - COACHES))
    return HelpRequest(
        institution=teacher.institution,
        person=teacher,
        topic=topic,
        site_id=teacher.home_site_id,
        sector_id=teacher.home_sector_id,
        weekdays=[2, 4],
        parts=["morning", "day"],
        language="fi",
    )


def _figures(name: str, ask: Callable[[], list[Candidate]], *, at_least: int) -> Iterator[dict]:
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
    with CaptureQueriesContext(connection) as queries:
        found = ask()
    assert len(found) >= at_least, f"only {len(found)} found"
    seconds = sorted(_once(ask) for _ in range(RUNS))
    yield {"name": f"{name}_ms", "value": round(median(seconds) * 1000, 1), "unit": "ms"}
    yield {"name": f"{name}_queries", "value": len(queries), "unit": "queries"}
    yield {"name": f"{name}_candidates", "value": len(found), "unit": "coaches"}


def _once(ask: Callable[[], list[Candidate]]) -> float:
    began = perf_counter()
    for candidate in ask()[:30]:
        assert candidate.why
    return perf_counter() - began
