"""Logging help with a thumb: how many presses it takes, from any page, with and without script."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coaches.log.services import Work, log_work
from coaches.models import WorkLog

PHONE = {"viewport": {"width": 390, "height": 800}}
PAGES = ("/", "/topics/", "/sessions/", "/coach/", "/me/", "/requests/", "/log/hours/")
MOST = 3


class Presses:
    """Each press of a link, a button or a choice is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def __call__(self, role: str, name: str, within: str = "body") -> None:
        self.count += 1
        target = self.page.locator(within).get_by_role(role, name=name)  # type: ignore[arg-type]
        if role in ("radio", "checkbox"):
            choose(self.page, name)
            expect(target).to_be_checked()
        else:
            target.click()


def choose(page: Page, name: str) -> None:
    """Press a choice by its words, as one does: a press forced on the hidden box doesn't wait until the page stands."""
    page.locator("label").filter(has_text=name).first.click()


@pytest.fixture(params=[True, False], ids=["script", "no_script"])
def coach(request, visit, house):
    """The coach on a phone, who has helped the teacher before."""
    work = Work("help", 15, timezone.now(), house.topic, "phone", [house.teacher])
    log_work(user=house.coach.user, work=work)
    return visit(house.coach.user, java_script_enabled=request.param, **PHONE)


@pytest.mark.parametrize("path", PAGES)
def test_help_to_a_colleague_takes_three_presses_from_any_page(coach, house, path):
    coach.go(path)
    press = Presses(coach.page)
    press("link", "Log", ".kp-tabs")
    press("checkbox", "Sanna Östman")
    press("button", "Log help", ".kp-log")
    expect(coach.page.get_by_role("status").first).to_contain_text("Logged: 15")
    assert press.count <= MOST
    row = WorkLog.objects.filter(user=house.coach.user).latest("pk")
    assert (row.minutes, row.topic, row.channel, row.persons.get()) == (15, house.topic, "phone", house.teacher)
    assert WorkLog.objects.filter(user=house.coach.user).count() == 2


def test_the_same_again_takes_two(coach, house):
    coach.go("/sessions/")
    press = Presses(coach.page)
    press("link", "Log", ".kp-tabs")
    press("button", "Log 15")
    expect(coach.page.get_by_role("status").first).to_contain_text("Logged: 15")
    assert press.count == 2
    assert WorkLog.objects.filter(user=house.coach.user).count() == 2


def test_a_session_leads_to_the_form_by_one_press(coach, house):
    session = house.booked()
    coach.go(f"/sessions/{session.pk}/")
    coach.page.locator("main").get_by_role("link", name="Log help").click()
    expect(coach.page.get_by_role("checkbox", name="Sanna Östman")).to_be_checked()


def test_a_colleague_never_named_before_is_found_by_name(coach, house):
    house.person("Kaisa", "Virta")
    page = coach.page
    coach.go("/log/")
    page.get_by_label("One line").fill("A question in the corridor")
    page.get_by_label("Find a colleague").press_sequentially("kai")
    if page.get_by_role("checkbox", name="Kaisa Virta").count() == 0:
        page.get_by_role("button", name="Find").click()
    choose(page, "Kaisa Virta")
    page.locator(".kp-log").get_by_role("button", name="Log help").click()
    expect(page.get_by_role("status").first).to_contain_text("Kaisa Virta")
    row = WorkLog.objects.filter(user=house.coach.user).latest("pk")
    assert (row.line, row.persons.get().first_name) == ("A question in the corridor", "Kaisa")


def test_on_a_wide_window_the_bar_has_the_button(visit, house):
    me = visit(house.coach.user, viewport={"width": 1280, "height": 800})
    me.go("/topics/")
    press = Presses(me.page)
    press("link", "Log", ".kp-top")
    press("button", "Log help", ".kp-log")
    assert press.count <= MOST
