"""Coming in: by a code from the mail, by one press in the demo, and what a wrong password gets."""

import re

from playwright.sync_api import expect

from tests.processes import wait_until


def test_signing_in_by_a_code_from_the_mail(visit, house, server):
    me = visit()
    page = me.page
    me.go("/sessions/")
    page.get_by_role("link", name="Send a code to my e-mail").click()
    page.get_by_label("Email").fill(house.teacher.email)
    page.get_by_role("button", name="Send the code").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We sent a code")

    wait_until(lambda: server.mails_to(house.teacher.email), 20, "the code is mailed")
    words = server.mails_to(house.teacher.email)[-1].get_body(("plain",)).get_content()
    page.get_by_label("Code").fill(code_in(words))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My sessions")


def code_in(words):
    """The line of a mail that holds nothing but a code."""
    return next(line.strip() for line in words.splitlines() if re.fullmatch(r"\s*[A-Z0-9]{3,}-?[A-Z0-9]{3,}\s*", line))


def test_a_wrong_password_says_so_and_keeps_the_address(visit, house):
    me = visit()
    page = me.page
    me.go("/accounts/login/")
    page.get_by_label("Work e-mail").fill(house.teacher.email)
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Work e-mail")).to_have_value(house.teacher.email)
    expect(page).to_have_title(re.compile("^Error:"))


def test_one_press_signs_in_to_the_demo_and_out_again(visit, server):
    me = visit()
    page = me.page
    me.go("/accounts/login/")
    page.get_by_role("button", name="Coach", exact=True).click()
    page.wait_for_url(server.base + "/")
    me.go("/me/")
    page.locator("form[action='/accounts/logout/'] button").click()
    page.wait_for_url(server.base + "/")
    expect(page.locator("a[href='/accounts/login/']").first).to_be_visible()
