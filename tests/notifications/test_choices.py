"""What people choose, and what then becomes of each message."""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from notifications import choices, claims
from notifications.choices import Digest, next_digest, quiet_until
from notifications.choosing import Choices, choose_messages
from notifications.models import Mailbox, Message
from notifications.outbox import deliver_due, enqueue, withdraw
from tests.factories import make_user
from tests.notifications.kinds import NEWS, Greeting, News

HELSINKI = ZoneInfo("Europe/Helsinki")
NIGHT = Mailbox(quiet_from=time(21), quiet_until=time(7))


def states(**about):
    return list(Message.objects.filter(**about).order_by("pk").values_list("state", flat=True))


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (local(24, 20, 59), None),
        (local(24, 21), local(25, 7)),
        (local(25, 0, 30), local(25, 7)),
        (local(25, 6, 59), local(25, 7)),
        (local(25, 7), None),
        # The nights in which the clock is changed: seven in the morning stays seven.
        (local(28, 22, month=3), local(29, 7, month=3)),
        (local(24, 22, month=10), local(25, 7, month=10)),
    ],
)
def test_quiet_hours_end_in_the_morning(now, until):
    assert quiet_until(NIGHT, now.astimezone(UTC), HELSINKI) == until


def test_quiet_hours_within_a_day():
    box = Mailbox(quiet_from=time(12), quiet_until=time(13))
    assert quiet_until(box, local(24, 12, 30), HELSINKI) == local(24, 13)
    assert quiet_until(box, local(24, 23), HELSINKI) is None


@pytest.mark.parametrize(
    ("digest", "now", "at"),
    [
        (Digest.DAILY, local(24, 6), local(24, 7)),
        (Digest.DAILY, local(24, 7), local(25, 7)),
        (Digest.DAILY, local(27, 12), local(30, 7)),  # Friday: Monday
        (Digest.WEEKLY, local(24, 12), local(30, 7)),
        (Digest.WEEKLY, local(30, 6), local(30, 7)),
    ],
)
def test_when_the_next_summary_goes_out(digest, now, at):
    assert next_digest(digest, now, HELSINKI) == at


@pytest.fixture
def person(school):
    return make_user(school)


def news(person, kind="news", revision=0, **options):
    enqueue(kind=kind, thing=SimpleNamespace(pk=person.pk, revision=revision), recipient=person, **options)
    return Message.objects.get(kind=kind, thing_id=person.pk, revision=revision)


def quiet_now(person):
    """Quiet hours that began an hour ago and end in two."""
    here = timezone.now().astimezone(HELSINKI)
    begins, ends = ((here + timedelta(hours=hours)).time().replace(microsecond=0) for hours in (-1, 2))
    choose_messages(person=person, choices=Choices(quiet_from=begins, quiet_until=ends))


@pytest.mark.django_db
class TestQuietHours:
    def test_a_message_waits_for_their_end_and_is_not_late(self, sink, person):
        quiet_now(person)
        row = news(person)
        deliver_due()
        row.refresh_from_db()
        assert (row.state, row.attempts, row.lease, row.late_since) == ("waiting", 0, None, None)
        assert timedelta(hours=1, minutes=58) < row.due_at - timezone.now() <= timedelta(hours=2)
        assert sink.mails == []

    @pytest.mark.parametrize("hours", [1, 2.2])
    def test_not_when_it_would_come_too_late(self, sink, person, hours):
        quiet_now(person)
        News.needed[person.pk] = timezone.now() + timedelta(hours=hours)
        news(person)
        deliver_due()
        assert states() == ["sent"]
        News.needed.clear()

    def test_not_when_it_may_not_be_sent_then_any_more(self, sink, person):
        quiet_now(person)
        news(person, kind="greeting", latest_at=timezone.now() + timedelta(hours=1))
        deliver_due()
        assert states() == ["sent"]


@pytest.mark.django_db
class TestSwitchedOff:
    def test_what_one_does_not_want_is_found_in_the_product_only(self, sink, person):
        choose_messages(person=person, choices=Choices(off=(NEWS.code,)))
        row = news(person)
        news(person, kind="greeting")
        deliver_due()
        row.refresh_from_db()
        assert (row.state, row.subject) == ("off", "Päivää Aino")
        assert states() == ["off", "sent"]

    def test_what_is_needed_cannot_be_switched_off(self, sink, person):
        Mailbox.objects.create(person=person, off=["", "greeting"])
        news(person, kind="greeting")
        deliver_due()
        assert states() == ["sent"]


