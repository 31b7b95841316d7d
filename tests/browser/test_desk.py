"""The coordinator's desk in a browser: by mouse, by keyboard, without script; an illness; an announcement."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from coaches.models import TimeOff
from coordination.models import Letter
from coordination.services import ask_for_help
from notifications.models import Message
from sessions.models import Session, State
from tests.browser.keys import press_through
from tests.coaching.scene import ended
from tests.factories import make_role


@pytest.fixture
def coordinator(house):
    person = house.person("Hanna", "Mäkelä")
    make_role(person, "coordinator")
    return person


@pytest.fixture(params=[True, False], ids=["script", "no_script"])
def me(request, visit, coordinator):
    visitor = visit(coordinator, java_script_enabled=request.param)
    visitor.has_script = request.param
    return visitor


def unmarked(house):
    return ended(house.booked(), days_ago=5)


def test_a_row_becomes_one_line(me, house):
    session = unmarked(house)
    page = me.page
    me.go("/coordinate/")
    page.get_by_role("button", name="Held", exact=False).first.click()
    if me.has_script:
        line = page.locator(".kp-todo", has_text="Marked as held:")
        expect(line).to_be_focused()
        assert me.path == "/coordinate/"
    else:
        expect(page.get_by_role("status")).to_contain_text("Marked as held:")
    assert Session.objects.get(pk=session.pk).state == State.HELD


def test_a_request_is_answered_in_its_row(me, house):
    ask_for_help(person=house.teacher, topic=house.topic, about="Wilma")
    page = me.page
    me.go("/coordinate/")
    row = page.locator(".kp-todo", has_text="Sanna Östman")
    expect(row).to_contain_text("3 days left")
    expect(row).to_contain_text("knows the topic")
    row.get_by_role("button", name="Book this").click()
    if me.has_script:
        expect(page.locator(".kp-todo", has_text="Booked: Liisa Lahti")).to_be_focused()
    else:
        expect(page.get_by_role("status")).to_contain_text("Booked: Liisa Lahti")
    assert me.path == "/coordinate/"
    assert Session.objects.get(coach=house.coach).state == State.BOOKED


def test_by_keyboard_alone(visit, coordinator, house):
    session = unmarked(house)
    me = visit(coordinator)
    me.go("/coordinate/")
    press_through(me.page, me.page.get_by_role("button", name="Not held").first)
    expect(me.page.locator(".kp-todo", has_text="Marked as not held:")).to_be_focused()
    assert Session.objects.get(pk=session.pk).state == State.NOT_HELD


def test_a_refusal_stands_in_the_row(visit, coordinator, house):
    newcomer = house.person("Noora", "Saari")
    newcomer.started_on = timezone.localdate() - timedelta(days=20)
    newcomer.save()
    house.institution.coaches.update(is_active=False)
    me = visit(coordinator)
    me.go("/coordinate/")
    me.watch.expect(409)
    me.page.get_by_role("button", name="Propose a time Noora Saari").click()
    line = me.page.locator(".kp-todo", has_text="Nothing was proposed.")
    expect(line).to_be_focused()


def test_an_illness_is_walked_through(me, house):
    session, other = house.booked(ahead=3), house.coach_named("Elina", "Vuori")
    page = me.page
    me.go("/coordinate/")
    page.get_by_role("link", name="Coach fell ill").click()
    page.get_by_label("Coach", exact=True).select_option(label="Liisa Lahti")
    page.get_by_label("First day").fill(timezone.localdate(session.starts_at).isoformat())
    page.get_by_role("button", name="Mark as away").click()
    expect(page.get_by_role("heading", name="Liisa Lahti is away")).to_be_visible()
    expect(page.get_by_label("Elina Vuori takes it at the same time")).to_be_checked()
    page.get_by_role("button", name="Do all of this").click()
    expect(page.get_by_role("status")).to_contain_text("1 session is settled.")
    assert Session.objects.get(pk=session.pk).coach == other
    assert TimeOff.objects.filter(coach=house.coach).count() == 1
    told = Message.objects.filter(thing_id=session.pk, kind__in=("session_handed_over", "session_out"))
    assert set(told.values_list("recipient", flat=True)) == {house.teacher.pk, house.coach.user_id}


def test_an_announcement_is_previewed_and_sent(me, house, coordinator):
    page = me.page
    me.go("/coordinate/letters/new/")
    page.get_by_label("Those who help colleagues").check()
    page.get_by_label("Subject").fill("New guidelines")
    page.get_by_label("Text").fill("They are on the home base.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="It goes to 1 person")).to_be_visible()
    page.get_by_role("button", name="Go on writing").click()
    expect(page.get_by_label("Text")).to_have_value("They are on the home base.")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("The announcement goes to 1 person.")
    letter = Letter.objects.get(author=coordinator)
    assert Message.objects.filter(kind="letter", thing_id=letter.pk).get().recipient == house.coach.user
