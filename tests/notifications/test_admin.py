"""What the operator sees of messages, and trying again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Message
from notifications.outbox import deliver_due
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = "admin:notifications_message_changelist"


@pytest.fixture
def operator(client):
    client.force_login(make_user(None, is_operator=True))
    return client


def test_the_list_holds_what_is_in_trouble_and_names_nobody(operator, greet):
    waiting, sent, refused, failing = greet(4)
    Message.objects.filter(pk=sent.pk).update(state="sent")
    Message.objects.filter(pk=refused.pk).update(state="refused", error="550 No such person")
    Message.objects.filter(pk=failing.pk).update(error="451 Later")
    answer = operator.get(reverse(LIST))
    assert set(answer.context["cl"].queryset) == {refused, failing}
    page = answer.content.decode()
    assert "550 No such person" in page
    for row in (waiting, sent, refused, failing):
        assert row.recipient.email not in page
        assert row.recipient.last_name not in page
    change = operator.get(reverse("admin:notifications_message_change", args=[refused.pk])).content.decode()
    assert refused.recipient.email not in change


def test_nobody_adds_changes_or_deletes_by_hand(operator, greet):
    [row] = greet()
    Message.objects.update(state="refused")
    assert operator.get(reverse("admin:notifications_message_add")).status_code == 403
    assert operator.post(reverse("admin:notifications_message_delete", args=[row.pk])).status_code == 403
    operator.post(reverse("admin:notifications_message_change", args=[row.pk]), {"state": "sent"})
    row.refresh_from_db()
    assert row.state == "refused"


def test_trying_again_sends_it_under_the_same_id(operator, greet, sink):
    now = timezone.now()
    [row] = greet(due_at=now - timedelta(days=2), latest_at=now - timedelta(days=1))
    deliver_due()
    row.refresh_from_db()
    assert row.state == "expired"
    operator.post(reverse(LIST), {"action": "send_again", "_selected_action": [row.pk]})
    deliver_due()
    row.refresh_from_db()
    assert row.state == "sent"
    assert [mail["Message-ID"] for mail in sink.mails] == [row.mail_id]


def test_what_was_sent_is_not_sent_again(operator, greet, sink):
    [row] = greet()
    deliver_due()
    operator.post(reverse(LIST), {"action": "send_again", "_selected_action": [row.pk]})
    assert deliver_due() == 0


def test_others_see_nothing_of_it(client, school):
    client.force_login(make_user(school))
    assert client.get(reverse(LIST)).status_code != 200
