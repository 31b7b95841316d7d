"""The bell only hurries: booking is quick and safe whatever the broker does."""

import os
import signal
import socket
import time
from types import SimpleNamespace

import pytest
from celery import current_app
from django.db import transaction

from notifications import bell
from notifications.models import Message
from notifications.outbox import enqueue
from tests.factories import make_user
from tests.processes import broker, free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]


@pytest.fixture
def calls_to(monkeypatch, settings):
    """`calls_to(url)` makes this process ring at another broker."""

    def change(url):
        current_app.conf.broker_write_url = url
        current_app._after_fork()  # forget the open connections

    monkeypatch.setattr(bell, "_quiet_until", 0.0)
    yield change
    change(settings.CELERY_BROKER_URL)


def greet(person):
    with transaction.atomic():
        enqueue(kind="greeting", thing=SimpleNamespace(pk=person.pk, revision=0), recipient=person)


def seconds(call, *arguments):
    started = time.monotonic()
    call(*arguments)
    return time.monotonic() - started


@pytest.mark.django_db
def test_it_rings_once_a_transaction_and_after_it(school, django_capture_on_commit_callbacks):
    people = [make_user(school) for _ in range(3)]
    with django_capture_on_commit_callbacks() as hooks, transaction.atomic():
        for person in people:
            enqueue(kind="greeting", thing=SimpleNamespace(pk=person.pk, revision=0), recipient=person)
    assert hooks == [bell.ring]


def test_a_broker_that_is_gone_costs_nothing(school, calls_to):
    calls_to(f"redis://127.0.0.1:{free_port()}/0")
    person = make_user(school)
    assert seconds(greet, person) < 2
    assert Message.objects.count() == 1


def test_a_broker_that_hangs_costs_little(school, calls_to, tmp_path):
    with broker(tmp_path) as server:
        calls_to(server.url)
        os.killpg(server.process.pid, signal.SIGSTOP)
        person, other = make_user(school), make_user(school)
        assert seconds(greet, person) < 5
        assert seconds(greet, other) < 1  # once it has failed, it isn't asked again before the next tick
        os.killpg(server.process.pid, signal.SIGCONT)
    assert Message.objects.count() == 2


def test_a_broker_that_is_full_costs_nothing(school, calls_to, tmp_path):
    with broker(tmp_path) as server:
        calls_to(server.url)
        server.say("CONFIG SET maxmemory 1")
        person, other = make_user(school), make_user(school)
        assert seconds(greet, person) < 2
        assert seconds(greet, other) < 1
    assert Message.objects.count() == 2


def test_a_broker_that_does_not_pick_up_costs_little(school, calls_to):
    """The port is taken and its queue full: nothing answers the call to connect."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        port = deaf.getsockname()[1]
        fillers = [socket.socket() for _ in range(3)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        calls_to(f"redis://127.0.0.1:{port}/0")
        assert seconds(greet, make_user(school)) < 5
        for filler in fillers:
            filler.close()


def test_it_reaches_a_broker_that_is_there(school, calls_to, tmp_path):
    with broker(tmp_path) as server:
        calls_to(server.url)
        greet(make_user(school))
        assert b":1" in server.say("LLEN celery")
