"""Filters, language and appearance: the address tells the state, with script and without."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from organisation.models import User


def query(page):
    return parse_qs(urlsplit(page.url).query)


def names(page):
    return set(page.locator(".kp-time .kp-who b").all_inner_texts())


def test_filters_swap_the_list_and_the_address_follows(visit, house):
    other = house.coach_named("Elina", "Vuori")
    me = visit(house.teacher)
    page = me.page
    me.go(f"/book/?topic={house.topic.pk}&minutes=45")
    assert names(page) == {"Liisa Lahti", "Elina Vuori"}
    page.evaluate("window.stays = true")

    page.get_by_label("Coach").select_option(label="Elina Vuori")
    page.wait_for_url(re.compile("coach="))
    assert (names(page), query(page)["coach"]) == ({"Elina Vuori"}, [str(other.pk)])
    page.get_by_label("Morning, before 10").check()
    page.wait_for_url(re.compile("part=morning"))
    assert all(text < "10" or text[1] == ":" for text in page.locator(".kp-when").all_inner_texts())
    page.get_by_label("30 min").check()
    page.get_by_role("button", name="Show times").click()
    page.wait_for_url(re.compile("minutes=30"))
    assert page.evaluate("window.stays"), "the page was loaded anew"

    page.go_back()
    page.wait_for_url(re.compile("minutes=45"))
    page.go_back()
    expect(page).not_to_have_url(re.compile("part="))
    assert query(page)["coach"] == [str(other.pk)]
    page.go_back()
    expect(page.locator(".kp-time .kp-who b", has_text="Liisa Lahti").first).to_be_visible()
    page.reload()
    assert names(page) == {"Liisa Lahti", "Elina Vuori"}


def test_filters_without_script(visit, house):
    other = house.coach_named("Elina", "Vuori")
    me = visit(house.teacher, java_script_enabled=False)
    page = me.page
    me.go(f"/book/?topic={house.topic.pk}&minutes=45")
    page.get_by_label("Coach").select_option(label="Elina Vuori")
    page.get_by_label("30 min").check()
    page.get_by_role("button", name="Narrow").click()
    page.wait_for_url(re.compile("coach="))
    assert names(page) == {"Elina Vuori"}
    assert {name: query(page)[name] for name in ("topic", "minutes", "coach")} == {
        "topic": [str(house.topic.pk)],
        "minutes": ["30"],
        "coach": [str(other.pk)],
    }
    expect(page.get_by_label("Coach")).to_have_value(str(other.pk))
    page.get_by_role("link", name="Clear").click()
    expect(page).not_to_have_url(re.compile("coach="))
    expect(page.locator(".kp-time .kp-who b", has_text="Liisa Lahti").first).to_be_visible()
    assert names(page) == {"Liisa Lahti", "Elina Vuori"}


def test_filters_on_a_phone_open_by_a_link(visit, house):
    me = visit(house.teacher, viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = me.page
    me.go(f"/book/?topic={house.topic.pk}")
    expect(page.get_by_label("Coach")).to_be_hidden()
    page.get_by_role("link", name="Narrow").click()
    expect(page.get_by_label("Coach")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_another_language_keeps_the_page(visit, house, script):
    me = visit(house.teacher, java_script_enabled=script)
    page = me.page
    address = f"/book/?topic={house.topic.pk}&minutes=30"
    me.go(address)
    page.locator(".kp-top button[lang=sv]").click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    assert me.path == address
    assert User.objects.get(pk=house.teacher.pk).language == "sv"


def test_a_visitors_language_is_kept_in_a_cookie(visit):
    me = visit()
    me.go("/accounts/login/")
    me.page.locator("button[lang=fi]").first.click()
    expect(me.page.locator("html")).to_have_attribute("lang", "fi")
    me.go("/")
    expect(me.page.locator("html")).to_have_attribute("lang", "fi")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_the_appearance_is_kept(visit, house, script):
    me = visit(house.teacher, java_script_enabled=script)
    page = me.page
    me.go("/sessions/?past=1")
    light = background(page) if script else None
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert me.path == "/sessions/?past=1"
    if script:
        assert background(page) != light
    me.go("/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="As the device").click()
    expect(page.locator("html")).not_to_have_attribute("data-bs-theme", "dark")


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_bar_is_at_the_bottom_of_a_phone(visit, house):
    me = visit(house.teacher, viewport={"width": 390, "height": 800})
    page = me.page
    me.go("/")
    bar = page.get_by_role("navigation", name="Quick menu")
    box = bar.locator("ul").bounding_box()
    assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 390, 800)
    expect(page.get_by_role("navigation", name="Main menu")).to_be_hidden()
    for place, heading in (("Book", "Book a time"), ("Mine", "My sessions"), ("More", "More")):
        bar.get_by_role("link", name=place, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(bar.locator("[aria-current=page]")).to_have_text(place)
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(bar).to_be_hidden()
