"""No line of any log holds the secret of an address: neither the program's own nor the web server's."""

import io
import logging

import pytest
from django.test import Client
from django.urls import reverse

from kit.logs import without_secrets
from kit.tokens import new_token
from sessions.models import CalendarFeed
from sessions.services import make_feed
from sessions.views import feeds
from tests.factories import make_institution, make_user
from tests.web import Client as Connection
from tests.web import web_server

TOKEN = "Zt8-_abcDEF0123456789"


@pytest.fixture
def lines():
    """What the program's own handler writes, as the settings set it up."""
    [handler] = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.parametrize(
    "line",
    [
        f"GET /calendar/{TOKEN}.ics HTTP/1.1",
        f"https://kotipesa.example/calendar/{TOKEN}.ics?x=1",
        f"/accounts/login/?next=%2Fcalendar%2F{TOKEN}.ics",
        f"/CALENDAR/{TOKEN}",
        f"'/accounts/invited/{TOKEN}/'",
    ],
)
def test_a_token_is_left_out_and_what_stands_around_it_stays(line):
    told = without_secrets(line)
    assert TOKEN not in told
    assert "[hidden]" in told
    assert without_secrets(told) == told


@pytest.mark.parametrize("line", ["/sessions/12/calendar.ics", "/me/calendars/mine/make/", "sessions/calendar_feed.py"])
def test_what_is_no_secret_stays(line):
    assert without_secrets(line) == line


@pytest.mark.parametrize(
    "logger", ["django.request", "django.server", "django", "sessions", "celery", "gunicorn.error"]
)
def test_whoever_writes_a_line_it_holds_no_token(lines, logger):
    address = f"/calendar/{TOKEN}.ics"
    logging.getLogger(logger).error("Failed: %s", address, extra={"request": None})
    try:
        raise ValueError(f"no file at {address}")
    except ValueError:
        logging.getLogger(logger).exception("Failed")
    assert "Failed: /calendar/[hidden]" in lines.getvalue()
    assert "ValueError: no file at /calendar/[hidden]" in lines.getvalue()
    assert TOKEN not in lines.getvalue()


@pytest.mark.django_db
def test_an_address_that_is_unknown_or_fails_is_logged_without_its_token(lines, monkeypatch):
    token, client = make_feed(person=make_user(make_institution()), scope="mine"), Client(raise_request_exception=False)
    unknown = new_token()
    assert client.get(reverse("sessions:feed", args=[unknown])).status_code == 404

    def fail(feed):
        raise ValueError(f"/calendar/{token}.ics")

    monkeypatch.setattr(feeds, "feed_file", fail)
    assert client.get(reverse("sessions:feed", args=[token])).status_code == 500

    assert "Not Found: /calendar/[hidden]" in lines.getvalue()
    assert "Internal Server Error: /calendar/[hidden]" in lines.getvalue()
    assert token not in lines.getvalue()
    assert unknown not in lines.getvalue()


@pytest.mark.engines
def test_the_web_servers_logs_hold_no_token(transactional_db, tmp_path):
    """Everything that the real server can be asked to write, with its access log on."""
    person = make_user(make_institution())
    token, unknown = make_feed(person=person, scope="mine"), new_token()
    options = f"--access-logfile={tmp_path}/access.log --error-logfile={tmp_path}/error.log --log-level=debug"
    with web_server(tmp_path / "web.log", GUNICORN_CMD_ARGS=options, LOG_LEVEL="DEBUG") as port:
        reader = Connection(port, None)
        reader.headers["Referer"] = f"http://127.0.0.1:{port}/calendar/{token}.ics"
        assert reader.get(f"/calendar/{token}.ics").status == 200
        assert reader.get(f"/calendar/{unknown}.ics").status == 404
        assert reader.get(f"/?next=/calendar/{token}.ics").status == 200
        assert reader.post(f"/calendar/{token}.ics").status == 405
    logs = {file.name: file.read_text() for file in tmp_path.glob("*.log")}
    assert logs["access.log"].count("/calendar/[hidden]") >= 4
    assert "/calendar/[hidden]" in logs["web.log"]
    for name, content in logs.items():
        assert token not in content, name
        assert unknown not in content, name
    assert CalendarFeed.objects.get().read_at is not None
