"""CalDAV against a real server: from the address of a calendar, of an account, or of nothing but the server."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from kit.feeds import caldav
from kit.feeds.asking import read_feeds
from kit.feeds.busy import Reader
from kit.feeds.fetching import Fetcher, Login
from kit.feeds.lean import lean
from tests.feeds import MONDAY, calendar, event, feed, leads_to, says, site
from tests.radicale import PASSWORD, USER, radicale

ONE = (MONDAY + timedelta(days=1, hours=8), MONDAY + timedelta(days=1, hours=9))
pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        running.make_calendar("work")
        running.put(calendar(event("one", "20261124T080000Z", "20261124T090000Z", "SUMMARY:Salaisuus")))
        weekly = event("two", "20260106T100000Z", "20260106T103000Z", "RRULE:FREQ=WEEKLY;UNTIL=20261201T110000Z")
        running.put(calendar(weekly), "two")
        running.put(calendar(event("own@kotipesa.test", "20261126T080000Z", "20261126T090000Z")), "own")
        running.put(calendar(event("old", "20200106T100000Z", "20200106T103000Z")), "old")
        running.make_calendar("private")
        running.put(calendar(event("three", "20261127T080000Z", "20261127T090000Z")), "three", "private")
        running.make_calendar("tasks", ("VTODO",))
        yield running


def ask(server, address, **fields):
    more = {"kind": "caldav", "user": USER, "password": PASSWORD, **fields}
    (told,) = read_feeds([feed(address, server.port, **more)])
    return told


def days(told) -> list[int]:
    assert told.refused == ""
    return [start.day for start, _end in told.spans]


def test_a_calendar_is_read(server):
    told = ask(server, f"{server.base}/{USER}/work/")

    assert days(told) == [24, 24, 1]
    assert told.spans[0] == ONE


@pytest.mark.parametrize("path", [f"/{USER}/", "/", ""])
def test_all_calendars_of_an_account_are_read(server, path):
    assert days(ask(server, server.base + path)) == [24, 24, 27, 1]


@pytest.mark.parametrize("fields", [{"password": "wrong"}, {"user": "nobody"}])
def test_a_wrong_password_is_said(server, fields):
    assert ask(server, f"{server.base}/{USER}/work/", **fields).refused == "password"


def test_what_is_not_there_is_said(server):
    assert ask(server, f"{server.base}/{USER}/nothing/").refused == "gone"


def test_a_server_that_speaks_no_caldav_is_said():
    with site(
        a=says(b"<html>"), b=says(b"", "405 No"), c=says(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "207 Multi")
    ) as there:
        assert [ask(there, f"{there.base}/{name}").refused for name in "abc"] == ["status", "status", "no_calendar"]


def test_a_calendar_that_tells_no_events_is_asked_when_it_is_free(server, monkeypatch):
    """As Radicale answers it, to which the first question makes no sense here."""
    monkeypatch.setattr(caldav, "WHAT_IS_IN_IT", "<%s %s")
    address = f"{server.base}/{USER}/work/"
    fetcher = Fetcher(Login(address, USER, PASSWORD), [server.port])
    contents = caldav.read_caldav(fetcher, address, MONDAY, MONDAY + timedelta(days=57))
    assert [b"BEGIN:VFREEBUSY" in content for content in contents] == [True]
    told = Reader(lean(contents), ZoneInfo("Europe/Helsinki"), MONDAY, MONDAY + timedelta(days=57), "kotipesa.test")
    spans = told.read().spans
    assert ONE in spans
    assert [start.day for start, _end in spans] == [24, 24, 26, 1]


def test_whoever_may_ask_for_free_times_alone_is_answered():
    period = b"FREEBUSY;FBTYPE=BUSY:20261124T080000Z/PT1H"
    busy = calendar("BEGIN:VFREEBUSY", period.decode(), "END:VFREEBUSY")

    def answers(client, request):
        (says(busy) if request.startswith("REPORT") else says(b"", "403 Forbidden"))(client, request)

    with site(a=answers, b=says(b"", "403 Forbidden")) as there:
        assert ask(there, f"{there.base}/a").spans == [ONE]
        assert ask(there, f"{there.base}/b").refused == "password"


def test_a_password_that_was_not_taken_is_sent_no_second_time():
    with site(a=says(b"", "401 Unauthorized"), b=says(b"", "410 Gone")) as there:
        assert [ask(there, f"{there.base}/{name}").refused for name in "ab"] == ["password", "gone"]
        assert len(there.requests) == 2


def test_a_server_that_names_another_learns_nothing(server):
    answer = b"""<multistatus xmlns="DAV:"><response><href>/a</href><propstat><prop>
        <resourcetype><collection/></resourcetype>
        <current-user-principal><href>http://127.0.0.1:%d/steal</href></current-user-principal>
        </prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"""
    with (
        site(steal=says(b"")) as thief,
        site(a=says(answer % thief.port, "207 Multi"), b=leads_to(f"{thief.base}/steal")) as there,
    ):
        ports = [there.port, thief.port]
        assert ask(there, f"{there.base}/a", loopback_ports=ports).refused == "no_calendar"
        assert thief.requests == []
        ask(there, f"{there.base}/b", loopback_ports=ports)
        assert "uthorization" not in thief.requests[0]
