"""How fast due reminders go out through a real worker, beside a bare task that sends one mail."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import sleep
from uuid import uuid4

from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone
from kombu import Connection

from benchmarks.floor import send_one
from coaches.models import Channel, Coach
from notifications.models import Message
from notifications.tasks import deliver
from organisation.models import Institution, User
from sessions.models import Participation, Session
from tests.processes import broker, celery, wait_until
from tests.smtp_sink import Sink
from topics.models import Topic

PATIENCE = 60.0
"""Seconds without a single mail: longer means that something is broken."""


def run(count: int = 10_000) -> Iterator[dict]:
    """Yields both rates, and how many of `count` reminders came not at all or twice."""
    with own_database():
        floor = _measure(count, _queue_bare_mails)
        reminders = _measure(count, _write_reminders)
        ids = [mail["Message-ID"] for mail in reminders.mails]
    yield {"name": "floor_mails_per_s", "value": round(_rate(floor), 1), "unit": "mails/s"}
    yield {"name": "reminders_per_s", "value": round(_rate(reminders), 1), "unit": "mails/s"}
    yield {"name": "reminders_per_floor", "value": round(_rate(reminders) / _rate(floor), 2), "unit": "ratio"}
    yield {"name": "reminders_lost", "value": count - len(set(ids)), "unit": "mails"}
    yield {"name": "reminders_doubled", "value": len(ids) - len(set(ids)), "unit": "mails"}


def _measure(count: int, prepare: Callable[[int, Connection], None]) -> Sink:
    """Have a worker with two processes send what `prepare` queues; the clock runs from the first mail to the last."""
    with tempfile.TemporaryDirectory() as folder, broker(Path(folder)) as server, Sink() as sink:
        with current_app.connection_for_write(server.url) as calls:
            prepare(count, calls)
        worker = celery(
            *("worker", "-c", "2", "-l", "warning", "-I", "benchmarks.floor", "--without-gossip", "--without-mingle"),
            log=Path(folder) / "worker.log",
            broker_url=server.url,
            smtp_port=sink.port,
        )
        try:
            _wait_for(count, sink)
            sleep(1)
        finally:
            worker.end()
        return sink


def _wait_for(count: int, sink: Sink) -> None:
    here = -1
    while here < count:
        before = here
        wait_until(lambda: len(sink.times) > before, PATIENCE, f"mail {before + 1} of {count} arrives")  # noqa: B023
        here = len(sink.times)


def _rate(sink: Sink) -> float:
    """Mails a second between the first and the last."""
    return (len(sink.times) - 1) / (sink.times[-1] - sink.times[0])


def _queue_bare_mails(count: int, calls: Connection) -> None:
    for number in range(count):
        send_one.apply_async((number,), connection=calls)


def _write_reminders(count: int, calls: Connection) -> None:
    """`count` reminders that are due, to the coach and the one helped of as many sessions as it takes."""
    sessions = _sessions((count + 1) // 2)
    people = [(row.session_id, row.person_id) for row in Participation.objects.filter(session__in=sessions)]
    Message.objects.bulk_create(
        Message(
            kind="session_reminder",
            thing_id=session,
            recipient_id=person,
            due_at=Now(),
            latest_at=Now() + timedelta(hours=12),
            mail_id=f"<{uuid4().hex}@{settings.UID_HOST}>",
        )
        for session, person in people[:count]
    )
    deliver.apply_async(connection=calls)


def _sessions(count: int) -> list[Session]:
    """As many booked sessions tomorrow and after, of 50 coaches and 500 teachers, nobody in two places."""
    school = Institution.objects.create(name_fi="Koeopisto", slug=uuid4().hex, reminder_offsets=[1440, 60])
    topic = Topic.objects.create(institution=school, name_fi="Wilma, Primus ja muut järjestelmät")
    people = User.objects.bulk_create(_person(school, number) for number in range(550))
    coaches = Coach.objects.bulk_create(
        Coach(institution=school, user=person, meeting_link="https://meet.example/1") for person in people[:50]
    )
    start = (timezone.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    sessions = Session.objects.bulk_create(
        Session(
            institution=school,
            coach=coaches[number % 50],
            topic=topic,
            starts_at=start + timedelta(hours=2 * (number // 50)),
            ends_at=start + timedelta(hours=2 * (number // 50) + 1),
            channel=Channel.ONLINE,
        )
        for number in range(count)
    )
    Participation.objects.bulk_create(
        row for number, session in enumerate(sessions) for row in _take_part(session, people, number)
    )
    return sessions


def _person(school: Institution, number: int) -> User:
    return User(
        institution=school,
        email=f"person{number}@school.example",
        first_name="Sanna",
        last_name=f"Mäkelä-Östman {number}",
        language=("fi", "sv", "en")[number % 3],
    )


def _take_part(session: Session, people: list[User], number: int) -> Iterator[Participation]:
    during = (session.starts_at, session.ends_at)
    common = {"institution_id": session.institution_id, "session": session, "during": during}
    yield Participation(person=people[number % 50], role=Participation.Role.COACH, **common)
    yield Participation(person=people[50 + number % 500], role=Participation.Role.HELPED, **common)


@contextmanager
def own_database() -> Iterator[None]:
    """A database beside the configured one, made for the measurement and dropped after it."""
    usual = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)
