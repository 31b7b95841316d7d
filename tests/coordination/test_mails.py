"""`/coordinate/messages/`: how far mails have come, for the coordinator in whose scope the people are."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from notifications.models import Message
from tests.coaching.scene import House

pytestmark = pytest.mark.django_db
ADDRESS = reverse("coordination:messages")
State = Message.State


@pytest.fixture
def house():
    return House("koti.example")


def mail(person, state=State.SENT, *, days=0, **fields):
    """A mail that was due an hour and so many days ago."""
    due_at = timezone.now() - timedelta(hours=1, days=days)
    known = {"kind": "session_booked", "thing_id": 1, "subject": "Varattu: salainen"}
    row = {**known, "recipient": person, "state": state, "due_at": due_at, "latest_at": due_at + timedelta(days=2)}
    return Message.objects.create(**row, revision=Message.objects.count(), mail_id=f"<{uuid4().hex}@x>", **fields)


def shown(client, person, query=""):
    client.force_login(person)
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    return {row.pk for row in answer.context["page"]}


def test_it_holds_the_mails_of_two_weeks_to_the_people_in_scope(client, house):
    teacher, other = house.people["teacher"], house.people["other_teacher"]
    sent, refused = mail(teacher), mail(teacher, State.REFUSED, error="550 No")
    waiting, far = mail(teacher, State.WAITING), mail(other)
    mail(teacher, days=15)
    mail(teacher, State.STALE)
    ahead = mail(teacher, State.WAITING, days=-3)
    assert shown(client, house.people["site_coordinator"]) == {sent.pk, refused.pk, waiting.pk}
    assert shown(client, house.people["far_coordinator"]) == {far.pk}
    assert ahead.pk not in shown(client, house.people["coordinator"])
    assert shown(client, House("muualla.example").people["coordinator"]) == set()


@pytest.mark.parametrize("state", ["waiting", "sent", "refused", "expired"])
def test_by_state(client, house, state):
    rows = {each: mail(house.people["teacher"], each) for each in ("waiting", "sent", "refused", "expired")}
    assert shown(client, house.people["coordinator"], f"?state={state}") == {rows[state].pk}


def test_a_state_that_there_is_not(client, house):
    client.force_login(house.people["coordinator"])
    assert client.get(ADDRESS + "?state=stale").status_code == 404


def test_it_says_how_it_went_and_not_what_the_mail_says(client, house):
    mail(house.people["teacher"], State.REFUSED, error="552 Mailbox full")
    client.force_login(house.people["coordinator"])
    text = client.get(ADDRESS).content.decode()
    assert "552 Mailbox full" in text
    assert "salainen" not in text


def test_the_number_of_queries_is_fixed(client, house):
    client.force_login(house.people["coordinator"])
    client.get(ADDRESS)  # the institution's terms are in the cache from here on
    counts = []
    for _ in range(2):
        for _ in range(10):
            mail(house.people["teacher"], State.REFUSED)
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
