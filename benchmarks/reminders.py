"""How fast due reminders go out through a real worker, beside a bare task that sends one mail."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from time import sleep

from celery import current_app
from django.db import connection
from kombu import Connection

from benchmarks.floor import send_one
from benchmarks.sink import QuickSink
from notifications.tasks import deliver
from tests.many import many_sessions, write_reminders
from tests.processes import broker, celery, wait_until

PATIENCE = 60.0
"""Seconds without a single mail: longer means that something is broken."""


def run(count: int = 10_000) -> Iterator[dict]:
    """Yields both rates, and how many of `count` reminders came not at all or twice."""
    with own_database():
        floor = _measure(count, _queue_bare_mails)
        reminders = _measure(count, _write_reminders)
        ids = [message_from_bytes(content)["Message-ID"] for content in reminders.contents]
    yield {"name": "floor_mails_per_s", "value": round(_rate(floor), 1), "unit": "mails/s"}
    yield {"name": "reminders_per_s", "value": round(_rate(reminders), 1), "unit": "mails/s"}
    yield {"name": "reminders_per_floor", "value": round(_rate(reminders) / _rate(floor), 2), "unit": "ratio"}
    yield {"name": "reminders_lost", "value": count - len(set(ids)), "unit": "mails"}
    yield {"name": "reminders_doubled", "value": len(ids) - len(set(ids)), "unit": "mails"}


def _measure(count: int, prepare: Callable[[int, Connection], None]) -> QuickSink:
    """Have a worker with two processes send what `prepare` queues; the clock runs from the first mail to the last."""
    with tempfile.TemporaryDirectory() as folder, broker(Path(folder)) as server, QuickSink() as sink:
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


def _wait_for(count: int, sink: QuickSink) -> None:
    here = -1
    while here < count:
        before = here
        wait_until(lambda: len(sink.times) > before, PATIENCE, f"mail {before + 1} of {count} arrives")  # noqa: B023
        here = len(sink.times)


def _rate(sink: QuickSink) -> float:
    """Mails a second between the first and the last."""
    return (len(sink.times) - 1) / (sink.times[-1] - sink.times[0])


def _queue_bare_mails(count: int, calls: Connection) -> None:
    for number in range(count):
        current_app.send_task(send_one.name, (number,), connection=calls)


def _write_reminders(count: int, calls: Connection) -> None:
    write_reminders(many_sessions((count + 1) // 2), count)
    current_app.send_task(deliver.name, connection=calls)


@contextmanager
def own_database() -> Iterator[None]:
    """A database beside the configured one, made for the measurement and dropped after it."""
    usual = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)
