"""The web server as `make demo` starts it, on this process's database; and clients that keep their connection."""

import gzip
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier, Thread
from time import perf_counter
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from organisation.models import User
from tests.processes import Process, database_url, free_port, wait_until

SECRET = "0123456789abcdef0123456789abcdef"
HEADERS = {"Accept": "text/html", "Accept-Language": "en", "Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Answer:
    """What came back, with the seconds from the request to the last byte."""

    status: int
    seconds: float
    body: bytes
    headers: dict[str, str]

    @property
    def plain(self) -> bytes:
        """The body as it was before it was compressed."""
        return gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body

    @property
    def text(self) -> str:
        return self.plain.decode()


class Client:
    """One person's browser: signed in as `user` (nobody: None) from the start, one connection kept open."""

    def __init__(self, port: int, user: User | None) -> None:
        self.http = HTTPConnection("127.0.0.1", port, timeout=60)
        cookies = [f"csrftoken={SECRET}", *([f"sessionid={_session_of(user)}"] if user else [])]
        self.headers = HEADERS | {"Cookie": "; ".join(cookies)}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: object) -> Answer:
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": SECRET, **fields}))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        start = perf_counter()
        self.http.request(method, path, body, self.headers | form)
        answer = self.http.getresponse()
        content = answer.read()
        return Answer(answer.status, perf_counter() - start, content, dict(answer.headers))


def _session_of(user: User) -> str:
    """The key of a stored session, as signing in makes one."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def together(*acts: Callable[[], list[Answer] | Answer]) -> list:
    """Start all acts at the same moment, each in a thread; what each returned. An error in one is raised."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable) -> None:
        start.wait()
        try:
            results[number] = act()
        except Exception as error:
            results[number] = error

    threads = [Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


@contextmanager
def web_server(log: Path | None = None, **environment: str) -> Iterator[int]:
    """gunicorn with the product's own settings for it; gives the port. What it says is written to `log`."""
    with tempfile.TemporaryDirectory() as folder:
        log, port = log or Path(folder) / "web.log", free_port()
        command = (sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}")
        server = Process(*command, log=log, DATABASE_URL=database_url(), **environment)
        try:
            wait_until(lambda: _lives(port), 60, "the web server answers")
            yield port
        except BaseException:
            print(log.read_text()[-4000:], file=sys.stderr)
            raise
        finally:
            server.end()
            connection.close()


def _lives(port: int) -> bool:
    try:
        http = HTTPConnection("127.0.0.1", port, timeout=5)
        http.request("GET", "/livez")
        return http.getresponse().status == 200
    except OSError:
        return False
