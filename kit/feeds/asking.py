"""Asking for calendars to be read: by a process of its own, which has no secrets but theirs and can cost us nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Timer
from typing import Any

from kit.feeds.limits import READING, SECONDS, TOGETHER

PROGRAM = Path(__file__).resolve().parents[2]
CHILD = [sys.executable, "-m", "kit.feeds.child"]


@dataclass(frozen=True)
class Feed:
    """A calendar to be read from `first` to `last`, two UTC instants."""

    key: int
    kind: str
    """"ics" or "caldav"."""
    address: str
    zone: str
    first: datetime
    last: datetime
    own_host: str
    """Events whose UID ends in it are our own, and not counted."""
    user: str = ""
    password: str = ""
    loopback_ports: Sequence[int] = ()


@dataclass(frozen=True)
class Told:
    """What came of the feed `key`: busy times in order, none touching another, or the code of a refusal."""

    key: int
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)
    skipped: int = 0
    is_anonymous: bool = False
    """Whether our own events may be among them, see `busy.Busy`."""
    refused: str = ""
    status: int | None = None


def longest(count: int) -> float:
    """Seconds after which `count` feeds have been read, whatever they are."""
    return 10 + -(-count // TOGETHER) * (SECONDS + READING)


def read_feeds(feeds: Sequence[Feed]) -> Iterator[Told]:
    """Each of `feeds` as it is read, in no order; every one is told of."""
    missing = {feed.key for feed in feeds}
    child = subprocess.Popen(
        CHILD,
        cwd=PROGRAM,
        env={},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what a library complains of may hold an address, and that is a secret
    )
    watch = Timer(longest(len(feeds)), child.kill)
    watch.start()
    try:
        assert child.stdin
        assert child.stdout
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps([asdict(feed) for feed in feeds], default=datetime.isoformat).encode())
            child.stdin.close()
        for line in child.stdout:
            told = _told(json.loads(line))
            missing.discard(told.key)
            yield told
    finally:
        watch.cancel()
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()
    for key in sorted(missing):
        yield Told(key, refused="stuck")


def _told(answer: dict[str, Any]) -> Told:
    if "refused" in answer:
        return Told(answer["key"], refused=answer["refused"], status=answer.get("status"))
    spans = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in answer["busy"]]
    return Told(answer["key"], spans, answer["skipped"], answer["anonymous"])
