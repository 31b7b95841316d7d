"""What people choose about messages, as sessions follow it: their own reminders, summaries, and no wrong clock."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from notifications.choosing import Choices, choose_messages
from notifications.models import Message
from notifications.outbox import deliver_due
from sessions.models import Session
from sessions.services import cancel_session, move_session
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


def offsets(person, session) -> list[int]:
    rows = Message.objects.waiting().filter(kind="session_reminder", thing_id=session.pk, recipient=person)
    revision = Session.objects.get(pk=session.pk).revision
    found = rows.filter(revision=revision).values_list("offset", flat=True)
    return sorted(int(offset.total_seconds() // 60) for offset in found)


def test_ones_own_reminders_go_for_what_is_booked_from_now_on(house):
    teacher = house.people["teacher"]
    choose_messages(person=teacher, choices=Choices(offsets=(2880, 30)))
    session = house.book(workday(5))
    assert offsets(teacher, session) == [30, 2880]
    assert offsets(house.coach.user, session) == [60, 1440]


def test_they_change_for_what_is_booked_already_and_back_again(house):
    teacher, session = house.people["teacher"], house.book(workday(5))
    for chosen, expected in (((30, 60), [30, 60]), ((45,), [45]), ((60, 30), [30, 60]), (None, [60, 1440])):
        choose_messages(person=teacher, choices=Choices(offsets=chosen))
        assert offsets(teacher, session) == expected
    assert offsets(house.coach.user, session) == [60, 1440]


def test_one_that_was_sent_is_not_sent_again(house):
    teacher, session = house.people["teacher"], house.book(workday(5))
    Message.objects.filter(kind="session_reminder", recipient=teacher).update(state="sent")
    choose_messages(person=teacher, choices=Choices(offsets=(60, 1440)))
    assert offsets(teacher, session) == []


def test_a_confirmation_names_the_reminders_that_will_come(house, sink):
    teacher = house.people["teacher"]
    choose_messages(person=teacher, choices=Choices(offsets=(2880,)))
    house.book(workday(5))
    deliver_due()
    [mail] = [mail for mail in sink.mails if teacher.email in mail["To"]]
    [line] = [line for line in mail.get_body(("plain",)).get_content().splitlines() if line.startswith("Muistutukset")]
    assert line.count("klo") == 1


def daily(person):
    choose_messages(person=person, choices=Choices(digest="daily"))


def told(person, **about):
    return list(Message.objects.filter(recipient=person, **about).order_by("pk").values_list("kind", "state"))


def test_a_coach_is_told_together_of_what_is_far_and_at_once_of_what_is_near(house, sink):
    coach = house.coach.user
    daily(coach)
    far = house.book(workday(9))
    deliver_due()
    assert told(coach, kind="session_booked") == [("session_booked", "held")]
    Message.objects.filter(kind="digest").delete()
    near = Session.objects.get(pk=house.book(workday(12)).pk)
    soon = timezone.now() + timedelta(hours=2)
    Session.objects.filter(pk=near.pk).update(starts_at=soon, ends_at=soon + timedelta(minutes=45))
    deliver_due()
    assert told(coach, kind="session_booked", thing_id=near.pk) == [("session_booked", "sent")]
    assert told(coach, kind="session_booked", thing_id=far.pk) == [("session_booked", "held")]


def test_what_was_called_off_before_the_summary_is_in_none(house, sink):
    coach = house.coach.user
    daily(coach)
    session = house.book(workday(9))
    Session.objects.filter(pk=session.pk).update(booked_by=house.people["teacher"])
    deliver_due()
    cancel_session(session=session, by=house.people["teacher"], reason="")
    deliver_due()
    assert told(coach, state="held") == []
    Message.objects.filter(kind="digest").update(due_at=Now())
    deliver_due()
    assert [mail for mail in sink.mails if coach.email in mail["To"]] == []


def test_moved_from_near_to_far_is_told_at_once(house, sink):
    """Until then the coach believes in the old time."""
    coach = house.coach.user
    session = house.book(workday(9))
    deliver_due()
    daily(coach)
    later, soon = session.starts_at + timedelta(hours=1), timezone.now() + timedelta(hours=3)
    Session.objects.filter(pk=session.pk).update(starts_at=soon, ends_at=soon + timedelta(minutes=45))
    session.refresh_from_db()
    move_session(session=session, starts_at=later, by=house.people["teacher"], pass_rules=True)
    deliver_due()
    assert told(coach, kind="session_moved") == [("session_moved", "sent")]


@pytest.mark.parametrize("minutes", [10, -10])
def test_a_worker_whose_clock_is_wrong_sends_what_is_true(house, sink, time_machine, minutes):
    """Five minutes before the session, by the database's clock. By the worker's it has begun, or is not yet near."""
    session = house.book(workday(9))
    Message.objects.exclude(kind="session_reminder", recipient=house.people["teacher"], offset="01:00").delete()
    soon = timezone.now() + timedelta(minutes=5)
    Session.objects.filter(pk=session.pk).update(starts_at=soon, ends_at=soon + timedelta(minutes=45))
    Message.objects.update(due_at=Now(), latest_at=soon)
    time_machine.move_to(timezone.now() + timedelta(minutes=minutes))
    deliver_due()
    assert told(house.people["teacher"]) == [("session_reminder", "sent")]
    assert len(sink.mails) == 1
