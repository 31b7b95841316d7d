"""What a person meets when a booking can't be: nothing typed is lost, and the way on is one press away."""

import pytest
from playwright.sync_api import expect

from sessions.models import Session, State
from sessions.services import book_session
from sessions.tokens import TimeToken
from tests.browser.house import LENGTH

TEXT = "Arviointi Wilmassa & <muu>"
ABOUT = "What would you like to talk about?"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_the_slower_one_keeps_the_text_and_books_a_near_time(visit, house, script):
    me = visit(house.teacher, java_script_enabled=script)
    page = me.page
    me.go(f"/book/?topic={house.topic.pk}&minutes=45")
    page.locator(".kp-time .btn").nth(2).click()
    page.get_by_label(ABOUT).fill(TEXT)
    lost = page.locator("input[name=time]").input_value()
    quicker(house, lost)

    me.watch.expect(409)
    page.get_by_role("button", name="Confirm booking").click()
    expect(page.get_by_role("alert")).to_contain_text("This time is no longer free")
    expect(page.get_by_text(TEXT)).to_be_visible()
    near = page.locator(".kp-time .btn")
    assert 1 <= near.count() <= 4
    assert lost not in [near.nth(n).get_attribute("value") for n in range(near.count())]

    near.first.click()
    expect(page.get_by_role("status")).to_contain_text("The time is booked.")
    mine = Session.objects.get(participations__person=house.teacher)
    assert (mine.about, mine.state) == (TEXT, State.BOOKED)


def quicker(house, token):
    """Somebody else takes the time that `token` names."""
    other = house.person("Timo", "Hietala")
    starts_at = TimeToken.parse(token).starts_at
    book_session(coach=house.coach, topic=house.topic, person=other, starts_at=starts_at, length=LENGTH, by=other)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_a_text_with_an_identity_code_stays_to_be_mended(visit, house, script):
    me = visit(house.teacher, java_script_enabled=script)
    page = me.page
    me.go(f"/book/?topic={house.topic.pk}")
    page.locator(".kp-time .btn").first.click()
    text = "Opiskelija 131052-308T tarvitsee tukea"
    page.get_by_label(ABOUT).fill(text)

    me.watch.expect(400)
    page.get_by_role("button", name="Confirm booking").click()
    expect(page.get_by_role("alert")).to_be_focused()
    field = page.get_by_label(ABOUT)
    expect(field).to_have_value(text)
    assert field.get_attribute("aria-invalid") == "true"
    assert not Session.objects.filter(coach=house.coach).exists()

    field.fill("Opiskelija tarvitsee tukea")
    page.get_by_role("button", name="Confirm booking").click()
    expect(page.get_by_role("status")).to_contain_text("The time is booked.")


def test_moving_to_a_time_that_is_gone_leaves_the_session_where_it_was(visit, house):
    session = house.booked()
    me = visit(house.teacher)
    page = me.page
    me.go(f"/sessions/{session.pk}/move/")
    page.locator(".kp-time .btn").last.click()
    quicker(house, page.locator("input[name=time]").input_value())

    me.watch.expect(409)
    page.get_by_role("button", name="Move to this time").click()
    expect(page.get_by_role("alert")).to_contain_text("The session stayed where it was.")
    assert Session.objects.get(pk=session.pk).starts_at == session.starts_at


def test_a_double_click_books_once(visit, house):
    me = visit(house.teacher)
    me.go(f"/book/?topic={house.topic.pk}")
    me.page.locator(".kp-time .btn").first.click()
    me.page.get_by_role("button", name="Confirm booking").dblclick()
    expect(me.page.get_by_role("status")).to_contain_text("The time is booked.")
    assert Session.objects.filter(coach=house.coach).count() == 1
