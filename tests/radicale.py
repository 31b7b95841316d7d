"""Radicale, a real CalDAV server, as a process of a test's own."""

import base64
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from tests.processes import Process, free_port, wait_until

USER, PASSWORD = "liisa", "salasana-1"


@dataclass(frozen=True)
class Radicale:
    """At `base`, with one account; `put` stores events in its calendars."""

    base: str
    port: int

    def make_calendar(self, name: str = "work", kinds: tuple[str, ...] = ("VEVENT",)) -> str:
        """The address of a new calendar."""
        parts = "".join(f'<c:comp name="{kind}"/>' for kind in kinds)
        body = f"""<d:mkcol xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>
            <d:resourcetype><d:collection/><c:calendar/></d:resourcetype>
            <c:supported-calendar-component-set>{parts}</c:supported-calendar-component-set>
            </d:prop></d:set></d:mkcol>"""
        self.ask("MKCOL", f"/{USER}/{name}/", body.encode())
        return f"{self.base}/{USER}/{name}/"

    def put(self, content: bytes, name: str = "one", calendar: str = "work") -> None:
        self.ask("PUT", f"/{USER}/{calendar}/{name}.ics", content)

    def delete(self, name: str = "one", calendar: str = "work") -> None:
        self.ask("DELETE", f"/{USER}/{calendar}/{name}.ics")

    def ask(self, method: str, path: str, body: bytes = b"") -> int:
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Content-Type": "text/calendar"}
        request = urllib.request.Request(self.base + path, data=body, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status


@contextmanager
def radicale(folder: Path, port: int | None = None) -> Iterator[Radicale]:
    """Its files lie in `folder`."""
    port = port or free_port()
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
    server = Process(
        *(sys.executable, "-m", "radicale", "--config", "", f"--server-hosts=127.0.0.1:{port}"),
        *("--auth-type=htpasswd", f"--auth-htpasswd-filename={folder / 'users'}", "--auth-htpasswd-encryption=plain"),
        *(f"--storage-filesystem-folder={folder / 'collections'}", "--auth-delay=0"),
        log=folder / "radicale.log",
        dies_along=True,
    )
    running = Radicale(f"http://127.0.0.1:{port}", port)
    try:
        wait_until(lambda: _answers(running), 30, "Radicale answers")
        yield running
    finally:
        server.end()


def _answers(server: Radicale) -> bool:
    with suppress(URLError, OSError):
        return server.ask("PROPFIND", f"/{USER}/") == 207
    return False
