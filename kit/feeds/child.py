"""The process that reads calendars: it is started for some of them and forks one of its own for each.

Each fork has little time and memory, and what it meets costs the others nothing. `python -m kit.feeds.child`, from the
program's folder: a JSON list of feeds comes on standard input, and a line of JSON for each goes to standard output as
soon as it is read: `{"key", "busy": [[from, until], …], "skipped", "anonymous"}` or `{"key", "refused": code, …}`.
"""

import gc
import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kit.feeds.busy import Reader
from kit.feeds.caldav import read_caldav
from kit.feeds.fetching import Fetcher, Login, content_of
from kit.feeds.lean import lean
from kit.feeds.limits import CPU_SECONDS, MEMORY, READING, SECONDS, TOGETHER
from kit.feeds.refusals import Refused

LONGEST = int(SECONDS + READING) + 5
"""Seconds that a fork lives, whatever becomes of its parent."""
FETCHED = b"\n"
"""What a fork says when it needs its network no longer."""


def fetch(feed: dict[str, Any]) -> list[bytes]:
    login = Login(feed["address"], feed["user"], feed["password"]) if feed["kind"] == "caldav" else None
    fetcher = Fetcher(login, feed["loopback_ports"])
    if login:
        first, last = (datetime.fromisoformat(feed[name]) for name in ("first", "last"))
        return read_caldav(fetcher, feed["address"], first, last)
    return [content_of(fetcher.ask("GET", feed["address"], headers={"Accept": "text/calendar, */*;q=0.5"}), 200)]


def read(feed: dict[str, Any], contents: list[bytes]) -> dict[str, Any]:
    first, last = (datetime.fromisoformat(feed[name]) for name in ("first", "last"))
    busy = Reader(lean(contents), ZoneInfo(feed["zone"]), first, last, feed["own_host"]).read()
    spans = [[start.isoformat(), end.isoformat()] for start, end in busy.spans]
    return {"busy": spans, "skipped": busy.skipped, "anonymous": busy.is_anonymous}


def work(feed: dict[str, Any], pipe: int) -> None:
    """The whole life of a fork."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.alarm(LONGEST)  # should nobody be there any more to end it in time
    try:
        contents = fetch(feed)
        os.write(pipe, FETCHED)
        answer = read(feed, contents)
    except Refused as refusal:
        answer = {"refused": refusal.code, **refusal.values}
    except (MemoryError, RecursionError):
        answer = {"refused": "heavy"}
    os.write(pipe, FETCHED)
    with os.fdopen(pipe, "wb") as output:
        output.write(json.dumps({"key": feed["key"], **answer}).encode())


class Fork:
    """One feed in a process of its own."""

    def __init__(self, feed: dict[str, Any]) -> None:
        self.feed, self.heard = feed, b""
        self.pipe, writing = os.pipe()
        self.deadline = time.monotonic() + SECONDS
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                os.close(self.pipe)
                work(feed, writing)
                code = 0
            finally:
                os._exit(code)
        os.close(writing)

    def fileno(self) -> int:
        return self.pipe

    def hear(self) -> bool:
        """Whether it goes on."""
        said = os.read(self.pipe, 65_536)
        if not self.heard and said:
            self.deadline = time.monotonic() + READING
        self.heard += said
        return bool(said)

    def end(self) -> dict[str, Any]:
        """Its answer; what stopped it, where it gave none."""
        late = time.monotonic() >= self.deadline
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.pipe)
        try:
            return json.loads(self.heard)
        except ValueError:
            return {"key": self.feed["key"], "refused": "heavy" if self.heard else "slow" if late else "stuck"}


def answers(feeds: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """As they come."""
    waiting, running = feeds[::-1], list[Fork]()
    while waiting or running:
        while waiting and len(running) < TOGETHER:
            running.append(Fork(waiting.pop()))
        left = min(fork.deadline for fork in running) - time.monotonic()
        said, _, _ = select.select(running, [], [], max(left, 0))
        over = [fork for fork in said if not fork.hear()]
        over += [fork for fork in running if fork not in said and time.monotonic() >= fork.deadline]
        for fork in over:
            running.remove(fork)
            yield fork.end()


def main() -> None:
    feeds = json.load(sys.stdin)
    gc.freeze()  # what all forks share is never written to
    for answer in answers(feeds):
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
