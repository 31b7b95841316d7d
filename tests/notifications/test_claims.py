"""Several deliverers at once, on a database that commits: each message is one's at a time."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from notifications import claims, delivery
from notifications.models import Message
from notifications.outbox import deliver_due, withdraw
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def in_threads(*calls):
    """Run `calls` at once, each on a connection of its own; their answers."""

    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def deliver_all():
    while deliver_due(limit=5):
        pass


def naive_deliver_all():
    """What it would be without the guard: read what is due, send it, mark it."""
    rows = list(Message.objects.due().select_related("recipient__institution").order_by("due_at", "pk"))
    time.sleep(0.2)
    delivery.Delivery(rows).run()


def test_two_at_once_send_each_message_once(sink, greet):
    greet(40)
    in_threads(deliver_all, deliver_all, deliver_all)
    assert states() == ["sent"] * 40
    assert len(sink.contents) == 40


def test_without_claim_and_lease_they_send_twice(sink, greet, monkeypatch):
    """The control: it shows that the test above can fail."""
    monkeypatch.setattr(claims, "renew", lambda row: True)
    greet(10)
    in_threads(naive_deliver_all, naive_deliver_all)
    assert len(sink.contents) > 10


def test_a_row_that_another_holds_is_passed_over(sink, greet):
    greet(2)
    [held] = claims.claim(1)[1]
    assert deliver_due() == 1
    assert states() == ["waiting", "sent"]
    assert claims.renew(held)


def test_a_lease_that_ran_out_frees_the_row(sink, greet):
    greet(1)
    [held] = claims.claim(1)[1]
    Message.objects.update(leased_until=Now() - timedelta(seconds=1))
    assert deliver_due() == 1
    assert states() == ["sent"]
    assert not claims.renew(held)


def test_who_lost_the_lease_before_sending_does_not_send(sink, greet):
    """The first of two rows takes so long that the second is another's by the time it is its turn."""
    first, second = greet(2)
    taken = []

    def slow(step, about):
        if step == "data" and about == first.recipient.email:
            Message.objects.filter(pk=second.pk).update(leased_until=Now() - timedelta(seconds=1))
            taken.extend(claims.claim(5)[1])
            connection.close()

    sink.answer = slow
    deliver_due()
    assert [row.pk for row in taken] == [second.pk]
    assert states() == ["sent", "waiting"]
    assert len(sink.contents) == 1


def test_sent_stays_sent_when_the_lease_ran_out_during_sending(sink, greet):
    """Another has claimed the row meanwhile: the mark stops it before it sends the mail again."""
    [row] = greet()
    taken = []

    def slow(step, about):
        if step == "data":
            Message.objects.update(leased_until=Now() - timedelta(seconds=1))
            taken.extend(claims.claim(5)[1])
            connection.close()

    sink.answer = slow
    deliver_due()
    assert states() == ["sent"]
    [other] = taken
    assert not claims.renew(other)
    assert len(sink.contents) == 1


def test_what_is_withdrawn_while_it_is_sent_counts_as_sent(sink, greet):
    [row] = greet()

    def withdrawn(step, about):
        if step == "data":
            withdraw(["greeting"], type("Thing", (), {"pk": row.thing_id, "revision": 0}))
            connection.close()

    sink.answer = withdrawn
    deliver_due()
    assert states() == ["sent"]


def test_a_crash_after_the_server_took_it_sends_it_again_under_the_same_id(sink, greet, monkeypatch):
    greet()

    def crash(row):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(claims, "mark_sent", crash)
        with pytest.raises(MemoryError):
            deliver_due()
    assert deliver_due() == 0  # the lease holds
    Message.objects.update(leased_until=Now())
    assert deliver_due() == 1
    assert states() == ["sent"]
    first, second = sink.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_nobody_waits_for_a_row_that_a_booking_holds(sink, greet):
    """Claiming and releasing pass over what a transaction is withdrawing, so neither can deadlock with it."""
    first, second = greet(2)
    _, held = claims.claim(2)
    with transaction.atomic():
        withdraw(["greeting"], type("Thing", (), {"pk": first.thing_id, "revision": 0}))
        in_threads(lambda: claims.release(held, "later", timedelta(0)))
        assert in_threads(lambda: claims.claim(5)[0]) == [1]
    assert states() == ["stale", "waiting"]


def test_a_message_is_there_only_if_its_cause_is(sink, greet):
    with transaction.atomic():
        greet()
        transaction.set_rollback(True)
    assert Message.objects.count() == 0


def test_leases_are_by_the_databases_clock(sink, greet, time_machine):
    """A worker whose clock is an hour ahead takes nobody's lease and sends nothing early."""
    now = timezone.now()
    greet(1)
    claims.claim(1)
    greet(1, due_at=now + timedelta(minutes=30))
    time_machine.move_to(now + timedelta(hours=1))
    assert deliver_due() == 0


def test_a_slow_recipient_does_not_stop_another_deliverer(greet, settings):
    rows = greet(6)
    stop = threading.Event()
    with Sink(lambda step, about: stop.wait(5) and None if about == rows[0].recipient.email else None) as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port

        def others():
            time.sleep(0.5)
            deliver_all()
            sent = states().count("sent")
            stop.set()
            return sent

        [_, sent_meanwhile] = in_threads(lambda: deliver_due(limit=1), others)
    assert sent_meanwhile == 5
    assert states() == ["sent"] * 6
