"""Before the sign-in ends a dialog says so; what is typed outlives it, in one tab and in several."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.utils import timezone
from playwright.sync_api import expect

from coordination.models import HelpRequest
from tests.browser.conftest import PATIENCE
from tests.browser.house import PASSWORD

TEXT = "Kirjoitin tätä kauan."


def ends_in(me, **time):
    key = next(cookie["value"] for cookie in me.page.context.cookies() if cookie["name"] == "sessionid")
    SignIn.objects.filter(pk=key).update(expire_date=timezone.now() + timedelta(**time))


def stored_hours(me) -> float:
    key = next(cookie["value"] for cookie in me.page.context.cookies() if cookie["name"] == "sessionid")
    return (SignIn.objects.get(pk=key).expire_date - timezone.now()) / timedelta(hours=1)


@pytest.fixture
def me(visit, house):
    return visit(house.teacher)


def test_hours_before_nothing_is_said(me):
    me.go("/requests/new/")
    expect(me.page.get_by_role("alertdialog")).to_be_hidden()


def test_one_press_goes_on_and_the_focus_is_where_it_was(me):
    ends_in(me, seconds=5 * 60 + 4)
    page = me.page
    me.go("/requests/new/")
    about = page.get_by_label("What would you like to talk about?")
    about.fill(TEXT)

    dialog = page.get_by_role("alertdialog", name="Are you still there?")
    expect(dialog).to_be_visible(timeout=PATIENCE)
    expect(dialog).to_contain_text("in about 5 minutes")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    expect(about).to_be_focused()
    expect(about).to_have_value(TEXT)
    assert stored_hours(me) > 11.9


def test_pressing_in_one_tab_is_enough_for_all(me):
    ends_in(me, minutes=4)
    me.go("/requests/new/")
    other = me.page.context.new_page()
    other.goto("/topics/")
    for tab in (me.page, other):
        expect(tab.get_by_role("alertdialog")).to_be_visible()

    other.get_by_role("button", name="Stay signed in").click()
    expect(other.get_by_role("alertdialog")).to_be_hidden()
    me.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(me.page.get_by_role("alertdialog")).to_be_hidden()


def test_put_off_it_comes_again_when_it_is_over(me):
    ends_in(me, seconds=6)
    me.go("/topics/")
    me.page.get_by_role("button", name="Not now").click()
    expect(me.page.get_by_role("alertdialog")).to_be_hidden()
    over = me.page.get_by_role("alertdialog", name="You have been signed out")
    expect(over).to_be_visible(timeout=PATIENCE)
    over.get_by_role("link", name="Sign in again").click()
    me.page.get_by_label("Work e-mail").fill("x")
    assert me.path == "/accounts/login/?next=%2Ftopics%2F"


def test_what_was_typed_is_sent_after_signing_in_again(me, house):
    ends_in(me, seconds=6)
    page = me.page
    me.go("/requests/new/")
    page.get_by_label("Topic").select_option(label="Wilma and Primus")
    page.get_by_role("alertdialog").press("Escape")
    page.get_by_label("What would you like to talk about?").fill(TEXT)
    over = page.get_by_role("alertdialog", name="You have been signed out")
    expect(over).to_be_visible(timeout=PATIENCE)

    with page.context.expect_page() as opened:
        over.get_by_role("link", name="Sign in again").click()
    door = opened.value
    door.get_by_label("Work e-mail").fill(house.teacher.email)
    door.get_by_label("Password").fill(PASSWORD)
    door.get_by_role("button", name="Sign in", exact=True).click()
    expect(door.get_by_role("heading", level=1)).to_have_text("You are signed in again")
    door.close()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(over).to_be_hidden()
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("status")).to_contain_text("The request is sent.")
    assert HelpRequest.objects.get(person=house.teacher).about == TEXT


def test_if_somebody_else_signs_in_the_page_does_not_act_in_their_name(me, house):
    ends_in(me, seconds=6)
    me.go("/requests/new/")
    me.page.get_by_role("alertdialog").press("Escape")
    me.page.get_by_label("What would you like to talk about?").fill(TEXT)
    expect(me.page.get_by_role("alertdialog", name="You have been signed out")).to_be_visible(timeout=PATIENCE)

    me.sign_in(house.coach.user)
    with me.page.expect_navigation():
        me.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(me.page.get_by_label("What would you like to talk about?")).to_have_value("")
