"""Reading calendars of servers that mean no good: bounded in time and memory, and the others go on."""

import gzip
import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from kit.feeds.asking import read_feeds
from kit.feeds.limits import MAX_BYTES, MEMORY
from kit.feeds.words import SENTENCES, sentence_of
from tests.feeds import (
    bomb,
    byte_by_byte,
    calendar,
    cut_off,
    endless,
    event,
    feed,
    leads_to,
    many_events,
    says,
    site,
    slow_head,
)

SECOND = ("20260101T000000Z", "20260101T000001Z")
EVERY_SECOND = ",".join(map(str, range(60)))
OFTEN = f"RRULE:FREQ=HOURLY;BYMINUTE={EVERY_SECOND};BYSECOND={EVERY_SECOND}"
ANSWERS = {
    "good": says(calendar(event())),
    "packed": says(gzip.compress(calendar(event())), Content_Encoding="gzip"),
    "moved": leads_to("/good"),
    "full": says(many_events(20_000)),
    "fuller": says(many_events(20_001)),
    "large": says(calendar(event()) + bytes(MAX_BYTES)),
    "bomb": bomb(),
    "endless": endless,
    "slow": byte_by_byte,
    "slow_head": slow_head,
    "cut": cut_off,
    "cut_in_the_pack": says(gzip.compress(calendar(event()))[:-9], Content_Encoding="gzip"),
    "odd_pack": says(calendar(event()), Content_Encoding="br"),
    "every_second": says(calendar(event("s", *SECOND, "RRULE:FREQ=SECONDLY"))),
    "as_often": says(calendar(event("s", *SECOND, OFTEN))),
    "page": says(b"<html>"),
    "circle": leads_to("/circle"),
}
REFUSED = {
    **{"fuller": "many", "large": "large", "bomb": "large", "endless": "large", "slow": "slow", "slow_head": "slow"},
    **{"cut": "broken", "cut_in_the_pack": "broken", "odd_pack": "no_calendar", "every_second": "heavy"},
    **{"as_often": "heavy", "page": "no_calendar", "circle": "redirects"},
}


@pytest.mark.engines
def test_servers_that_mean_no_good_cost_little_and_hold_nobody_up():
    names = list(ANSWERS)
    with site(**ANSWERS) as there:
        feeds = [feed(f"{there.base}/{name}", there.port, key=key) for key, name in enumerate(names)]
        # From a small process of its own: a child counts as large as what it was forked from.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            answers, largest = apart.submit(read_all, feeds).result()
    told = {names[answer.key]: answer for answer, _seconds in answers}
    when = {names[answer.key]: seconds for answer, seconds in answers}

    assert {name: answer.refused for name, answer in told.items() if answer.refused} == REFUSED
    assert [len(told[name].spans) for name in ("good", "packed", "moved")] == [1, 1, 1]
    assert len(told["full"].spans) > 1_000
    assert max(when[name] for name in ("good", "packed", "moved")) < min(when["slow"], when["slow_head"])
    assert max(when.values()) < 60
    assert largest < MEMORY


def read_all(feeds):
    """Each answer with the seconds until it came, and the bytes of the largest child and its forks."""
    begun = time.monotonic()
    answers = [(answer, time.monotonic() - begun) for answer in read_feeds(feeds)]
    return answers, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def test_who_reads_knows_nothing_of_ours():
    with site(good=says(calendar(event()))) as there:
        assert "SECRET_KEY" in os.environ
        (told,) = read_feeds([feed(f"{there.base}/good", there.port)])
    assert told.spans
    assert not any(name.startswith("django") for name in child_modules())


def child_modules() -> list[str]:
    """The modules that the child's own modules import."""
    code = "import sys, kit.feeds.child; print(*sys.modules)"
    return os.popen(f"{sys.executable} -c '{code}'").read().split()


def test_a_child_that_dies_leaves_each_feed_with_a_word(monkeypatch):
    monkeypatch.setattr("kit.feeds.asking.CHILD", ["false"])
    assert [told.refused for told in read_feeds([feed("https://a.example/"), feed("https://b.example/", key=2)])] == [
        "stuck",
        "stuck",
    ]


@pytest.mark.parametrize("code", [*SENTENCES, "status", "unheard of"])
def test_every_refusal_has_a_sentence(code):
    assert sentence_of(code, 500).endswith(".")
