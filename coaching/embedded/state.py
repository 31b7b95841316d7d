"""What is remembered about the engines of one data folder, and who holds them.

Three files in the folder: `engines.json` (place, ports, passwords; mode 0600), `engines.lock` (held by the one
supervisor, with its process number in it) and `engines.users` (held shared by everyone who uses the engines, so that
the supervisor knows when the last one has gone; the kernel lets go for a process that was killed).
"""

import fcntl
import json
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from io import TextIOWrapper
from pathlib import Path

from .errors import AlreadyRunning, EngineError

HOST = "127.0.0.1"


@dataclass(frozen=True)
class State:
    """The engines of one data folder; `supervisor` is the process that runs them now, or None."""

    place: str = ""
    password: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    postgres_port: int = 0
    broker_port: int = 0
    cache_port: int = 0
    supervisor: int | None = None

    def environment(self) -> dict[str, str]:
        """The three addresses, under the names that the settings read."""
        return {
            "DATABASE_URL": f"postgresql://kotipesa:{self.password}@{HOST}:{self.postgres_port}/kotipesa",
            "REDIS_URL": f"redis://:{self.password}@{HOST}:{self.broker_port}/0",
            "CACHE_URL": f"redis://:{self.password}@{HOST}:{self.cache_port}/0",
        }


def make_folder(data_dir: Path) -> None:
    """Create the data folder: closed for others, but a dropped server may pass through to its own part."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)
    except OSError as error:
        raise EngineError(f"The data folder {data_dir} can't be made: {error.strerror}.") from error


def read_state(data_dir: Path) -> State:
    """The state as last written; a fresh one for a new folder."""
    path = data_dir / "engines.json"
    try:
        return State(**json.loads(path.read_text()))
    except FileNotFoundError:
        return fresh_state(data_dir)
    except PermissionError as error:
        raise EngineError(f"{path} belongs to another user; run as that user or choose another DATA_DIR.") from error
    except (ValueError, TypeError) as error:
        raise EngineError(f"{path} is damaged; move it and the folder beside it away to start afresh.") from error


def fresh_state(data_dir: Path) -> State:
    """A new password, for a new cluster only: an old one knows just its own."""
    if (data_dir / "engines" / "postgres").exists():
        missing = f"{data_dir / 'engines.json'}, which holds the database's password, is missing"
        raise EngineError(f"{missing}: put it back, or move {data_dir / 'engines'} away to start afresh.")
    return State()


def write_state(data_dir: Path, state: State) -> None:
    """Replace the state in one step."""
    draft = data_dir / f"engines.json.{os.getpid()}"
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(state), file, indent=1)
        draft.rename(data_dir / "engines.json")
    except OSError as error:
        raise EngineError(f"Can't write into the data folder {data_dir}: {error.strerror}.") from error


def with_free_ports(state: State) -> State:
    """The state with its old ports where they are still free, new ones where not."""
    with bound(state.postgres_port) as one, bound(state.broker_port) as two, bound(state.cache_port) as three:
        return replace(state, postgres_port=one, broker_port=two, cache_port=three)


@contextmanager
def bound(wanted: int) -> Iterator[int]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, wanted))
        except OSError:
            listener.bind((HOST, 0))
        yield listener.getsockname()[1]


@contextmanager
def only_one(path: Path, what: str) -> Iterator[None]:
    """Hold the lock file, with our process number in it; AlreadyRunning when somebody has it."""
    with open_lock(path) as file:
        if not take(file, fcntl.LOCK_EX, seconds=1):
            holder = file.read().strip() or "unknown"
            raise AlreadyRunning(f"{what} of {path.parent} are already running (process {holder}).")
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def supervisor_of(data_dir: Path) -> int | None:
    """The process that holds the lock, or None. (The shared try is short: `only_one` outlasts it.)"""
    path = data_dir / "engines.lock"
    if not path.exists():
        return None
    with open_lock(path) as file:
        if take(file, fcntl.LOCK_SH):
            return None
        with suppress(ValueError):
            return int(file.read())
    return None


def open_lock(path: Path) -> TextIOWrapper:
    """The lock file, opened without emptying it."""
    try:
        return open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as error:
        raise EngineError(f"Can't use {path}: {error.strerror}.") from error


def take(file: TextIOWrapper, kind: int, seconds: float = 0) -> bool:
    """Try for at most so long to lock the file; whether it worked."""
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)
