"""The demo's web server as a process of the tests' own: real pages, real static files, real headers."""

import email
import os
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from django.db import connection

from coaching.demo import environment
from tests.processes import Process, free_port, wait_until


@dataclass(frozen=True)
class Server:
    """A demo that serves at `base`, with its mails in `mail_folder` and its rows in the database `database`."""

    base: str
    mail_folder: Path
    database: str
    cache_url: str
    mail_port: int
    calendar_port: int
    """Where on this machine it reads calendars; whoever wants to serves some there."""

    def forget_limits(self) -> None:
        """Let everyone try again what is limited to some a minute."""
        redis.Redis.from_url(self.cache_url).flushdb()

    @property
    def last_words(self) -> str:
        """The end of the web server's log, for whoever wonders at an answer."""
        return (self.mail_folder.parent / "web.log").read_text()[-3000:]

    def mails_to(self, address: str) -> list[EmailMessage]:
        """What was sent to `address`, oldest first."""
        kept = (
            email.message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(self.mail_folder.glob("*.eml"))
        )
        return [mail for mail in kept if address in mail["to"]]

    @contextmanager
    def rows(self) -> Iterator[None]:
        """Within, the ORM of this process works on the server's database."""
        own = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = self.database
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own


@contextmanager
def demo_server(folder: Path, database: str, cache: int) -> Iterator[Server]:
    """Make `database`, fill it with the small demo, serve it; all of it is gone afterwards.

    `cache` is the number of a database of the cache's that nobody else uses.
    """
    with _database(database) as url:
        port, mail_port, calendar_port = free_port(), free_port(), free_port()
        cache_url = _with_path(os.environ["CACHE_URL"], str(cache))
        around = environment(folder, port, mail_port)
        around |= {"DATABASE_URL": url, "CACHE_URL": cache_url, "LOG_LEVEL": "WARNING"}
        around["CALENDAR_LOOPBACK_PORTS"] = str(calendar_port)
        server = Server(f"http://127.0.0.1:{port}", folder / "mail", database, cache_url, mail_port, calendar_port)
        mail = _python("coaching.mailsink", mail_port, server.mail_folder, log=folder / "mail.log", around=around)
        _prepare(folder, around)
        web = _python("gunicorn", f"--bind=127.0.0.1:{port}", log=folder / "web.log", around=around)
        try:
            wait_until(lambda: _answers(server), 60, "the web server answers")
            yield server
        finally:
            web.end()
            mail.end()


def _python(module: str, *arguments: object, log: Path, around: dict[str, str]) -> Process:
    return Process(sys.executable, "-m", module, *map(str, arguments), log=log, dies_along=True, **around)


def _prepare(folder: Path, around: dict[str, str]) -> None:
    log = folder / "prepare.log"
    process = _python("coaching.prepare", log=log, around=around)
    wait_until(lambda: not process.runs, 180, "the demo is prepared")
    assert process.code == 0, log.read_text()


def _answers(server: Server) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{server.base}/readyz", timeout=5) as answer:
        return answer.status == 200
    return False


def _with_path(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


@contextmanager
def _database(name: str) -> Iterator[str]:
    """The address of a new database beside that of DATABASE_URL."""
    url = os.environ["DATABASE_URL"]
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    with psycopg.connect(_with_path(url, "postgres"), autocommit=True) as maintenance:
        maintenance.execute(drop)
        maintenance.execute(f'CREATE DATABASE "{name}"')
        try:
            yield _with_path(url, name)
        finally:
            maintenance.execute(drop)
