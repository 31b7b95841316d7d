"""The outbox under faults: real beats, workers, broker and mail server, killed and stopped at the worst moments.

`make test` runs one round, `make soak` many. Nothing in the product knows of it: the mail server of the test sees where
in a delivery a worker is, and the test kills it there.
"""

import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import psutil
import psycopg
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from notifications.models import Message
from sessions import services
from sessions.models import Session
from tests.many import many_sessions, write_reminders
from tests.processes import Broker, Process, broker, celery, database_url, wait_until
from tests.smtp_sink import Sink

STEPS = ("connect", "mail", "rcpt", "data", "unmarked")
"""Where a worker dies: claimed; lease renewed; half told; taken by the server but not confirmed; confirmed but not
marked. A sixth, before its claim is through, comes first in each round.
"""
END_CLIENT = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE client_port = %s"
WORKERS, BEATS, CHANGES = 3, 2, 12
TICK = {"OUTBOX_TICK_SECONDS": "0.5", "LOG_LEVEL": "WARNING"}


@dataclass(frozen=True)
class Outcome:
    """Counts of mails. `excused` doubles are those whose first copy the server took and nobody could record."""

    sent: int
    lost: int
    stale: int
    excused: int
    unexcused: int
    kills: Counter[str]


class Faults:
    """One installation of processes around the database in use; `round` after round of faults, then the `outcome`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sink = Sink()
        self.workers: list[Process] = []
        self.plan: deque[str] = deque()
        self.kills: Counter[str] = Counter()
        self.in_doubt: set[str] = set()
        """Ids of mails that were taken by the server when their worker died."""
        self.gone: set[tuple[int, int]] = set()
        """Sessions and revisions that no mail may speak of any more."""
        self._one_at_a_time = threading.Lock()

    @contextmanager
    def running(self) -> Iterator["Faults"]:
        with ExitStack() as stack:
            self.broker: Broker = stack.enter_context(broker(self.folder))
            stack.enter_context(self.sink)
            self.sink.watch = self._watch
            stack.callback(lambda: [worker.kill() for worker in self.workers])
            for number in range(BEATS):
                beat = self._celery("beat", "-s", str(self.folder / f"beat{number}"), "-l", "warning")
                stack.callback(beat.kill)
            yield self

    def round(self, count: int) -> None:
        """`count` reminders fall due, and everything goes wrong once."""
        write_reminders(many_sessions((count + 1) // 2), count)
        killed = self.kills.total() + len(STEPS)
        self._kill_before_the_claim()
        self.plan.extend(STEPS)
        self._until(lambda: self.kills.total() > killed, 90, "a worker was killed at each step")
        self.sink.close()
        self._change_some_sessions()
        self._lose_the_broker()
        self.sink.open()
        self._until(lambda: not _open_messages().exists(), 150, "every message was settled")

    def outcome(self) -> Outcome:
        copies = Counter(_id(content) for content in self.sink.contents)
        confirmed = Counter(_id(content) for content in self.sink.acknowledged)
        unexcused = sum(number - 1 for mail, number in confirmed.items() if number > 1 and mail not in self.in_doubt)
        due = Message.objects.filter(kind__in=("session_reminder", "session_moved"), due_at__lte=Now())
        about = {row.mail_id: (row.thing_id, row.revision) for row in due}
        return Outcome(
            sent=len(copies),
            lost=sum(thing not in self.gone and mail not in copies for mail, thing in about.items()),
            stale=sum(about[mail] in self.gone for mail in copies),
            excused=copies.total() - len(copies) - unexcused,
            unexcused=unexcused,
            kills=self.kills,
        )

    def _celery(self, *arguments: str) -> Process:
        log = self.folder / f"{arguments[0]}.log"
        return celery(*arguments, log=log, broker_url=self.broker.url, smtp_port=self.sink.port, **TICK)

    def _keep_workers(self) -> None:
        self.workers = [worker for worker in self.workers if worker.runs]
        while len(self.workers) < WORKERS:
            flags = ("-c", "1", "-l", "warning", "--without-gossip", "--without-mingle")
            name = f"worker{time.monotonic_ns()}@localhost"
            self.workers.append(self._celery("worker", "-n", name, *flags))

    def _until(self, true, seconds: float, what: str) -> None:
        def check() -> bool:
            self._keep_workers()
            return true()

        wait_until(check, seconds, what)

    def _kill(self, port: int, step: str) -> bool:
        """kill -9 of the worker, with its pool, that holds the connection from `port`; False if it is gone already."""
        for worker in self.workers:
            if worker.runs and port in _ports(worker.pid):
                worker.kill()
                self.kills[step] += 1
                return True
        return False

    def _kill_before_the_claim(self) -> None:
        """A worker that waits for the rows it is about to claim."""
        with psycopg.connect(database_url()) as call:
            call.execute("LOCK TABLE notifications_message IN ACCESS EXCLUSIVE MODE")
            self._until(lambda: any(self._kill(port, "claim") for port in _waiting(call)), 60, "a claim was cut short")

    def _watch(self, step: str, port: int, content: bytes) -> None:
        with self._one_at_a_time:
            wanted = self.plan[0] if self.plan else ""
            if step != ("data" if wanted == "unmarked" else wanted):
                return
            if content:
                self.in_doubt.add(_id(content))
            if wanted == "unmarked":
                self.plan.popleft()
                self._kill_at_the_mark(_id(content), port)
            elif self._kill(port, wanted):
                self.plan.popleft()

    def _kill_at_the_mark(self, mail: str, port: int) -> None:
        """Hold the row, let the server confirm, and kill the worker when it wants to mark what it sent."""
        call = psycopg.connect(database_url())
        call.execute("SELECT 1 FROM notifications_message WHERE mail_id = %s FOR UPDATE", [mail])

        def kill() -> None:
            with call:
                found: list[int] = []
                wait_until(lambda: found.extend(_waiting(call)) or found, 20, "the worker wants to mark")
                # The server would finish the statement of a client that is gone, and so record what nobody could.
                if self._kill(port, "unmarked"):
                    call.execute(END_CLIENT, found[:1])
                else:
                    self.plan.appendleft("unmarked")

        threading.Thread(target=kill).start()

    def _change_some_sessions(self) -> None:
        """With the mail server away, call off and move sessions whose reminders wait: none of these may come."""
        untouched = Message.objects.waiting().filter(kind="session_reminder", attempts=0, due_at__lte=Now())
        ids = list(untouched.order_by("-pk").values_list("thing_id", flat=True).distinct()[: 4 * CHANGES])
        sent = set(Message.objects.filter(Q(state="sent") | Q(attempts__gt=0)).values_list("thing_id", flat=True))
        chosen = Session.objects.filter(pk__in=[pk for pk in dict.fromkeys(ids) if pk not in sent][: 2 * CHANGES])
        for number, session in enumerate(chosen.select_related("coach__user")):
            self.gone.add((session.pk, session.revision))
            by = session.coach.user
            if number % 2:
                services.cancel_session(session=session, by=by, reason="Matka")
            else:
                later = session.starts_at.replace(year=session.starts_at.year + 1)
                services.move_session(session=session, starts_at=later, by=by, pass_rules=True)

    def _lose_the_broker(self) -> None:
        self.broker.say("FLUSHALL")
        self.broker.process.kill()
        time.sleep(1)
        self.broker.start()


def _open_messages() -> QuerySet[Message]:
    """What is due, or will be as soon as a pause after a failed try is over."""
    return Message.objects.waiting().filter(due_at__lte=Now() + timedelta(minutes=30))


def _id(content: bytes) -> str:
    return message_from_bytes(content)["Message-ID"]


def _ports(pid: int) -> set[int]:
    """The local ports of a worker and its pool."""
    with suppress(psutil.Error):
        worker = psutil.Process(pid)
        family = [worker, *worker.children(recursive=True)]
        return {call.laddr.port for process in family for call in process.net_connections("tcp4")}
    return set()


def _waiting(call: psycopg.Connection) -> list[int]:
    """The ports of the clients whose statement on messages waits for a lock of somebody else."""
    call.execute("SELECT pg_stat_clear_snapshot()")
    rows = call.execute(
        "SELECT client_port FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        " AND datname = current_database() AND query LIKE '%notifications_message%'"
    )
    return [port for (port,) in rows]
