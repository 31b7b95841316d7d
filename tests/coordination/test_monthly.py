"""The month's letter: to whom, when, what it tells, and ending it by one press."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coordination.families import MONTHLY
from coordination.models import Change
from coordination.monthly import LETTER, is_time, send_monthly_letters
from notifications.choosing import Choices, choose_messages
from notifications.models import Mailbox, Message
from notifications.outbox import deliver_due
from organisation.models import ClosedDay
from sessions.models import Kind
from tests.coaching.scene import House, workday
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House("koti.example")


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


@pytest.fixture
def first_monday(time_machine):
    """Monday, 1 June 2026, at nine in Helsinki."""
    time_machine.move_to(datetime.fromisoformat("2026-06-01T09:00+03:00"))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-06-01T06:59", False),
        ("2026-06-01T07:00", True),
        ("2026-08-01T09:00", False),  # a Saturday
        ("2026-08-03T09:00", True),
        ("2026-06-08T09:00", False),
        ("2026-06-02T09:00", False),  # closed below
    ],
)
def test_when_it_goes_out(house, moment, expected):
    ClosedDay.objects.create(institution=house.institution, day=date(2026, 6, 2))
    assert is_time(house.institution, datetime.fromisoformat(moment + "+03:00")) is expected


def change(house, **fields):
    day = timezone.localdate() + timedelta(days=20)
    return Change.objects.create(institution=house.institution, **{"day": day, "text_fi": "Arviointi", **fields})


def letters():
    return Message.objects.filter(kind=LETTER)


def test_everyone_who_works_there_and_wants_it_gets_one_a_month(house, first_monday):
    unwilling = house.people["teacher"]
    choose_messages(person=unwilling, choices=Choices(off=(MONTHLY.code,)))
    send_monthly_letters()
    send_monthly_letters()
    told = set(letters().values_list("recipient__first_name", flat=True))
    assert told == set(house.people) - {"teacher", "deactivated"}
    assert letters().count() == len(told)


def deliver_to(house, name):
    """Deliver the letter to one person alone; the other letters go."""
    send_monthly_letters()
    letters().exclude(recipient=house.people[name]).delete()
    letters().update(due_at=timezone.now() - timedelta(days=1), latest_at=timezone.now() + timedelta(days=400))
    deliver_due()


@pytest.fixture
def time_to_send(monkeypatch):
    monkeypatch.setattr("coordination.monthly.is_time", lambda institution, now: True)


def test_it_tells_what_changes_for_the_person_and_the_clinics_ahead(house, sink, time_to_send):
    change(house)
    change(house, text_fi="Muualla", site=house.far_site)
    [clinic] = house.hold(Kind.CLINIC, workday(3))
    Message.objects.all().delete()
    deliver_to(house, "teacher")
    [mail] = sink.mails
    text = mail.get_body(("plain",)).get_content()
    assert "Arviointi" in text
    assert "Muualla" not in text
    assert f"/sessions/{clinic.pk}/" in text


def test_with_nothing_to_tell_there_is_no_mail(house, sink, time_to_send):
    deliver_to(house, "teacher")
    assert sink.mails == []
    assert letters().get().state == "stale"


def test_one_press_in_the_mail_ends_it(house, sink, time_to_send):
    change(house)
    deliver_to(house, "teacher")
    [mail] = sink.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://localhost(/messages/unsubscribe/.+/)>", mail["List-Unsubscribe"])[1]
    assert Client().post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Mailbox.objects.get(person=house.people["teacher"]).off == [MONTHLY.code]
