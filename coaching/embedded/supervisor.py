"""The process that runs the three servers of one data folder: starts, watches, restarts and stops them.

It has no threads (the kernel ties a child's end to the thread that forked it), takes its signals one by one in its
loop, and ends when nobody uses the engines any more.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from .children import last_lines, wait_until
from .errors import EngineError, PortTaken
from .place import Place, choose_place
from .postgres import Postgres
from .state import State, make_folder, only_one, open_lock, read_state, take, with_free_ports, write_state
from .valkey import Valkey

END = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
PORT_TAKEN = ("address already in use", "could not create any tcp/ip sockets", "could not create server tcp")
LONGEST_LOG = 5_000_000


class Server(Protocol):
    """What the supervisor asks of a server."""

    @property
    def name(self) -> str: ...
    @property
    def stop_signal(self) -> int: ...
    @property
    def log(self) -> Path: ...

    def initialise(self) -> None: ...
    def clear(self) -> None: ...
    def launch(self) -> subprocess.Popen: ...
    def ready(self, process: subprocess.Popen) -> bool: ...


@dataclass
class Running:
    """A server with its process and the moments of its last restarts."""

    server: Server
    process: subprocess.Popen
    restarts: deque[float] = field(default_factory=lambda: deque(maxlen=5))


def supervise(data_dir: Path, *, durable: bool, stay: bool, tell: Callable[[State], None]) -> None:
    """Run the engines of `data_dir` until told to end or, unless `stay`, until nobody uses them.

    `tell` is called once they serve. Raises AlreadyRunning, or EngineError with the reason.
    """
    make_folder(data_dir)
    with only_one(data_dir / "engines.lock", "The engines"):
        signal.pthread_sigmask(signal.SIG_BLOCK, END | {signal.SIGCHLD})
        state, running = start_servers(data_dir, durable=durable)
        try:
            write_state(data_dir, state)
            tell(state)
            watch(data_dir, running, stay=stay)
        finally:
            stop_servers([one.process for one in running], [one.server for one in running])
            write_state(data_dir, replace(state, supervisor=None))


def start_servers(data_dir: Path, *, durable: bool) -> tuple[State, list[Running]]:
    """Start all three; choose ports anew when somebody was quicker."""
    known = read_state(data_dir)
    place = choose_place(data_dir, known.place)
    for _ in range(5):
        state = replace(with_free_ports(known), place=place.note(data_dir), supervisor=None)
        write_state(data_dir, state)
        try:
            running = bring_up(servers(place, state, durable=durable))
        except PortTaken:
            known = replace(known, postgres_port=0, broker_port=0, cache_port=0)
            continue
        return replace(state, supervisor=os.getpid()), running
    raise EngineError("No free ports were found for the servers.")


def servers(place: Place, state: State, *, durable: bool) -> list[Server]:
    secret = state.password
    return [
        Postgres(place, state.postgres_port, secret, durable=durable),
        Valkey(place, "broker", state.broker_port, secret, keeps=True, durable=durable),
        Valkey(place, "cache", state.cache_port, secret, keeps=False, durable=durable),
    ]


def bring_up(wanted: Sequence[Server]) -> list[Running]:
    """Launch the servers together and wait for each; on failure none stays."""
    for server in wanted:
        shorten(server.log)
        server.clear()
        server.initialise()
    processes = [server.launch() for server in wanted]
    try:
        for server, process in zip(wanted, processes, strict=True):
            wait_for(server, process)
    except BaseException:
        stop_servers(processes, wanted)
        raise
    return [Running(server, process) for server, process in zip(wanted, processes, strict=True)]


def shorten(log: Path) -> None:
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.write_bytes(b"")


def wait_for(server: Server, process: subprocess.Popen, seconds: float = 60) -> None:
    """Wait until the server serves; recovery after a crash may take its time."""
    wait_until(lambda: process.poll() is not None or server.ready(process), seconds)
    if process.poll() is None and server.ready(process):
        return
    said = last_lines(server.log, 8)
    if any(phrase in said.lower() for phrase in PORT_TAKEN):
        raise PortTaken(said)
    raise EngineError(f"{server.name} did not start: {last_lines(server.log)} ({server.log})")


def watch(data_dir: Path, running: list[Running], *, stay: bool) -> None:
    """Return when told to end or when the last user has gone; restart what dies meanwhile."""
    with open_lock(data_dir / "engines.users") as users:
        while True:
            came = signal.sigtimedwait(END | {signal.SIGCHLD}, 0.2)
            if came is not None and came.si_signo in END:
                return
            for one in running:
                if one.process.poll() is not None:
                    restart(one)
            if not stay and take(users, fcntl.LOCK_EX):
                return


def restart(one: Running) -> None:
    """Start a server that died again, on its old port; give up when it has died five times in a minute."""
    now = time.monotonic()
    one.restarts.append(now)
    if len(one.restarts) == one.restarts.maxlen and now - one.restarts[0] < 60:
        raise EngineError(f"{one.server.name} keeps dying: {last_lines(one.server.log)} ({one.server.log})")
    print(f"{one.server.name} ended ({one.process.returncode}); starting it again.", file=sys.stderr, flush=True)
    one.server.clear()
    one.process = one.server.launch()
    wait_for(one.server, one.process)


def stop_servers(processes: Sequence[subprocess.Popen], of: Sequence[Server]) -> None:
    """Ask all to end, wait 15 seconds together, then insist."""
    for process, server in zip(processes, of, strict=True):
        if process.poll() is None:
            process.send_signal(server.stop_signal)
    wait_until(lambda: all(process.poll() is not None for process in processes), seconds=15)
    for process in processes:
        if process.poll() is None:
            process.kill()
            process.wait()
    for server in of:
        server.clear()
