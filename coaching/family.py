"""The child processes of a program that runs several: start, watch, restart, stop in any order."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from coaching.embedded.children import last_lines, spawn, wait_until
from coaching.embedded.errors import EngineError

END = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
PART_SIGNALS = END | {signal.SIGCHLD}


class Ended(Exception):
    """Somebody told us to end."""


@dataclass
class Part:
    """One child: its name in sentences, its command, how it is stopped, and what it gets when we are killed."""

    name: str
    command: list[str]
    stop_signal: int = signal.SIGTERM
    death_signal: int = signal.SIGTERM
    process: subprocess.Popen | None = None
    starts: deque[float] = field(default_factory=lambda: deque(maxlen=4))

    def over(self) -> bool:
        return self.process is None or self.process.poll() is not None


class Family:
    """All children. The caller has blocked PART_SIGNALS; they are taken here, one by one."""

    def __init__(self, log_dir: Path) -> None:
        self.log_dir = log_dir
        self.environment: Mapping[str, str] = os.environ
        self.parts: list[Part] = []
        log_dir.mkdir(exist_ok=True, mode=0o700)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, part: Part) -> None:
        """Start the part; what it prints goes to its log."""
        if part not in self.parts:
            self.parts.append(part)
        part.starts.append(time.monotonic())
        with self.log(part).open("ab") as log:
            part.process = spawn(
                part.command,
                death_signal=part.death_signal,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def log(self, part: Part) -> Path:
        return self.log_dir / f"{part.name}.log"

    def run(self, part: Part) -> None:
        """Run the part to its end. EngineError when it fails."""
        self.start(part)
        while not part.over():
            self.take_signal()
        self.parts.remove(part)
        if part.process and part.process.returncode:
            raise EngineError(f"{part.name} failed: {last_lines(self.log(part))} ({self.log(part)})")

    def wait_for(self, true: Callable[[], bool], *, what: str, seconds: float) -> None:
        """Ask until it is true, minding the children meanwhile. EngineError when the time is up."""
        until = time.monotonic() + seconds
        while not true():
            self.take_signal()
            self.mend()
            if time.monotonic() > until:
                raise EngineError(f"{what} doesn't answer; look into {self.log_dir}.")

    def watch(self, also: subprocess.Popen | None = None) -> None:
        """Restart parts that die, until told to end (Ended) or until `also` or a part can't go on (EngineError)."""
        while also is None or also.poll() is None:
            self.take_signal()
            self.mend()
        raise EngineError(f"PostgreSQL and Valkey have ended; look into {self.log_dir.parent / 'engines.log'}.")

    def take_signal(self) -> None:
        came = signal.sigtimedwait(PART_SIGNALS, 0.2)
        if came is not None and came.si_signo in END:
            raise Ended

    def mend(self) -> None:
        for part in [part for part in self.parts if part.over()]:
            where = f"{last_lines(self.log(part), 1)} ({self.log(part)})"
            if len(part.starts) == part.starts.maxlen and part.starts[-1] - part.starts[0] < 60:
                raise EngineError(f"{part.name} keeps ending: {where}")
            print(f"{part.name} ended; starting it again. {where}", file=sys.stderr, flush=True)
            self.sweep(part)
            self.start(part)

    def stop(self) -> None:
        """Ask all to end, wait 12 seconds together, then end what is left of each one's group."""
        for part in reversed(self.parts):
            if part.process and not part.over():
                part.process.send_signal(part.stop_signal)
        wait_until(lambda: all(part.over() for part in self.parts), seconds=12)
        for part in self.parts:
            self.sweep(part)

    def sweep(self, part: Part) -> None:
        """End what is left of the part's process group: its own children."""
        if part.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(part.process.pid, signal.SIGKILL)
            part.process.wait()
