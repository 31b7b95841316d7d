"""Child processes that end with us, also when we are killed, and what earlier ones may have left behind."""

import ctypes
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from .errors import EngineError

PR_SET_PDEATHSIG = 1
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
libc = ctypes.CDLL(None, use_errno=True)

Account = pwd.struct_passwd


def die_with_parent(parent: int, death_signal: int) -> None:
    """Called in the child: have the kernel send us `death_signal` when the parent's calling thread ends.

    So fork only from a thread that lives as long as its process. Changing the user clears the wish: drop first.
    """
    libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def become(account: Account | None) -> None:
    """Called in a child: drop to the account for good. (None: stay who we are.)"""
    if account is not None:
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)


def spawn(
    command: Sequence[str | Path], *, account: Account | None = None, death_signal: int = signal.SIGTERM, **options: Any
) -> subprocess.Popen:
    """Start a child in a session of its own, as `account`, that gets `death_signal` when this process ends."""
    parent = os.getpid()

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        become(account)
        die_with_parent(parent, death_signal)

    return subprocess.Popen(command, preexec_fn=prepare, start_new_session=True, **options)


def works_as(account: Account | None, attempt: Callable[[], bool]) -> bool:
    """Whether `attempt` says yes in a forked copy of us that has become the account."""
    child = os.fork()
    if child == 0:
        answer = False
        with suppress(BaseException):
            become(account)
            answer = attempt()
        os._exit(0 if answer else 1)
    return os.waitpid(child, 0)[1] == 0


def processes_in(folder: Path) -> list[int]:
    """Processes whose working directory is the folder. A number in a file may be anyone's by now; this is not."""
    return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if works_in(pid, folder)]


def works_in(pid: int, folder: Path) -> bool:
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(folder)
    except OSError:
        return False


def end_leftovers(folder: Path, gentle: int, first: Iterable[int] = ()) -> None:
    """End what still works in the folder: `first` gently, whoever is left after ten seconds the hard way."""
    leftovers = processes_in(folder)
    for pid in set(first) & set(leftovers) or leftovers:
        send(pid, gentle)
    if wait_until(lambda: not processes_in(folder), seconds=10):
        return
    for pid in processes_in(folder):
        send(pid, signal.SIGKILL)
    if not wait_until(lambda: not processes_in(folder), seconds=5):
        raise EngineError(f"A process of an earlier start still works in {folder} and can't be ended.")


def send(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Ask again every 20 ms; False when the time is up."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def last_lines(log: Path, count: int = 3) -> str:
    """The end of a log file, on one line, for a sentence about a server that did not start."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return " / ".join(lines[-count:])
