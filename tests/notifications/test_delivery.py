"""From row to mail server and back: each outcome of a delivery, against a real SMTP server."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db.models import F
from django.db.models.functions import Least, Now
from django.utils import timezone

from notifications import smtp, tally
from notifications.mailboxes import refused_at
from notifications.models import Mailbox, Message
from notifications.outbox import deliver_due, enqueue, try_again, withdraw
from notifications.selectors import Health, delivery_health
from organisation.models import User
from tests.factories import make_user
from tests.notifications.kinds import Greeting

pytestmark = pytest.mark.django_db
State = Message.State


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def subjects(sink):
    return [mail["Subject"] for mail in sink.mails]


def again():
    """Make what waits for its next try due now."""
    Message.objects.waiting().update(due_at=Now())


def test_a_due_message_is_sent_once_and_marked(sink, greet):
    [row] = greet()
    assert deliver_due() == 1
    assert deliver_due() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error, row.lease, row.leased_until) == ("sent", 1, "", None, None)
    [mail] = sink.mails
    assert mail["Message-ID"] == row.mail_id
    assert mail["To"] == f"{row.recipient.get_full_name()} <{row.recipient.email}>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().strip() == "Päivää Aino, hyvää työpäivää."


def test_writing_the_same_message_twice_writes_one(greet, school):
    person = make_user(school)
    for _ in range(2):
        enqueue(kind="greeting", thing=SimpleNamespace(pk=person.pk, revision=0), recipient=person)
    assert Message.objects.count() == 1


def test_a_batch_goes_over_one_connection(sink, greet):
    greet(12)
    assert deliver_due(limit=12) == 12
    assert (len(sink.mails), sink.connections) == (12, 1)


def test_a_connection_dropped_between_two_mails_is_opened_again(sink, greet):
    greet(3)
    sink.answer = lambda step, about: (
        sink.hang_up() if step == "mail" and sink.connections == 1 and sink.mails else None
    )
    deliver_due()
    assert states() == ["sent"] * 3
    assert (len(sink.mails), sink.connections) == (3, 2)


def test_not_due_yet_stays(sink, greet):
    greet(due_at=timezone.now() + timedelta(minutes=5))
    assert deliver_due() == 0
    assert states() == ["waiting"]


def test_too_late_expires(sink, greet):
    now = timezone.now()
    greet(due_at=now - timedelta(hours=2), latest_at=now - timedelta(hours=1))
    assert deliver_due() == 1
    assert states() == ["expired"]
    assert sink.mails == []


def test_a_latest_before_due_expires_and_does_not_break_the_caller(sink, greet):
    greet(latest_at=timezone.now() - timedelta(hours=1))
    Message.objects.update(latest_at=Now() - timedelta(seconds=1), due_at=Now() - timedelta(seconds=2))
    deliver_due()
    assert states() == ["expired"]


def test_gone_or_changed_is_stale(sink, greet, school):
    person = make_user(school)
    enqueue(kind="greeting", thing=SimpleNamespace(pk=person.pk, revision=1), recipient=person)
    enqueue(kind="greeting", thing=SimpleNamespace(pk=10**9, revision=0), recipient=person)
    assert deliver_due() == 2
    assert states() == ["stale", "stale"]
    assert sink.mails == []


def test_a_deactivated_person_gets_nothing(sink, greet):
    first, second = greet(2)
    type(first.recipient).objects.filter(pk=first.recipient_id).update(is_active=False)
    deliver_due()
    assert states() == ["stale", "sent"]


def test_what_is_withdrawn_after_the_claim_is_not_sent(sink, greet):
    first, second = greet(2)
    # At the first mail, in this thread: the sink's own doesn't see the test's transaction.
    original = smtp.MailServer.send

    def send(server, to, content):
        original(server, to, content)
        withdraw(["greeting"], SimpleNamespace(pk=second.thing_id, revision=0))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(smtp.MailServer, "send", send)
        deliver_due()
    assert states() == ["sent", "stale"]
    assert len(sink.mails) == 1


def test_one_that_cannot_be_written_is_tried_later_and_holds_nobody_up(sink, greet):
    bad, good = greet(2)
    Greeting.raising.add(bad.thing_id)
    deliver_due()
    bad.refresh_from_db()
    assert states() == ["waiting", "sent"]
    assert (bad.error, bad.attempts, bad.lease) == ("Could not be written: ValueError", 1, None)
    assert bad.due_at > timezone.now()
    Greeting.raising.clear()
    again()
    deliver_due()
    assert states() == ["sent", "sent"]


def test_a_kind_that_nobody_knows_waits(sink, greet, school):
    person = make_user(school)
    enqueue(kind="of_a_newer_version", thing=SimpleNamespace(pk=1, revision=0), recipient=person)
    greet()
    deliver_due()
    assert states() == ["waiting", "sent"]


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_passing_no_is_tried_later(sink, greet, step, settings):
    bad, good = greet(2)
    address = f"kotipesa@{settings.UID_HOST}" if step == "mail" else bad.recipient.email
    answers = iter(["451 Greylisted, come back"])
    sink.answer = lambda at, about: next(answers, None) if (at, about) == (step, address) else None
    deliver_due()
    bad.refresh_from_db()
    assert states() == ["waiting", "sent"]
    assert bad.error == "451 Greylisted, come back"
    again()
    deliver_due()
    assert states() == ["sent", "sent"]
    assert len(sink.mails) == 2


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_final_no_is_kept_in_the_servers_words(sink, greet, step):
    bad, good = greet(2)
    sink.answer = lambda at, about: "550 No such person" if (at, about) == (step, bad.recipient.email) else None
    deliver_due()
    bad.refresh_from_db()
    assert states() == ["refused", "sent"]
    assert bad.error == "550 No such person"
    assert deliver_due() == 0


@pytest.mark.parametrize("code", [450, 451, 452, 421])
@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_recipient_who_is_not_taken_now_holds_nobody_up(sink, greet, step, code):
    """Also where the server hangs up over it: the next mail calls again."""
    bad, *others = greet(4)
    sink.answer = lambda at, about: f"{code} Not now" if (at, about) == (step, bad.recipient.email) else None
    deliver_due()
    bad.refresh_from_db()
    assert states() == ["waiting", "sent", "sent", "sent"]
    assert (bad.error, bad.attempts) == (f"{code} Not now", 1)


@pytest.mark.parametrize("code", [550, 551, 552, 553])
@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_an_address_that_is_refused_is_flagged_until_a_mail_comes_through(sink, greet, step, code):
    bad, good = greet(2)
    sink.answer = lambda at, about: f"{code} No" if (at, about) == (step, bad.recipient.email) else None
    deliver_due()
    assert states() == ["refused", "sent"]
    box = Mailbox.objects.get()
    assert (box.person, box.refused_address, box.refused_words) == (bad.recipient, bad.recipient.email, f"{code} No")
    assert refused_at(User.objects.get(pk=bad.recipient_id)) == box
    sink.answer = None
    assert try_again(Message.objects.all()) == 1
    deliver_due()
    assert states() == ["sent", "sent"]
    assert refused_at(User.objects.get(pk=bad.recipient_id)) is None


def test_another_address_is_not_the_one_that_was_refused(sink, greet):
    [bad] = greet()
    sink.answer = lambda at, about: "550 No" if at == "rcpt" else None
    deliver_due()
    person = User.objects.get(pk=bad.recipient_id)
    person.email = "toinen@opisto.example"
    assert refused_at(person) is None


def test_a_mail_that_is_refused_for_what_it_says_flags_no_address(sink, greet):
    greet()
    sink.answer = lambda at, about: "554 Looks like spam" if at == "data" else None
    deliver_due()
    assert states() == ["refused"]
    assert not Mailbox.objects.exists()


def test_a_sender_that_is_refused_is_our_fault_and_refuses_no_message(sink, greet):
    greet(3)
    sink.answer = lambda at, about: "550 Sender not allowed" if at == "mail" else None
    deliver_due()
    assert states() == ["waiting"] * 3
    sink.answer = None
    again()
    deliver_due()
    assert states() == ["sent"] * 3


def test_the_row_keeps_what_its_recipient_reads_of_it(sink, greet):
    [row] = greet(kind="news")
    deliver_due()
    row.refresh_from_db()
    assert (row.subject, row.path, row.read_at) == ("Päivää Aino", "/topics/", None)


def test_how_long_it_is_late_counts_from_when_it_was_first_due(sink, greet):
    now = timezone.now()
    greet(due_at=now - timedelta(minutes=20))
    sink.answer = lambda step, about: "451 Later" if step == "rcpt" else None
    for _ in range(2):
        deliver_due()
        Message.objects.update(leased_until=None)
    health = delivery_health()
    assert (health.waiting, health.is_late) == (1, True)
    assert timedelta(minutes=20) <= health.lag < timedelta(minutes=21)
    sink.answer = None
    again()
    deliver_due()
    assert delivery_health() == Health(0, timedelta(0))


def test_a_restored_backup_does_not_flood(sink, greet):
    """What was waiting when the copy was taken is too late by the time it is put back."""
    ago = timezone.now() - timedelta(days=30)
    greet(20, due_at=ago, latest_at=ago + timedelta(days=1))
    while deliver_due(limit=5):
        pass
    assert states() == ["expired"] * 20
    assert sink.mails == []


def test_what_came_of_it_is_counted(sink, greet):
    bad, *_ = greet(4)
    sink.answer = lambda at, about: "550 No" if (at, about) == ("rcpt", bad.recipient.email) else None
    deliver_due()
    assert tally.totals() == {"sent": 3, "refused": 1, "later": 0, "stale": 0, "unwritten": 0, "troubled": 0}


def test_a_cache_that_is_away_costs_no_mail(sink, greet, settings):
    greet()
    gone = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": gone}
    deliver_due()
    assert states() == ["sent"]


def test_the_pause_grows_with_every_try(sink, greet):
    [row] = greet()
    sink.answer = lambda step, about: "451 Later" if step == "rcpt" else None
    pauses = []
    for _ in range(4):
        again()
        deliver_due()
        row.refresh_from_db()
        pauses.append(round((row.due_at - timezone.now()).total_seconds(), -1))
    assert pauses == sorted(pauses)
    assert pauses[-1] >= 4 * max(pauses[0], 5)


def test_trying_ends_at_the_latest(sink, greet):
    greet(latest_at=timezone.now() + timedelta(minutes=1))
    sink.answer = lambda step, about: "451 Later" if step == "rcpt" else None
    deliver_due()
    Message.objects.update(due_at=Now() - timedelta(minutes=2), latest_at=Now() - timedelta(minutes=1))
    deliver_due()
    assert states() == ["expired"]


def test_no_server_keeps_everything_waiting(settings, greet):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    greet(3)
    deliver_due()
    assert states() == ["waiting"] * 3
    assert set(Message.objects.values_list("attempts", "lease")) == {(1, None)}
    assert all("ConnectionRefusedError" in error for error in Message.objects.values_list("error", flat=True))


def test_a_server_that_is_away_for_an_hour_loses_and_doubles_nothing(sink, greet):
    """Every pause is a try; a mail whose time runs out meanwhile expires, the others come once."""
    rows = greet(8)
    Message.objects.filter(pk=rows[0].pk).update(latest_at=Now() + timedelta(minutes=30))
    sink.close()
    for minute in range(0, 60, 10):
        deliver_due()
        latest = F("latest_at") - timedelta(minutes=10)
        Message.objects.waiting().update(due_at=Least(Now(), latest), latest_at=latest)
        assert minute > 20 or states() == ["waiting"] * 8
    sink.open()
    deliver_due()
    assert states() == ["expired"] + ["sent"] * 7
    assert len({mail["Message-ID"] for mail in sink.mails}) == len(sink.mails) == 7


def test_a_server_that_lets_nobody_in_keeps_everything_waiting(sink, greet):
    greet(2)
    sink.answer = lambda step, about: "554 Not you" if step == "connect" else None
    deliver_due()
    assert states() == ["waiting"] * 2
    sink.answer = lambda step, about: "530 Sign in first" if step == "mail" else None
    again()
    deliver_due()
    assert states() == ["waiting"] * 2
    assert set(Message.objects.values_list("error", flat=True)) == {"530 Sign in first"}


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_server_that_drops_the_call_in_the_middle(sink, greet, step):
    bad, good = greet(2)
    sink.answer = lambda at, about: sink.hang_up() if (at, about) == (step, bad.recipient.email) else None
    deliver_due()
    assert states() == ["waiting", "sent"]
    sink.answer = None
    again()
    deliver_due()
    assert states() == ["sent", "sent"]
    # Dropped at "data" the server had taken it: it comes twice, under the one id by which it is known as the same.
    assert len({mail["Message-ID"] for mail in sink.mails}) == 2


def test_a_slow_server_is_cut_off_at_the_deadline(sink, greet, monkeypatch):
    """Each of its answers comes in time for a timeout that counts from read to read; together they are too slow."""
    monkeypatch.setattr(smtp, "DEADLINE", 1.0)
    bad, good = greet(2)
    started = timezone.now()
    slow = {bad.recipient.email}

    def dawdle(step, about):
        if about in slow:
            time.sleep(0.7)

    sink.answer = dawdle
    deliver_due()
    bad.refresh_from_db()
    assert states() == ["waiting", "sent"]
    assert bad.error == "The mail server was not done in 1 seconds."
    assert (timezone.now() - started).total_seconds() < 3


def test_a_name_cannot_add_a_header(sink, greet):
    [row] = greet()
    type(row.recipient).objects.filter(pk=row.recipient_id).update(
        first_name="A\r\nBcc: evil@example.org\r\n", last_name="B\x0b\u2028"
    )
    deliver_due()
    [mail] = sink.mails
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].addr_spec == row.recipient.email


def test_an_address_that_is_none_holds_nobody_up(sink, greet):
    bad, good = greet(2)
    type(bad.recipient).objects.filter(pk=bad.recipient_id).update(email="ä\r\nRCPT TO:<evil@example.org>@x.example")
    deliver_due()
    assert states() == ["waiting", "sent"]
