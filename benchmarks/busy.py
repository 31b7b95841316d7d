"""Coaches' calendars: how long it takes to read 500 of them, and what full ones cost those who look for a time."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from celery import current_app
from django.db import connection

from benchmarks.free_times import figures_of, weeks
from benchmarks.kept import NOW, kept_demo
from benchmarks.place import own_database
from coaches.calendar_source import CalendarSource
from coaches.models import BusyTime, Coach
from coaches.tasks import refresh_calendars
from tests.factories import make_coach, make_institution
from tests.feeds import Site, says, usual_feed
from tests.processes import broker, celery, wait_until
from topics.models import Topic

FEEDS, EVENTS = 500, 200
RANGES = 100
"""Busy times of each coach, over the forty weekdays that can be booked: two or three a day."""
_FILL = """
    INSERT INTO coaches_busytime (institution_id, coach_id, during)
    SELECT institution_id, id, tstzrange(starts_at, starts_at + interval '45 minutes')
    FROM coaches_coach CROSS JOIN generate_series(0, %(ranges)s - 1) n CROSS JOIN LATERAL (
        SELECT (
            %(monday)s::date + n * 2 / 5 + n * 2 / 25 * 2 + make_interval(hours => 8 + (id + n * 3)::int %% 8)
        ) AT TIME ZONE 'Europe/Helsinki' AS starts_at
    ) at
"""


def run(sessions: int = 1_000_000) -> Iterator[dict]:
    """Yields the seconds for all feeds, how many were not read, and milliseconds in the database."""
    yield from _refresh()
    with kept_demo("large", sessions=sessions), full_calendars():
        for search in weeks():
            coaches = Topic.objects.get(pk=search.topic_id).coaches.count()
            yield from figures_of(f"free_times_{coaches}_coaches_busy", search)


def _refresh() -> Iterator[dict]:
    """By a worker with two processes; the clock runs from the first request until the last feed is read."""
    with own_database(), tempfile.TemporaryDirectory() as folder, broker(Path(folder)) as server:
        site = Site({f"/{number}": says(usual_feed(number)) for number in range(FEEDS)})
        _connect(site)
        with current_app.connection_for_write(server.url) as calls:
            current_app.send_task(refresh_calendars.name, connection=calls)
        worker = celery(
            *("worker", "-c", "2", "-l", "warning", "--without-gossip", "--without-mingle"),
            log=Path(folder) / "worker.log",
            broker_url=server.url,
            smtp_port=9,
            CALENDAR_LOOPBACK_PORTS=str(site.port),
        )
        try:
            wait_until(lambda: site.requests, 60, "the first feed is asked for")
            begun = time.monotonic()
            wait_until(lambda: not CalendarSource.objects.filter(tried_at=None).exists(), 300, "all feeds are read")
            taken = time.monotonic() - begun
        finally:
            worker.end()
            site.close()
        yield {"name": f"feeds_{FEEDS}_refresh_s", "value": round(taken, 1), "unit": "s"}
        failed = CalendarSource.objects.filter(read_at=None).count()
        yield {"name": f"feeds_{FEEDS}_not_read", "value": failed, "unit": "feeds"}
        yield {"name": f"feeds_{FEEDS}_busy_times", "value": BusyTime.objects.count(), "unit": "rows"}


def _connect(site: Site) -> None:
    institution = make_institution()
    coaches = [make_coach(institution) for _ in range(FEEDS)]
    CalendarSource.objects.bulk_create(
        CalendarSource(institution=institution, coach=coach, address=f"{site.base}/{number}")
        for number, coach in enumerate(coaches)
    )


@contextmanager
def full_calendars() -> Iterator[None]:
    """Every coach has RANGES more busy times for as long as it lasts."""
    last = BusyTime.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    monday = NOW.date() - timedelta(days=NOW.weekday())
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"ranges": RANGES, "monday": monday})
        assert cursor.rowcount == RANGES * Coach.objects.count()
        cursor.execute("VACUUM ANALYZE coaches_busytime")
        try:
            yield
        finally:
            cursor.execute("DELETE FROM coaches_busytime WHERE id > %s", [last])
            cursor.execute("VACUUM FULL ANALYZE coaches_busytime")
