"""How late mails are: with everything up, and after all workers, then the broker, have died."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

from django.db import connection

from benchmarks.reminders import own_database
from benchmarks.sink import QuickSink
from notifications.models import Message
from tests.many import many_sessions, write_reminders
from tests.processes import Broker, Process, broker, celery

WORKERS = 2
AWAY = 5.0
"""Seconds until what died is started again, as a supervisor does."""
LATE = 60.0
"""Seconds after which a mail is late; while one is, things are not back to normal."""
SPREAD = """
UPDATE notifications_message SET due_at = now() + make_interval(secs => %s * numbered.n)
FROM (SELECT id, row_number() OVER (ORDER BY id)::float8 / count(*) OVER () AS n FROM notifications_message) numbered
WHERE numbered.id = notifications_message.id
"""
OLDEST = """
SELECT coalesce(max(extract(epoch FROM now() - coalesce(late_since, due_at))), 0)::float8
FROM notifications_message WHERE state = 'waiting' AND due_at <= now()
"""


@dataclass
class Watch:
    """Looks every second how long the oldest mail has been due."""

    ages: list[tuple[float, float]] = field(default_factory=list)
    """When it was looked, and seconds."""

    def look(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(OLDEST)
            self.ages.append((time.monotonic(), cursor.fetchone()[0]))

    def recovered_after(self, death: float, until: float) -> float:
        """Seconds from `death` until no mail was late any more; 0 when none ever was."""
        late = [moment for moment, age in self.ages if death <= moment < until and age > LATE]
        return max(late) - death if late else 0.0


def run(count: int = 6_000, phase: float = 120.0) -> Iterator[dict]:
    """`count` mails fall due evenly over three phases of so many seconds; the second begins with the death of all
    workers, the third with that of the broker.
    """
    with own_database(), ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server, sink = stack.enter_context(broker(folder)), stack.enter_context(QuickSink())
        house = House(folder, server, sink)
        stack.callback(house.end)
        write_reminders(many_sessions((count + 1) // 2), count)
        house.start("beat", "-s", str(folder / "beat"))
        house.hire()
        with connection.cursor() as cursor:
            cursor.execute(SPREAD, [3 * phase])
        begin, watch = time.monotonic(), Watch()
        deaths = [(begin + phase, house.lose_workers), (begin + 2 * phase, house.lose_broker)]
        while len(sink.times) < count and time.monotonic() < begin + 3 * phase + 3 * LATE:
            if deaths and time.monotonic() >= deaths[0][0]:
                threading.Thread(target=deaths.pop(0)[1]).start()
            watch.look()
            time.sleep(1)
        lags = sorted(_lags(sink, before=begin + phase))
    yield {"name": "outbox_lag_p99_s", "value": round(lags[int(len(lags) * 0.99)], 1), "unit": "s"}
    for name, number in (("workers", 1), ("broker", 2)):
        seconds = watch.recovered_after(begin + number * phase, begin + (number + 1) * phase)
        yield {"name": f"outbox_recovery_after_{name}_s", "value": round(seconds, 1), "unit": "s"}
    yield {"name": "outbox_lag_mails_missing", "value": count - len(sink.times), "unit": "mails"}


class House:
    """A beat and workers as in production, with the tick of production."""

    def __init__(self, folder: Path, server: Broker, sink: QuickSink) -> None:
        self.folder, self.server, self.sink = folder, server, sink
        self.processes: list[Process] = []
        self.workers: list[Process] = []

    def start(self, *arguments: str) -> Process:
        log = self.folder / f"{arguments[0]}.log"
        process = celery(*arguments, "-l", "warning", log=log, broker_url=self.server.url, smtp_port=self.sink.port)
        self.processes.append(process)
        return process

    def hire(self) -> None:
        flags = ("-c", "1", "--without-gossip", "--without-mingle")
        self.workers = [self.start("worker", "-n", f"w{time.monotonic_ns()}@localhost", *flags) for _ in range(WORKERS)]

    def lose_workers(self) -> None:
        for worker in self.workers:
            worker.kill()
        time.sleep(AWAY)
        self.hire()

    def lose_broker(self) -> None:
        self.server.process.kill()
        time.sleep(AWAY)
        self.server.start()

    def end(self) -> None:
        for process in self.processes:
            process.kill()


def _lags(sink: QuickSink, before: float) -> Iterator[float]:
    """Seconds from when each mail was due to its arrival, of those that arrived before that moment."""
    due = dict(Message.objects.values_list("mail_id", "due_at"))
    offset = time.time() - time.monotonic()
    for moment, content in zip(list(sink.times), list(sink.contents), strict=True):
        if moment < before:
            yield moment + offset - due[message_from_bytes(content)["Message-ID"]].timestamp()
