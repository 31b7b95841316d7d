"""Asking without choosing anybody, answering it with one press, and the mail that follows; without JavaScript too."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from coordination.models import HelpRequest
from notifications.outbox import deliver_due
from sessions.models import Session, State
from tests.browser.keys import press_through
from tests.factories import make_role

TEXT = "Arviointi Wilmassa"


@pytest.fixture
def coordinator(house):
    person = house.person("Hanna", "Mäkelä")
    make_role(person, "coordinator")
    return person


def ask(me) -> HelpRequest:
    """Ask on the page, from the empty list to the sent request."""
    page = me.page
    me.go("/requests/")
    page.get_by_role("main").get_by_role("link", name="Ask for help").first.click()
    page.get_by_label("Topic").select_option(label="Wilma and Primus")
    page.get_by_label("What would you like to talk about?").fill(TEXT)
    page.get_by_label("Day, 10 to 14").check()
    page.get_by_label("Within two weeks").check()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("status")).to_contain_text("The request is sent.")
    expect(page.get_by_role("listitem").filter(has_text=TEXT)).to_contain_text("Answer by")
    return HelpRequest.objects.latest("pk")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_a_request_is_answered_with_one_press_and_both_get_a_mail(visit, house, server, coordinator, settings, script):
    request = ask(visit(house.teacher, java_script_enabled=script))
    assert (request.about, request.parts, request.soon) == (TEXT, ["day"], "two_weeks")

    desk = visit(coordinator, java_script_enabled=script)
    desk.go("/requests/")
    row = desk.page.get_by_role("article")
    expect(row).to_contain_text("Sanna Östman: Wilma and Primus")
    expect(row).to_contain_text("Liisa Lahti")
    expect(row).to_contain_text("knows the topic")
    row.get_by_role("button", name="Book this").click()
    expect(desk.page.get_by_role("status")).to_contain_text("Booked: Liisa Lahti")
    expect(desk.page.get_by_text("No requests here")).to_be_visible()
    session = Session.objects.get(coach=house.coach)
    assert (session.state, session.about, session.starts_at > timezone.now()) == (State.BOOKED, TEXT, True)

    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.mail_port
    while deliver_due():
        pass
    for person in (house.teacher, house.coach.user):
        (mail,) = [mail for mail in server.mails_to(person.email) if mail["subject"].startswith("Booked")]
        assert TEXT not in mail.as_string()
    assert server.mails_to(coordinator.email) == []


def test_others_are_chosen_from_and_the_second_to_come_is_told(visit, house, coordinator):
    ask(visit(house.teacher))
    second = house.coach_named("Matti", "Meri")
    late = visit(second.user)
    late.go("/requests/")
    late.page.get_by_role("link", name="Choose a time").click()
    expect(late.page.get_by_text(TEXT)).to_be_visible()

    desk = visit(coordinator)
    desk.go("/requests/")
    press_through(desk.page, desk.page.get_by_role("link", name="Others 1"))
    press_through(desk.page, desk.page.get_by_role("button", name="Matti Meri").first)
    expect(desk.page.get_by_role("status")).to_contain_text("Booked: Matti Meri")

    late.watch.expect(409)
    late.page.locator(".kp-time .btn").last.click()
    expect(late.page.get_by_role("alert")).to_contain_text("The request is no longer open")
    expect(late.page.get_by_text(TEXT)).to_have_count(0)
    assert Session.objects.filter(topic=house.topic).count() == 1