@pytest.mark.django_db
class TestSummaries:
    @pytest.fixture(autouse=True)
    def daily(self, person, time_machine):
        choose_messages(person=person, choices=Choices(digest=Digest.DAILY))
        yield
        News.needed.clear()

    def put_aside(self, person, count=3):
        for revision in range(count):
            other = make_user(person.institution, first_name=f"Nro{revision}")
            enqueue(kind="news", thing=SimpleNamespace(pk=other.pk, revision=0), recipient=person, latest_at=FAR)
            News.needed[other.pk] = FAR
        deliver_due()

    def due(self):
        Message.objects.filter(kind="digest").update(due_at=Now() - timedelta(seconds=1))
        deliver_due()

    def test_one_mail_tells_them_all(self, sink, person):
        self.put_aside(person)
        assert states(kind="news") == ["held"] * 3
        assert sink.mails == []
        self.due()
        [mail] = sink.mails
        text = mail.get_body(("plain",)).get_content()
        assert [f"Päivää Nro{number}" in text for number in range(3)] == [True] * 3
        assert states() == ["sent", "sent", "sent", "sent"]
        assert deliver_due() == 0

    def test_what_has_to_be_read_before_is_mailed_at_once(self, sink, person):
        News.needed[person.pk] = timezone.now() + timedelta(hours=1)
        news(person, latest_at=FAR)
        deliver_due()
        assert states() == ["sent"]

    def test_what_is_no_longer_true_is_left_out(self, sink, person):
        self.put_aside(person, 3)
        first, second, third = Message.objects.filter(kind="news").order_by("pk")
        withdraw(["news"], SimpleNamespace(pk=first.thing_id, revision=0))
        type(person).objects.filter(pk=second.thing_id).delete()
        self.due()
        [mail] = sink.mails
        text = mail.get_body(("plain",)).get_content()
        assert "Nro2" in text
        assert "Nro0" not in text
        assert states(kind="news") == ["stale", "stale", "sent"]

    def test_with_nothing_left_to_tell_there_is_no_mail(self, sink, person):
        self.put_aside(person, 1)
        withdraw(["news"], SimpleNamespace(pk=Message.objects.get(kind="news").thing_id, revision=0))
        self.due()
        assert states() == ["stale", "stale"]
        assert sink.mails == []

    def test_one_that_cannot_be_written_holds_no_other_up(self, sink, person):
        self.put_aside(person, 2)
        Greeting.raising.add(Message.objects.filter(kind="news").first().thing_id)
        self.due()
        Greeting.raising.clear()
        text = sink.mails[0].get_body(("plain",)).get_content()
        assert "Nro0" in text, "in the words in which it was written when it was put aside"
        assert "Nro1" in text

    def test_sent_again_it_says_the_same_under_the_same_id(self, sink, person, monkeypatch):
        """The server took it and nobody could record it: what comes meanwhile does not join it any more."""
        self.put_aside(person, 1)
        with monkeypatch.context() as patch:
            patch.delattr(claims, "mark_sent")
            with pytest.raises(AttributeError):
                self.due()
        self.put_aside(person, 2)
        Message.objects.waiting().filter(kind="digest").update(leased_until=Now())
        deliver_due()
        key = Message.objects.get(kind="digest").mail_id
        said = [mail.get_body(("plain",)).get_content() for mail in sink.mails if mail["Message-ID"] == key]
        assert len(said) == 2
        assert said[0] == said[1]
        assert states(kind="news") == ["sent"] * 3

    def test_a_refused_summary_can_be_tried_again(self, sink, person):
        self.put_aside(person, 1)
        sink.answer = lambda step, about: "550 No" if step == "rcpt" else None
        self.due()
        assert states(kind="news") == ["held"]

    def test_who_wants_them_one_by_one_again_gets_what_was_put_aside(self, sink, person):
        self.put_aside(person)
        choose_messages(person=person, choices=Choices())
        deliver_due()
        assert len(sink.mails) == 1
        assert states(kind="news") == ["sent"] * 3

    def test_never_means_in_the_product_only_but_for_what_is_near(self, sink, person):
        choose_messages(person=person, choices=Choices(digest=Digest.NEVER))
        self.put_aside(person, 1)
        assert states() == ["off"]
        assert Message.objects.unread().filter(recipient=person).count() == 1
        News.needed[person.pk] = timezone.now() + choices.SHORT_NOTICE - timedelta(hours=1)
        news(person, latest_at=FAR)
        deliver_due()
        assert states() == ["off", "sent"]


FAR = timezone.now() + timedelta(days=60)
