"""Signing in, booking, moving, calling off, opening hours: by mouse, by keyboard alone, and without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coaches.models import OpeningHours, TimeOff
from sessions.models import Session, State
from tests.browser.house import PASSWORD
from tests.browser.keys import press_through, tab_to, type_into

TEXT = "Arviointi Wilmassa & <muu>"
WHEN = re.compile(r"\d\d?:\d\d")


def times(page: Page):
    return page.locator(".kp-time .btn")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_the_whole_way_by_mouse(visit, house, script):
    me = visit(java_script_enabled=script)
    page = me.page
    me.go("/book/")
    page.get_by_label("Work e-mail").fill(house.teacher.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.get_by_role("link", name="Wilma and Primus").click()
    times(page).nth(4).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(WHEN)
    page.get_by_label("What would you like to talk about?").fill(TEXT)
    page.get_by_role("button", name="Confirm booking").click()

    expect(page.get_by_role("status")).to_contain_text("The time is booked.")
    expect(page.get_by_text(TEXT)).to_be_visible()
    booked = Session.objects.get(coach=house.coach)
    assert (booked.state, booked.about, me.path) == (State.BOOKED, TEXT, f"/sessions/{booked.pk}/")

    page.get_by_role("link", name="Move to another time").click()
    times(page).last.click()
    page.get_by_role("button", name="Move to this time").click()
    expect(page.get_by_role("status")).to_contain_text("The session has been moved.")
    moved = Session.objects.get(pk=booked.pk)
    assert (moved.starts_at > booked.starts_at, moved.revision) == (True, booked.revision + 1)

    page.get_by_role("link", name="Cancel session").click()
    page.get_by_label("Why?").fill("Ryhmä vaihtui.")
    page.get_by_role("button", name="Cancel session").click()
    expect(page.get_by_role("status")).to_contain_text("The session is called off.")
    expect(page.get_by_text("Ryhmä vaihtui.")).to_be_visible()
    over = Session.objects.get(pk=booked.pk)
    assert (over.state, over.cancel_reason) == (State.CANCELLED, "Ryhmä vaihtui.")


def test_the_whole_way_by_keyboard(visit, house):
    me = visit()
    page = me.page
    me.go("/book/")
    tab_to(page, page.get_by_label("Work e-mail"))
    page.keyboard.type(house.teacher.email)
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    press_through(page, page.get_by_role("link", name="Wilma and Primus"))
    press_through(page, times(page).first)
    type_into(page, page.get_by_label("What would you like to talk about?"), "Arviointi")
    press_through(page, page.get_by_role("button", name="Confirm booking"), "Space")
    expect(page.get_by_role("status")).to_contain_text("The time is booked.")

    press_through(page, page.get_by_role("link", name="Move to another time"))
    press_through(page, times(page).nth(1))
    press_through(page, page.get_by_role("button", name="Move to this time"))
    expect(page.get_by_role("status")).to_contain_text("The session has been moved.")

    press_through(page, page.get_by_role("link", name="Cancel session"))
    type_into(page, page.get_by_label("Why?"), "Este tuli.")
    press_through(page, page.get_by_role("button", name="Cancel session"))
    expect(page.get_by_role("status")).to_contain_text("The session is called off.")
    assert Session.objects.get(coach=house.coach).state == State.CANCELLED


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_opening_hours_by_keyboard(visit, house, script):
    me = visit(house.coach.user, java_script_enabled=script)
    page, saved = me.page, OpeningHours.objects.filter(coach=house.coach, weekday=6)
    me.go("/coach/hours/")
    press_through(page, page.get_by_role("link", name="Add hours"))
    type_into(page, page.get_by_label("Weekday"), "Saturday")
    type_into(page, page.get_by_label("From", exact=True), "0900AM")
    type_into(page, page.get_by_label("Until", exact=True), "1100AM")
    tab_to(page, page.get_by_label("In person"))
    page.keyboard.press("ArrowDown")  # Online
    press_through(page, page.get_by_role("button", name="Save the hours"))
    expect(page.get_by_role("status")).to_contain_text("The hours are added.")
    assert [(hours.starts.hour, hours.ends.hour, hours.channel) for hours in saved] == [(9, 11, "online")]

    press_through(page, page.get_by_role("link", name="Edit Saturday"))
    type_into(page, page.get_by_label("Until", exact=True), "1130AM")
    press_through(page, page.get_by_role("button", name="Save the hours"))
    expect(page.get_by_role("status")).to_contain_text("The hours are changed.")
    assert [hours.ends.minute for hours in saved.all()] == [30]

    press_through(page, page.get_by_role("link", name="Remove Saturday"))
    press_through(page, page.get_by_role("button", name="Remove the hours"))
    expect(page.get_by_role("status")).to_contain_text("The hours are removed.")
    assert not saved.all().exists()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_time_away_by_keyboard(visit, house, script):
    me = visit(house.coach.user, java_script_enabled=script)
    page, days = me.page, (timezone.localdate() + timedelta(days=n) for n in range(1, 60))
    day = next(day for day in days if day.day == day.month)  # whichever of the two the browser asks for first
    me.go("/coach/")
    press_through(page, page.get_by_role("link", name="Mark days or hours"))
    type_into(page, page.get_by_label("First day"), f"{day:%d%m%Y}")
    press_through(page, page.get_by_role("button", name="Mark as away"))
    expect(page.get_by_role("status")).to_contain_text("You are marked as away.")

    press_through(page, page.get_by_role("region", name="Away").get_by_role("link", name="Remove"))
    press_through(page, page.get_by_role("button", name="Remove it"))
    expect(page.get_by_role("status")).to_contain_text("You are no longer marked as away.")
    assert not TimeOff.objects.filter(coach=house.coach).exists()


def test_focus_goes_to_what_is_wrong_and_on_to_the_field(visit, house):
    me = visit(house.coach.user)
    page = me.page
    me.go("/coach/away/")
    tab_to(page, page.get_by_role("button", name="Mark as away"))
    me.watch.expect(400)
    page.keyboard.press("Enter")

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error:"))
    press_through(page, summary.get_by_role("link", name="First day"))
    expect(page.get_by_label("First day")).to_be_focused()


def test_the_skip_link_comes_first_and_leads_to_the_content(visit, house):
    me = visit(house.teacher)
    me.go("/sessions/")
    me.page.keyboard.press("Tab")
    skip = me.page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    me.page.keyboard.press("Enter")
    expect(me.page.locator("main")).to_be_focused()
    tab_to(me.page, me.page.locator("main").get_by_role("link", name="Coming"), most=1)
