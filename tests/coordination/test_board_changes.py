"""A board that is open notices what others change: 304 as long as nothing has."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaches.models import BusyTime, Mandate, OpeningHours, TimeOff
from organisation.models import ClosedDay, Role
from sessions.models import Session
from sessions.services import book_session, cancel_session, close_session, leave_session, move_session
from sessions.services.away import end_time_off, take_time_off
from tests.coordination.board_scene import TEN, WEEK, browser
from tests.factories import make_session, open_hours

FEW = 7
"""Signing in, roles, and the two questions."""


@pytest.fixture
def client(board):
    return browser(board.coordinator)


def ask(client, mark="", query=WEEK):
    return client.get(reverse("coordination:board_rows") + query, headers={"If-None-Match": mark})


def stretch(hours=2):
    return DateTimeTZRange(TEN, TEN + timedelta(hours=hours))


def test_nothing_is_made_when_nothing_has_changed(board, client):
    board.book(board.liisa, board.jonna)
    mark = ask(client)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = ask(client, mark)
    assert (answer.status_code, answer.content) == (304, b"")
    assert len(queries) <= FEW
    assert ask(client, f"W/{mark}").status_code == 304  # as it comes back when the answer was compressed


def book(board):
    by = board.coordinator
    wish = {"topic": board.topic, "starts_at": TEN + timedelta(hours=3), "length": timedelta(minutes=45), "by": by}
    book_session(coach=board.olli, person=board.salla, **wish)


CHANGES = {
    "booked": book,
    "moved": lambda b: move_session(session=b.session, starts_at=TEN + timedelta(hours=1), by=b.coordinator),
    "moved away": lambda b: move_session(session=b.session, starts_at=TEN + timedelta(days=7), by=b.coordinator),
    "called off": lambda b: cancel_session(session=b.session, by=b.jonna),
    "closed": lambda b: close_session(session=b.begun, held=True, by=b.liisa.user),
    "one left": lambda b: leave_session(session=b.shared, person=b.salla, by=b.salla),
    "deleted": lambda b: Session.objects.filter(pk=b.session.pk).delete(),
    "out of scope": lambda b: Session.objects.filter(pk=b.session.pk).update(site=b.far),
    "away": lambda b: take_time_off(coach=b.olli, starts_at=TEN, ends_at=TEN + timedelta(hours=1)),
    "back": lambda b: end_time_off(b.off),
    "busy": lambda b: BusyTime.objects.create(institution=b.house, coach=b.olli, during=stretch()),
    "open": lambda b: open_hours(b.olli, 6, time(9), time(12)),
    "open no more": lambda b: OpeningHours.objects.filter(coach=b.olli).last().delete(),
    "closed day": lambda b: ClosedDay.objects.create(institution=b.house, day=date(2026, 12, 3)),
    "a coach more": lambda b: b.coach("Aino", "Aalto", b.near),
    "a coach of another site": lambda b: b.liisa.sites.add(b.far),
    "a coach who stops": lambda b: type(b.liisa).objects.filter(pk=b.liisa.pk).update(is_active=False),
    "hours": lambda b: Mandate.objects.create(
        institution=b.house,
        user=b.liisa.user,
        academic_year=2026,
        quarter_hours=4,
        starts_on=date(2026, 8, 1),
        ends_on=date(2027, 7, 31),
    ),
    "another role": lambda b: Role.objects.filter(user=b.coordinator).update(site=b.near),
    "another name": lambda b: type(b.jonna).objects.filter(pk=b.liisa.user_id).update(last_name="Laine"),
    "a coach elsewhere": lambda b: b.book(b.olli, b.liisa.user, 5),
}


@pytest.fixture
def things(board):
    """What the changes are made to. One session is running."""
    board.session = board.book(board.liisa, board.jonna)
    board.shared = book_session(
        coach=board.liisa,
        topic=board.topic,
        person=board.jonna,
        together=[board.salla],
        by=board.coordinator,
        starts_at=TEN + timedelta(hours=4),
        length=timedelta(minutes=45),
    )
    board.off = TimeOff.objects.create(
        institution=board.house,
        coach=board.olli,
        during=DateTimeTZRange(TEN + timedelta(days=1), TEN + timedelta(days=2)),
    )
    return board


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_noticed(things, client, clock, change):
    if change == "closed":
        things.begun = things.session
        clock.move_to(TEN + timedelta(minutes=90), tick=False)
        client = browser(things.coordinator)
    mark = ask(client)["ETag"]
    assert ask(client, mark).status_code == 304
    CHANGES[change](things)
    answer = ask(client, mark)
    assert (answer.status_code, answer["ETag"] == mark) == (200, False)


def test_what_is_not_shown_changes_nothing(things):
    client = browser(things.near_coordinator)
    mark = ask(client)["ETag"]
    make_session(things.liisa, things.jonna, TEN + timedelta(days=7), topic=things.topic)
    things.book(things.olli, things.person("Eero", "Eerola"), 3)
    things.coach("Aino", "Aalto", things.far)
    assert ask(client, mark).status_code == 304


def test_each_reader_day_and_language_has_a_mark_of_its_own(things, client, clock):
    mark = ask(client)["ETag"]
    assert ask(browser(things.near_coordinator), mark).status_code == 200
    assert ask(client, mark, "?week=2026-W50").status_code == 200
    assert ask(client, mark, f"{WEEK}&site={things.near.pk}").status_code == 200
    type(things.coordinator).objects.filter(pk=things.coordinator.pk).update(language="fi")
    assert ask(client, mark).status_code == 200
    type(things.coordinator).objects.filter(pk=things.coordinator.pk).update(language="en")
    clock.shift(timedelta(hours=14))
    assert ask(browser(things.coordinator), mark).status_code == 200
