"""The outbox under faults: real beats, workers, broker and mail server, killed and stopped at the worst moments.

`make test` runs one round, `make soak` many, with a crash of the database at each step. Nothing in the product knows
of it: the mail server of the test sees where
in a delivery a worker is, and the test kills it there.
"""

import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path

import psycopg
from django.db.models import Q
from django.db.models.functions import Now

from notifications.models import Message
from sessions import services
from sessions.models import Session
from tests.many import many_sessions, write_reminders
from tests.notifications.sights import (
    after,
    clients_that_wait,
    database_answers,
    fate_of,
    holder_of,
    is_cut_off,
    mail_id,
    not_marked,
    open_messages,
    ports_of,
    recipient_of,
)
from tests.processes import Broker, Process, broker, celery, database_url, wait_until
from tests.smtp_sink import Sink

STEPS = ("connect", "mail", "rcpt", "data", "unmarked")
"""Where a worker dies: claimed; lease renewed; half told; taken by the server but not confirmed; confirmed but not
marked. A sixth, before its claim is through, comes first in each round.
"""
CRASH_STEPS = STEPS[:-1]
"""Where the database crashes in a hard round; the last step's lock would be gone with it."""
END_CLIENT = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE client_port = %s"
WORKERS, BEATS, CHANGES = 3, 5, 12
CLOCKS = (0, 10, -10)
"""Minutes by which the workers' clocks are wrong, in turn."""
FOR_NOW, FOR_GOOD = {1: "421 Too busy", 2: "450 Greylisted"}, {3: "550 No such mailbox", 4: "552 Mailbox full"}
DROPPED_BEFORE, DROPPED_AFTER = 5, 6
"""What happens to mails by the last two digits of the recipient's number: one no and then a yes; no; the call dropped
before, or after, the server says that it has taken the mail.
"""
FULL, HANGING = 3.0, 30.0
"""Seconds in which the broker takes nothing, and in which it does not answer at all."""
UNDER_WAY = 3.0
"""Seconds in which a mail may still arrive that was being sent when its session was changed."""
TICK = {"OUTBOX_TICK_SECONDS": "0.5", "LOG_LEVEL": "WARNING"}


@dataclass(frozen=True)
class Outcome:
    """Counts of mails. `excused` doubles are those whose first copy the server took and nobody could record; `refused`
    are those that the server takes never, `misrefused` others that are marked so.
    """

    sent: int
    refused: int
    misrefused: int
    lost: int
    stale: int
    excused: int
    unexcused: int
    kills: Counter[str]
    """By the step, and whether a worker with its pool, a child of the pool, a beat or the database died."""

    @property
    def killed(self) -> Counter[str]:
        """By what died."""
        return sum((Counter({what.split()[-1]: count}) for what, count in self.kills.items()), Counter())


