"""A coordinator drops a session on a time at the instant at which a teacher books it: one of them has it."""

import os
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sessions.free_times import time_token
from sessions.models import Session
from sessions.services import booking, handing_over
from tests.factories import make_role, make_user
from tests.sessions.extras import Day
from tests.sessions.racing import Meet, at_once, troubles, without_constraints, without_locks

ROUNDS = int(os.environ.get("BOARD_ROUNDS", 10))
pytestmark = pytest.mark.django_db(transaction=True)


class Race:
    """Each round its own week, so that no cap comes between."""

    def __init__(self) -> None:
        self.day = Day()
        house = self.day.house
        house.horizon_days, house.weekly_cap, house.daily_cap = 5000, 100, 100
        house.save()
        self.coordinator, self.teacher = make_user(house), self.day.bea
        make_role(self.coordinator, "coordinator")
        self.clients = [Client(raise_request_exception=False) for _ in range(2)]
        for client, person in zip(self.clients, (self.coordinator, self.teacher), strict=True):
            client.force_login(person)

    def play(self, number: int) -> tuple[list[int], int]:
        """The statuses of both, and how many sessions the wanted coach has at that time."""
        own, wanted = self.day.at(9, days=7 * number), self.day.at(13, days=7 * number)
        session = self.day.book(own)
        token = time_token(self.day.other_coach.pk, wanted)
        wish = {"time": token, "topic": self.day.topic.pk, "minutes": 45}
        drop = reverse("coordination:board_place", args=[session.pk])
        answers = at_once(
            lambda: self.clients[0].post(drop, {"time": token}).status_code,
            lambda: self.clients[1].post(reverse("sessions:confirm"), wish).status_code,
        )
        during = (wanted, wanted + timedelta(minutes=45))
        held = Session.objects.holding().filter(coach=self.day.other_coach, during__overlap=during)
        session.refresh_from_db()
        assert session.starts_at in (own, wanted)
        assert session.starts_at > timezone.now()
        return answers, held.count()


def test_a_drag_and_a_booking_of_the_same_time():
    race = Race()
    for number in range(ROUNDS):
        answers, held = race.play(number)
        assert (sorted(answers), held) == ([302, 409], 1)
    assert troubles() == 0


def test_without_guards_both_have_it(monkeypatch):
    without_locks(monkeypatch)
    meet = Meet(parties=2, patience=30)
    monkeypatch.setattr(booking, "hold", meet.before(booking.hold))
    monkeypatch.setattr(handing_over, "change", meet.before(handing_over.change))
    with without_constraints():
        answers, held = Race().play(0)
        assert (answers, held, troubles() > 0) == ([302, 302], 2, True)
