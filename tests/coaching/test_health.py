"""What machines are told: whether the program serves, and how far behind its messages are."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from notifications.models import Message
from notifications.outbox import deliver_due, enqueue
from tests.factories import make_institution, make_user
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def put():
    """`put(ago)` writes a letter that has been due for so long."""

    def write(ago: timedelta) -> None:
        now, person = timezone.now(), make_user(make_institution())
        thing = SimpleNamespace(pk=person.pk, revision=0)
        enqueue(kind="test_mail", thing=thing, recipient=person, due_at=now - ago, latest_at=now + timedelta(days=1))

    return write


def figures(client) -> dict[str, float]:
    text = client.get("/metrics").content.decode()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line[0] != "#"}


def test_ready_and_on_time(client, put):
    put(timedelta(minutes=4))
    put(timedelta(minutes=-30))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": True, "cache": True, "messages": True}


def test_late_messages_degrade_it_and_it_serves_all_the_same(client, put):
    put(timedelta(minutes=6))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"


def test_without_the_cache_it_is_down(client, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "down")


def test_the_figures_tell_lag_waiting_sent_and_failed(client, put, settings):
    put(timedelta(minutes=7))
    put(timedelta(minutes=1))
    before = figures(client)
    assert before["kotipesa_messages_waiting"] == 2
    assert 420 <= before["kotipesa_messages_lag_seconds"] < 430
    bad = Message.objects.first().recipient.email
    with Sink(lambda step, about: "550 No" if (step, about) == ("rcpt", bad) else None) as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        deliver_due()
    after = figures(client)
    assert after["kotipesa_messages_waiting"] == after["kotipesa_messages_lag_seconds"] == 0
    assert after['kotipesa_messages_total{outcome="sent"}'] == 1
    assert after['kotipesa_messages_total{outcome="refused"}'] == 1


def test_figures_name_nobody(client, put):
    put(timedelta(minutes=7))
    text = client.get("/metrics").content.decode()
    assert Message.objects.get().recipient.email not in text
    assert text.endswith("\n")


def test_without_the_cache_the_figures_of_the_database_stay(client, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    assert set(figures(client)) == {"kotipesa_messages_waiting", "kotipesa_messages_lag_seconds"}
