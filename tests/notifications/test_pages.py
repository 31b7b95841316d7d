"""`/me/messages/`: what I was told, and choosing what I am told; and the press in a mail that ends a sort of it."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.models import Mailbox, Message
from notifications.outbox import deliver_due
from notifications.unsubscribing import SUMMARIES, unsubscribe_url
from tests.factories import make_coach, make_user
from tests.notifications.kinds import NOT_FOR

pytestmark = pytest.mark.django_db
LIST, CHOICES = reverse("notifications:list"), reverse("notifications:choices")


@pytest.fixture
def told(greet, sink, client):
    """The rows of two news that were sent to one person, who is signed in."""
    rows = greet(2, kind="news")
    person = rows[0].recipient
    Message.objects.filter(pk=rows[1].pk).update(recipient=person)
    deliver_due()
    client.force_login(person)
    return rows


def shown(client):
    return [message.pk for message in client.get(LIST).context["page"]]


class TestList:
    def test_it_holds_what_was_sent_to_me_and_nothing_else(self, client, told, greet):
        greet(2, kind="news")
        deliver_due()
        [waiting] = greet(1, kind="news", due_at=timezone.now() + timedelta(days=1))[-1:]
        Message.objects.filter(pk=waiting.pk).update(recipient=told[0].recipient)
        assert sorted(shown(client)) == sorted(row.pk for row in told)

    def test_opening_one_leads_to_its_thing_and_marks_it_read(self, client, told):
        assert client.get(LIST).context["unread"] == 2
        answer = client.get(reverse("notifications:read", args=[told[0].pk]))
        assert (answer.status_code, answer.url) == (302, "/topics/")
        assert client.get(LIST).context["unread"] == 1

    def test_all_at_once(self, client, told):
        client.post(reverse("notifications:read_all"))
        assert client.get(LIST).context["unread"] == 0

    def test_anothers_message_is_not_there(self, told):
        other = Client()
        other.force_login(make_user(told[0].recipient.institution))
        assert other.get(reverse("notifications:read", args=[told[0].pk])).status_code == 404
        other.post(reverse("notifications:read_all"))
        assert Message.objects.unread().count() == 2

    def test_a_refused_one_is_there_and_says_so(self, client, greet, sink):
        [row] = greet(1, kind="news")
        sink.answer = lambda step, about: "550 No such mailbox" if step == "rcpt" else None
        deliver_due()
        client.force_login(row.recipient)
        assert shown(client) == [row.pk]
        assert "550 No such mailbox" in client.get(LIST).content.decode()

    def test_the_top_of_every_page_says_that_there_is_something(self, client, told):
        mark = reverse("notifications:list").encode()
        assert mark in client.get(reverse("me")).content.partition(b"<main")[0]
        client.post(reverse("notifications:read_all"))
        assert b"kp-bell-new" not in client.get(reverse("me")).content

    def test_the_number_of_queries_does_not_grow(self, client, told, greet, django_assert_max_num_queries):
        greet(30, kind="news")
        Message.objects.update(recipient=told[0].recipient)
        deliver_due()
        with django_assert_max_num_queries(8):
            client.get(LIST)


def typed(**changes):
    empty = {f"reminder_{n}_{part}": ("", "hour")[part] for n in range(1, 6) for part in (0, 1)}
    usual = {
        "wanted": ["reminders", "invitations", "monthly"],
        "reminders": "usual",
        "quiet_from": "",
        "quiet_until": "",
    }
    return {**empty, **usual, **changes}


class TestChoosing:
    @pytest.fixture
    def me(self, client, school):
        person = make_user(school, first_name=NOT_FOR)
        client.force_login(person)
        return person

    def box(self, person):
        return Mailbox.objects.get(person=person)

    def test_what_is_chosen_is_kept_and_shown(self, client, me):
        data = typed(wanted=["monthly"], reminders="own", reminder_2_0="2", quiet_from="21:00", quiet_until="07:30")
        assert client.post(CHOICES, data).status_code == 302
        box = self.box(me)
        assert set(box.off) >= {"reminders", "invitations"}
        assert "monthly" not in box.off
        assert (box.reminder_offsets, box.quiet_from, box.quiet_until) == ([120], time(21), time(7, 30))
        form = client.get(CHOICES).context["form"]
        assert form["wanted"].value() == ["monthly"]
        assert form["reminders"].value() == "own"

    def test_up_to_five_reminders_the_same_twice_is_one(self, client, me):
        five = {f"reminder_{n}_0": str(n) for n in range(1, 6)}
        client.post(CHOICES, typed(reminders="own", **five))
        assert self.box(me).reminder_offsets == [300, 240, 180, 120, 60]
        client.post(CHOICES, typed(reminders="own", **dict.fromkeys(five, "1")))
        assert self.box(me).reminder_offsets == [60]
        client.post(CHOICES, typed())
        assert self.box(me).reminder_offsets is None

    @pytest.mark.parametrize(
        ("bad", "field"),
        [
            ({"quiet_from": "21:00"}, "quiet_until"),
            ({"quiet_until": "07:00"}, "quiet_from"),
            ({"quiet_from": "07:00", "quiet_until": "07:00"}, "quiet_until"),
            ({"quiet_from": "x", "quiet_until": "07:00"}, "quiet_from"),
            ({"reminders": "own"}, "reminder_1"),
            ({"reminders": "own", "reminder_3_0": "99999999"}, "reminder_3"),
            ({"reminders": ""}, "reminders"),
            ({"wanted": ["nothing of ours"]}, "wanted"),
        ],
    )
    def test_what_cannot_be_is_said_at_the_field(self, client, me, bad, field):
        answer = client.post(CHOICES, typed(**bad))
        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == [field]
        assert not Mailbox.objects.exists()

    def test_only_who_coaches_or_coordinates_chooses_a_summary(self, client, me):
        assert "digest" not in client.get(CHOICES).context["form"].fields
        make_coach(me.institution, user=me)
        assert "digest" in client.get(CHOICES).context["form"].fields
        assert client.post(CHOICES, typed(digest="weekly")).status_code == 302
        assert self.box(me).digest == "weekly"
        assert client.post(CHOICES, typed(digest="hourly")).status_code == 400


class TestUnsubscribing:
    @pytest.fixture
    def person(self, school):
        return make_user(school, language="sv")

    def path(self, person, what):
        return unsubscribe_url(person, what).removeprefix("http://localhost")

    def test_one_press_by_the_mail_program_without_signing_in(self, person):
        strict = Client(enforce_csrf_checks=True)
        press = {"List-Unsubscribe": "One-Click"}
        for _ in range(2):
            assert strict.post(self.path(person, "monthly"), press).status_code == 200
        assert Mailbox.objects.get().off == ["monthly"]

    def test_looking_at_the_page_ends_nothing(self, client, person):
        answer = client.get(self.path(person, SUMMARIES))
        assert answer.status_code == 200
        assert person.email in answer.content.decode()
        assert not Mailbox.objects.exists()
        client.post(self.path(person, SUMMARIES))
        assert Mailbox.objects.get().digest == "never"

    def test_the_link_is_for_one_person_and_one_sort_of_mail_only(self, client, person):
        path = self.path(person, "monthly")
        for broken in (path[:-2] + "/", path.replace("unsubscribe/", "unsubscribe/x"), "/messages/unsubscribe/x/"):
            assert client.post(broken).status_code == 404
        assert not Mailbox.objects.exists()
