"""Reminders, the contact, and the test mail, which goes the way of all mails."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.messages import last_test_mail, send_test_mail
from notifications.models import Message
from notifications.outbox import deliver_due
from sessions.services import book_session
from tests.coordination.settings.forms import stamp
from tests.factories import make_coach, make_topic, make_user, open_all_week
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db
ADDRESS = "/coordinate/settings/messages/"


def sent(me, *reminders: tuple[str, str], **changes) -> dict:
    filled = {"stamp": stamp(me.get(ADDRESS)), "contact_name": "", "contact_email": ""}
    for number in range(5):
        amount, unit = reminders[number] if number < len(reminders) else ("", "day")
        filled |= {f"reminder_{number + 1}_0": amount, f"reminder_{number + 1}_1": unit}
    return filled | changes


def test_reminders_are_amounts_with_their_unit(me, house):
    typed = (("2", "hour"), ("1", "day"), ("30", "minute"), ("24", "hour"))
    changes = {"contact_name": "Hanna Mäkelä", "contact_email": "hanna@opisto.example"}
    assert me.post(ADDRESS, sent(me, *typed, **changes)).status_code == 302
    house.refresh_from_db()
    assert house.reminder_offsets == [24 * 60, 120, 30]
    assert house.contact_email == "hanna@opisto.example"
    form = me.get(ADDRESS).context["form"]
    assert [field.field.widget.decompress(field.value())[0] for field in form.reminders] == [1, 2, 30, None, None]
    assert me.post(ADDRESS, sent(me)).status_code == 302
    house.refresh_from_db()
    assert house.reminder_offsets == []


@pytest.mark.parametrize("bad", [("1", "minute"), ("99", "day"), ("x", "hour"), ("-1", "hour"), ("9" * 50, "minute")])
def test_a_reminder_that_cannot_be(me, house, bad):
    before = house.reminder_offsets
    answer = me.post(ADDRESS, sent(me, ("2", "hour"), bad))
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["reminder_2"]
    house.refresh_from_db()
    assert house.reminder_offsets == before


def reminders(session) -> set[timedelta]:
    return set(
        Message.objects.waiting().filter(kind="session_reminder", thing_id=session.pk).values_list("offset", flat=True)
    )


def test_other_reminders_hold_for_what_is_booked_from_now_on(me, house):
    coach = make_coach(house, make_topic(house))
    open_all_week(coach)
    wish = {"coach": coach, "topic": coach.topics.get(), "length": timedelta(minutes=45), "pass_rules": True}
    now = timezone.now().replace(minute=0, second=0, microsecond=0)

    def book(days):
        person = make_user(house)
        return book_session(**wish, person=person, by=coach.user, starts_at=now + timedelta(days=days))

    earlier = book(3)
    assert me.post(ADDRESS, sent(me, ("2", "day"))).status_code == 302
    coach.institution.refresh_from_db()
    later = book(4)
    assert reminders(earlier) == {timedelta(days=1), timedelta(hours=1)}
    assert reminders(later) == {timedelta(days=2)}


def test_two_admins_at_once(me, house):
    mine = sent(me, ("3", "hour"))
    type(house).objects.filter(pk=house.pk).update(reminder_offsets=[60])
    late = me.post(ADDRESS, mine)
    assert late.status_code == 409
    assert "differs from yours in: Reminders." in late.content.decode()
    assert me.post(ADDRESS, mine | {"stamp": stamp(late)}).status_code == 302
    house.refresh_from_db()
    assert house.reminder_offsets == [180]


def test_the_test_mail_goes_through_the_outbox_once(me, admin):
    for _ in range(2):
        assert me.post(reverse("coordination:test_mail")).status_code == 302
    assert Message.objects.filter(kind="test_mail").count() == 1
    assert "It goes out within a minute." in me.get(ADDRESS).content.decode()
    send_test_mail(person=make_user(admin.institution))
    assert last_test_mail(admin).state == Message.State.WAITING


def test_it_is_delivered_in_the_readers_language(me, admin, settings):
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        me.post(reverse("coordination:test_mail"))
        assert deliver_due() == 1
    (sent,) = sink.mails
    assert sent["To"].endswith(f"<{admin.email}>")
    assert sent["Subject"] == "A test: mails from Kotipesä come through"
    page = me.get(ADDRESS).content.decode()
    assert "kp-chip-ok" in page
    assert "hx-get" not in page


def test_a_test_mail_after_the_last_one_is_a_new_one(admin):
    send_test_mail(person=admin)
    Message.objects.update(state=Message.State.REFUSED)
    send_test_mail(person=admin)
    assert list(Message.objects.order_by("revision").values_list("revision", "state")) == [
        (0, "refused"),
        (1, "waiting"),
    ]
