"""A person's calendar address: made, copied, read by a program, renewed and switched off, by keyboard alone."""

import pytest
import requests
from icalendar import Calendar
from playwright.sync_api import expect

from tests.browser.keys import press_through


@pytest.fixture(params=[True, False], ids=["script", "no_script"])
def me(request, visit, house):
    may = {"permissions": ["clipboard-read", "clipboard-write"]}
    return visit(house.teacher, java_script_enabled=request.param, **may)


def read(me, address):
    """What a program without cookies gets: the events' titles; None where there is nothing."""
    answer = requests.get(me.server.base + "/calendar/" + address.rpartition("/calendar/")[2], timeout=20)
    if answer.status_code == 404:
        return None
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_it_is_made_read_renewed_and_switched_off(me, house, request):
    house.booked()
    page, shown = me.page, ["Wilma and Primus, Liisa Lahti"]
    mine = page.locator("#calendars").get_by_role("listitem").filter(has_text="My sessions")
    me.go("/me/")
    expect(mine).to_contain_text("No address yet.")
    press_through(page, page.get_by_role("button", name="Make an address My sessions"))
    address = page.get_by_label("The address").input_value()
    assert read(me, address) == shown
    if "no_script" not in request.node.callspec.id:
        page.get_by_role("button", name="Copy").press("Enter")
        expect(page.get_by_text("Copied.")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == address

    press_through(page, page.get_by_role("link", name="Back to my details"))
    expect(mine).to_contain_text("A program last read it today")
    press_through(page, page.get_by_role("button", name="New address My sessions"))
    renewed = page.get_by_label("The address").input_value()
    assert read(me, address) is None
    assert read(me, renewed) == shown

    me.go("/me/")
    assert renewed not in page.content()
    press_through(page, page.get_by_role("button", name="Switch off My sessions"))
    expect(page.get_by_role("status").first).to_contain_text("The calendar address is switched off.")
    assert read(me, renewed) is None