class Faults:
    """One installation of processes around the database in use; `round` after round of faults, then the `outcome`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sink = Sink()
        self.workers: list[Process] = []
        self.beats: list[Process] = []
        self.plan: deque[str] = deque()
        self.crashes: deque[str] = deque()
        """Steps at which the database is to crash; `_crashed` is set while it has and nobody has seen to it."""
        self._crashed = threading.Event()
        self.kills: Counter[str] = Counter()
        self.in_doubt: set[str] = set()
        """Ids of mails that were taken by the server when their worker died."""
        self.gone: dict[tuple[int, int], float] = {}
        """Sessions and revisions that no mail may speak of any more, and since when."""
        self._answered: set[str] = set()
        self._started = self._rounds = 0
        self._one_at_a_time = threading.Lock()

    @contextmanager
    def running(self) -> Iterator["Faults"]:
        with ExitStack() as stack:
            self.broker: Broker = stack.enter_context(broker(self.folder))
            stack.enter_context(self.sink)
            self.sink.watch, self.sink.answer, self.sink.drops = self._watch, self._answer, self._is_dropped_after
            stack.callback(lambda: [process.kill() for process in self.workers + self.beats])
            self.beats = [self._beat(number) for number in range(BEATS)]
            yield self

    def round(self, count: int, *, hard: bool = False) -> None:
        """`count` reminders fall due, and everything goes wrong once; in a `hard` round for the engines too."""
        self._rounds += 1
        write_reminders(many_sessions((count + 1) // 2), count)
        killed = self.kills.total() + len(STEPS)
        self._kill_before_the_claim()
        self.plan.extend(STEPS)
        self._until(lambda: self.kills.total() > killed, 90, "a worker was killed at each step")
        self._kill_a_beat()
        if hard:
            self._crash_the_database()
            self._choke_the_broker()
        self._change_some_sessions(Q(lease__isnull=False))
        self.sink.close()
        self._change_some_sessions(Q(due_at__lte=Now()))
        self._lose_the_broker()
        self.sink.open()
        self._until(lambda: not open_messages().exists(), 150, "every message was settled")

    def outcome(self) -> Outcome:
        copies = Counter(mail_id(content) for content in self.sink.contents)
        confirmed = Counter(mail_id(content) for content in self.sink.acknowledged)
        unexcused = sum(number - 1 for mail, number in confirmed.items() if number > 1 and mail not in self.in_doubt)
        due = Message.objects.filter(kind__in=("session_reminder", "session_moved"), due_at__lte=Now())
        rows = list(due.select_related("recipient"))
        about = {row.mail_id: (row.thing_id, row.revision) for row in rows}
        refused = {row.mail_id for row in rows if row.state == Message.State.REFUSED}
        latest = dict(zip(map(mail_id, self.sink.contents), self.sink.times, strict=True))
        return Outcome(
            sent=len(copies),
            refused=len(refused),
            misrefused=sum(row.mail_id in refused and fate_of(row.recipient.email) not in FOR_GOOD for row in rows),
            lost=sum(
                thing not in self.gone and mail not in copies and mail not in refused for mail, thing in about.items()
            ),
            stale=sum(moment > self.gone.get(about[mail], inf) + UNDER_WAY for mail, moment in latest.items()),
            excused=copies.total() - len(copies) - unexcused,
            unexcused=unexcused,
            kills=self.kills,
        )

    def _celery(self, *arguments: str) -> Process:
        log = self.folder / f"{arguments[0]}.log"
        minutes = CLOCKS[self._started % len(CLOCKS)] if arguments[0] == "worker" else 0
        ours = {"broker_url": self.broker.url, "smtp_port": self.sink.port, "clock_minutes": minutes}
        return celery(*arguments, log=log, **ours, **TICK)

    def _keep_workers(self) -> None:
        self.workers = [worker for worker in self.workers if worker.runs]
        while len(self.workers) < WORKERS:
            flags = ("-c", "1", "-l", "warning", "--without-gossip", "--without-mingle")
            name = f"worker{time.monotonic_ns()}@localhost"
            self._started += 1
            self.workers.append(self._celery("worker", "-n", name, *flags))

    def _until(self, true, seconds: float, what: str) -> None:
        def check() -> bool:
            self._keep_workers()
            return true()

        wait_until(check, seconds, what)

    def _kill(self, port: int, step: str) -> bool:
        """kill -9 of the worker that holds the connection from `port`; False if it is gone already.

        By turns with its whole pool, and only the child that holds the connection.
        """
        only_the_child = (("claim", *STEPS).index(step) + self._rounds) % 2
        for worker in self.workers:
            if worker.runs and (holder := holder_of(worker.pid, port)):
                if only_the_child and holder != worker.pid:
                    os.kill(holder, signal.SIGKILL)
                else:
                    worker.kill()
                self.kills[f"{step} {'child' if only_the_child else 'worker'}"] += 1
                return True
        return False

    def _beat(self, number: int) -> Process:
        return self._celery("beat", "-s", str(self.folder / f"beat{number}"), "-l", "warning")

    def _kill_a_beat(self) -> None:
        number = self._rounds % BEATS
        self.beats[number].kill()
        self.kills["beat"] += 1
        self.beats[number] = self._beat(number)

    def _crash_the_database(self) -> None:
        """kill -9 of one of its processes, upon which it ends all others and recovers, at each step of a delivery."""
        for step in CRASH_STEPS:
            with psycopg.connect(database_url(), autocommit=True) as witness:
                self.crashes.append(step)
                self._until(self._crashed.is_set, 90, f"the database crashed at {step}")
                # For a moment the others are still answered, and may still mark what they sent.
                self._until(lambda: is_cut_off(witness), 60, "the database ended all others")
            self._until(database_answers, 60, "the database is back")
            # Taken by the server, and nobody could record it.
            self.in_doubt |= {mail_id(content) for content in list(self.sink.contents)} & not_marked()
            self.kills[f"{step} database"] += 1
            self._crashed.clear()

    def _crash(self, port: int) -> None:
        """Kill the database process of the client that is sending over the connection from `port`."""
        with psycopg.connect(database_url(), autocommit=True) as call:
            rows = call.execute("SELECT client_port, pid FROM pg_stat_activity WHERE datname = current_database()")
            backends = dict(rows.fetchall())
            for worker in self.workers:
                if worker.runs and holder_of(worker.pid, port):
                    mine = [backends[each] for each in ports_of(worker.pid) if each in backends]
                    if mine:
                        self.crashes.popleft()
                        os.kill(mine[0], signal.SIGKILL)
                        self._crashed.set()
                        return

    def _choke_the_broker(self) -> None:
        """For a while it is full, then it hangs."""
        self.broker.say("CONFIG SET maxmemory 1")
        self._until(after(FULL), 2 * FULL, "the broker was full")
        self.broker.say("CONFIG SET maxmemory 0")
        self.broker.process.signal(signal.SIGSTOP)
        self._until(after(HANGING), 2 * HANGING, "the broker hung")
        self.broker.process.signal(signal.SIGCONT)

    def _kill_before_the_claim(self) -> None:
        """A worker that waits for the rows it is about to claim."""
        with psycopg.connect(database_url()) as call:
            call.execute("LOCK TABLE notifications_message IN ACCESS EXCLUSIVE MODE")
            self._until(
                lambda: any(self._kill(port, "claim") for port in clients_that_wait(call)), 60, "a claim was cut short"
            )

    def _answer(self, step: str, about: str) -> str | None:
        """What the server says of some recipients: no for good, or no once."""
        if (step, fate := fate_of(about)) in (("rcpt", 3), ("data", 4)):
            return FOR_GOOD[fate]
        if step == "rcpt" and fate in FOR_NOW and about not in self._answered:
            self._answered.add(about)
            return FOR_NOW[fate]
        return None

    def _is_dropped_after(self, content: bytes) -> bool:
        return fate_of(recipient_of(content)) == DROPPED_AFTER

    def _watch(self, step: str, port: int, content: bytes) -> None:
        if content and fate_of(to := recipient_of(content)) == DROPPED_BEFORE and to not in self._answered:
            self._answered.add(to)
            self.in_doubt.add(mail_id(content))
            self.sink.hang_up(port)
            return
        with self._one_at_a_time:
            if self.crashes and self.crashes[0] == step and not self._crashed.is_set():
                self._crash(port)
                return
            wanted = self.plan[0] if self.plan else ""
            if step != ("data" if wanted == "unmarked" else wanted):
                return
            if content:
                self.in_doubt.add(mail_id(content))
            if wanted == "unmarked":
                self.plan.popleft()
                self._kill_at_the_mark(mail_id(content), port)
            elif self._kill(port, wanted):
                self.plan.popleft()

    def _kill_at_the_mark(self, mail: str, port: int) -> None:
        """Hold the row, let the server confirm, and kill the worker when it wants to mark what it sent."""
        call = psycopg.connect(database_url())
        call.execute("SELECT 1 FROM notifications_message WHERE mail_id = %s FOR UPDATE", [mail])

        def kill() -> None:
            with call:
                found: list[int] = []
                wait_until(lambda: found.extend(clients_that_wait(call)) or found, 20, "the worker wants to mark")
                # The server would finish the statement of a client that is gone, and so record what nobody could.
                if self._kill(port, "unmarked"):
                    call.execute(END_CLIENT, found[:1])
                else:
                    self.plan.appendleft("unmarked")

        threading.Thread(target=kill).start()

    def _change_some_sessions(self, which: Q) -> None:
        """Call off and move sessions whose reminders wait, claimed already or not: none of these may come."""
        untouched = Message.objects.waiting().filter(which, kind="session_reminder", attempts=0, due_at__lte=Now())
        ids = list(untouched.order_by("-pk").values_list("thing_id", flat=True).distinct()[: 4 * CHANGES])
        sent = set(Message.objects.filter(Q(state="sent") | Q(attempts__gt=0)).values_list("thing_id", flat=True))
        chosen = Session.objects.filter(pk__in=[pk for pk in dict.fromkeys(ids) if pk not in sent][: 2 * CHANGES])
        for number, session in enumerate(chosen.select_related("coach__user")):
            key, by = (session.pk, session.revision), session.coach.user
            if number % 2:
                services.cancel_session(session=session, by=by, reason="Matka")
            else:
                later = session.starts_at.replace(year=session.starts_at.year + 1)
                services.move_session(session=session, starts_at=later, by=by, pass_rules=True)
            self.gone[key] = time.monotonic()

    def _lose_the_broker(self) -> None:
        self.broker.say("FLUSHALL")
        self.broker.process.kill()
        time.sleep(1)
        self.broker.start()
