"""Calendar files byte for byte, and what three independent readers make of them.

A change that is meant: `GOLDEN=write scripts/test.sh tests/sessions/calendars`, then look at the difference.
"""

import os

import pytest
import time_machine
from django.test import override_settings

from tests.sessions.calendars.cases import GOLDEN, NOW, Case, make_cases, store
from tests.sessions.calendars.readers import IcalJs, by_icalendar, calendar_server

HOST = "kotipesa.example"
WHERE = {"BASE_URL": f"https://{HOST}", "UID_HOST": HOST, "DEFAULT_FROM_EMAIL": f"kotipesa@{HOST}"}
NAMES = sorted(path.stem for path in GOLDEN.glob("*.ics"))


@pytest.mark.django_db
def test_the_files_and_what_they_say_are_those_that_were_looked_at():
    with time_machine.travel(NOW, tick=False), override_settings(**WHERE):
        cases = make_cases()
    if os.environ.get("GOLDEN") == "write":
        store(cases)
    assert sorted(cases) == sorted(path.stem for path in GOLDEN.glob("*.ics"))
    for name, case in cases.items():
        assert case == Case.stored(name), name


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with calendar_server(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture(scope="module")
def ical_js(browser):
    page = browser.new_page()
    yield IcalJs(page)
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_pythons_library_reads_what_is_meant(name):
    case = Case.stored(name)
    assert by_icalendar(case.content) == (case.method, list(case.events))


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_thunderbirds_parser_reads_what_is_meant(name, ical_js):
    case = Case.stored(name)
    assert ical_js.read(case.content) == (case.method, list(case.events))


@pytest.mark.browser
def test_thunderbirds_parser_finds_nothing_that_was_smuggled_in(ical_js):
    """The same properties as in a file of a group without such texts."""
    plain, attacked = (ical_js.raw(Case.stored(name).content) for name in ("emoji", "attacked"))
    assert attacked["properties"] == plain["properties"]
    assert len(attacked["events"]) == 1


@pytest.mark.engines
@pytest.mark.parametrize("name", NAMES)
def test_a_calendar_server_stores_what_is_meant(name, server):
    case = Case.stored(name)
    server.clear()
    assert server.replace_all(case.content) == 201
    assert server.events() == sorted(case.events, key=lambda event: (event.start, event.uid))


@pytest.mark.engines
def test_an_update_replaces_and_a_cancellation_removes(server):
    """The server knows by the UID that it is the same event: under another name it is a conflict."""
    server.clear()
    booked, moved, called_off = (Case.stored(name) for name in ("booked", "moved", "called_off"))
    assert server.put(booked.content, "event") == 201
    assert server.put(moved.content, "another") == 409
    assert server.put(moved.content, "event") == 204
    assert server.events() == list(moved.events)
    [gone] = called_off.events
    assert gone.uid == moved.events[0].uid
    assert server.ask("DELETE", "event.ics")[0] == 200
    assert server.events() == []


@pytest.mark.engines
def test_a_subscribed_calendar_replaces_what_moved_and_loses_what_is_off(server):
    """The whole is read again: the first event an hour later; then without it."""
    whole = Case.stored("feed_mine").content
    start, end = whole.index(b"BEGIN:VEVENT"), whole.index(b"END:VEVENT\r\n") + len(b"END:VEVENT\r\n")
    first = whole[start:end]
    later = first.replace(b"T120000", b"T130000").replace(b"T124500", b"T134500").replace(b"SEQUENCE:0", b"SEQUENCE:1")
    server.clear()
    assert server.replace_all(whole) == 201
    before, *rest = server.events()
    assert server.replace_all(whole[:start] + later + whole[end:]) == 201
    moved, *same = server.events()
    assert (moved.uid, moved.sequence, same) == (before.uid, 1, rest)
    assert moved.start > before.start
    assert server.replace_all(whole[:start] + whole[end:]) == 201
    assert server.events() == rest


def test_the_same_event_keeps_its_id_and_its_number_rises():
    for names in (("booked", "moved", "called_off"), ("group_joined", "group_left")):
        events = [Case.stored(name).events[0] for name in names]
        assert len({event.uid for event in events}) == 1
        assert [event.sequence for event in events] == sorted({event.sequence for event in events})


def test_an_occurrence_of_a_series_is_the_same_event_in_both_files():
    together = Case.stored("series_together").events
    assert [Case.stored(f"series_{number}").events for number in (1, 2, 3)] == [(event,) for event in together]
