"""Three readers of calendar files that know nothing of each other: a library, a server, Thunderbird's parser."""

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from icalendar import Calendar
from playwright.sync_api import Page

from tests.processes import ROOT, Process, free_port, wait_until
from tests.sessions.calendars.cases import Event

ICAL_JS = ROOT / "tests/vendor/ical.es5.min.cjs"
READ = """text => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    ICAL.TimezoneService.reset();
    for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
    const instant = (time) => time.toJSDate().toISOString();
    return {
        method: calendar.getFirstPropertyValue("method"),
        events: calendar.getAllSubcomponents("vevent").map((each) => {
            const event = new ICAL.Event(each);
            return [
                event.uid, event.sequence, instant(event.startDate), instant(event.endDate),
                each.getFirstPropertyValue("status"), event.summary,
            ];
        }),
        properties: calendar.getAllSubcomponents("vevent").map(
            (each) => each.getAllProperties().map((property) => property.name)
        ),
    };
}"""
Read = tuple[str, list[Event]]
"""The method, and the events in the file's order."""


def by_icalendar(content: bytes) -> Read:
    """Python's library."""
    calendar = Calendar.from_ical(content)
    return str(calendar.get("METHOD", "")), [_event(event) for event in calendar.walk("VEVENT")]


def _event(event) -> Event:
    start, end = event.start.astimezone(UTC), event.end.astimezone(UTC)
    return Event(str(event["UID"]), int(event["SEQUENCE"]), start, end, str(event["STATUS"]), str(event["SUMMARY"]))


class IcalJs:
    """ical.js, which Thunderbird reads with, in a page of Chromium's."""

    def __init__(self, page: Page) -> None:
        code = ICAL_JS.read_text()
        wrapped = (
            f"(() => {{ const module = {{exports: {{}}}}, exports = module.exports; {code}\n; return module; }})()"
        )
        page.add_script_tag(content=f"window.ICAL = {wrapped}.exports; window.ICAL = ICAL.default ?? ICAL;")
        self._page = page

    def read(self, content: bytes) -> Read:
        said = self.raw(content)
        return said["method"], [
            Event(uid, sequence, datetime.fromisoformat(start), datetime.fromisoformat(end), status, summary)
            for uid, sequence, start, end, status, summary in said["events"]
        ]

    def raw(self, content: bytes) -> dict:
        return json.loads(json.dumps(self._page.evaluate(READ, content.decode())))


class CalendarServer:
    """A calendar of one person on Radicale, written and read as a calendar program does it (CalDAV)."""

    BASE = "/sanna/kotipesa/"

    def __init__(self, port: int) -> None:
        self._port = port

    def ask(self, method: str, path: str = "", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        http = HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            given = {"Authorization": "Basic c2FubmE6eA==", "Content-Type": "text/calendar; charset=utf-8", **headers}
            http.request(method, self.BASE + path, body, given)
            answer = http.getresponse()
            return answer.status, answer.read()
        finally:
            http.close()

    def clear(self) -> None:
        """An empty calendar."""
        self.ask("DELETE")
        assert self.ask("MKCALENDAR")[0] == 201

    def put(self, event: bytes, name: str) -> int:
        """Store one event under a name of the program's own. What is stored has no method (RFC 4791)."""
        return self.ask("PUT", f"{name}.ics", without_method(event))[0]

    def replace_all(self, calendar: bytes) -> int:
        """Everything at once, as a program does with a calendar that it reads by an address."""
        return self.ask("PUT", "", without_method(calendar))[0]

    def events(self) -> list[Event]:
        """All that is stored, as the server gives it back; soonest first."""
        status, content = self.ask("GET")
        assert status == 200
        return sorted(by_icalendar(content)[1], key=lambda event: (event.start, event.uid))


def without_method(content: bytes) -> bytes:
    return re.sub(rb"METHOD:[A-Z]+\r\n", b"", content)


@contextmanager
def calendar_server(folder: Path) -> Iterator[CalendarServer]:
    """Radicale itself, on a port of the loopback address; what it stores lies in `folder`."""
    port = free_port()
    command = [sys.executable, "-m", "radicale", "--config", "", f"--server-hosts=127.0.0.1:{port}"]
    command += ["--auth-type=none", f"--storage-filesystem-folder={folder}", "--logging-level=warning"]
    server = Process(*command, log=folder / "radicale.log", dies_along=True, PATH=os.environ["PATH"])
    try:
        calendar = CalendarServer(port)
        wait_until(lambda: _answers(calendar), 60, "the calendar server answers")
        yield calendar
    finally:
        server.end()


def _answers(calendar: CalendarServer) -> bool:
    try:
        return calendar.ask("OPTIONS")[0] == 200
    except OSError:
        return False
