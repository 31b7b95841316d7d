"""Servers that answer with calendars, or with what is none."""

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from kit.feeds.asking import Feed

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
LAST = MONDAY + timedelta(days=57)
Answer = Callable[[socket.socket, str], None]


def event(
    uid: str = "one@elsewhere.example", start: str = "20261124T080000Z", end: str = "20261124T090000Z", *lines
) -> str:
    span = [f"DTSTART{start if start[0] == ';' else ':' + start}", f"DTEND{end if end[0] == ';' else ':' + end}"]
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *span, *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x", *parts, "END:VCALENDAR", ""]).encode()


def many_events(count: int, days: int = 700) -> bytes:
    """So many short meetings, spread evenly over the days from a year before MONDAY."""
    base, step = MONDAY - timedelta(days=365), timedelta(days=days) / count
    rows = []
    for number in range(count):
        start = base + number * step
        rows.append(f"BEGIN:VEVENT\nUID:{number}\nDTSTART:{start:%Y%m%dT%H%M%SZ}\nDURATION:PT1M\nEND:VEVENT")
    return "\n".join(["BEGIN:VCALENDAR", *rows, "END:VCALENDAR"]).encode()


def usual_feed(number: int, events: int = 200) -> bytes:
    """What somebody's calendar is like: single meetings of two years, and a few that repeat, with exceptions."""
    rows, zone = [], ";TZID=Europe/Helsinki:"
    for n in range(events):
        start = datetime(2026, 1, 5, 8) + timedelta(days=n * 3 + number % 7, hours=(n + number) % 8)
        words = ["SUMMARY:Palaveri", "LOCATION:Kokoushuone", "DESCRIPTION:" + "asiaa " * 20]
        if n % 10 == 0:
            words += [f"RRULE:FREQ=WEEKLY;COUNT={20 + n}", f"EXDATE{zone}{start + timedelta(days=7):%Y%m%dT%H%M%S}"]
        end = start + timedelta(hours=1)
        rows.append(
            event(f"{number}-{n}@e.example", f"{zone}{start:%Y%m%dT%H%M%S}", f"{zone}{end:%Y%m%dT%H%M%S}", *words)
        )
    return calendar(*rows)


def feed(address: str, port: int | None = None, **fields) -> Feed:
    usual = {"key": 1, "kind": "ics", "zone": "Europe/Helsinki", "first": MONDAY, "last": LAST}
    ports = [port] if port else []
    return Feed(**{**usual, "address": address, "own_host": "kotipesa.test", "loopback_ports": ports, **fields})


def says(body: bytes, status: str = "200 OK", **headers: str) -> Answer:
    """An answer in one piece; `Content_Encoding="gzip"` names a header."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *lines, "", ""]).encode()
    return lambda client, request: client.sendall(head + body)


def leads_to(url: str) -> Answer:
    return says(b"", "302 Found", Location=url)


def bomb() -> Answer:
    """300 MB in 300 kB, made without ever having them."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    parts = [packer.compress(b"BEGIN:VCALENDAR\r\n"), *(packer.compress(bytes(1_000_000)) for _ in range(300))]
    return says(b"".join([*parts, packer.flush()]), Content_Encoding="gzip")


def endless(client: socket.socket, request: str) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\n\r\nBEGIN:VCALENDAR\r\n")
    row = (event() + "\r\n").encode() * 100
    while True:
        client.sendall(row)


def byte_by_byte(client: socket.socket, request: str) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for byte in calendar(event()):
        client.sendall(bytes([byte]))
        time.sleep(1)


def slow_head(client: socket.socket, request: str) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Padding: " + b"x" * 60:
        client.sendall(bytes([byte]))
        time.sleep(1)


def cut_off(client: socket.socket, request: str) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + calendar(event()))


class Site:
    """A web server of a few words: `answers` by path; `requests` are what it was asked."""

    def __init__(self, answers: dict[str, Answer], host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.answers, self.requests = answers, list[str]()
        self._socket = socket.create_server((host, 0), backlog=128)
        self._tls = tls
        self.port: int = self._socket.getsockname()[1]
        self.base = f"http://{host}:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with suppress(OSError), self._tls.wrap_socket(client, server_side=True) if self._tls else client as client:
            request = b""
            while b"\r\n\r\n" not in request:
                if not (piece := client.recv(65_536)):
                    return
                request += piece
            text = request.decode("latin-1")
            self.requests.append(text)
            path = text.split(" ")[1]
            self.answers.get(path, says(b"", "404 Not Found"))(client, text)

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def site(**answers: Answer) -> Iterator[Site]:
    """A site that answers under `/name`."""
    running = Site({f"/{name}": answer for name, answer in answers.items()})
    try:
        yield running
    finally:
        running.close()
