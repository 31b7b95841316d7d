"""A programme admin's settings by keyboard and without JavaScript: a site, a topic, a rule, a role."""

import pytest
from playwright.sync_api import expect

from organisation.models import Institution, Role, Site
from tests.browser.keys import press_through, tab_to, type_into
from tests.factories import make_role
from topics.models import Topic

HOME = "/coordinate/settings/"


@pytest.fixture
def admin(house):
    person = house.person("Outi", "Sarka")
    make_role(person, "programme_admin")
    return person


@pytest.fixture(params=[True, False], ids=["script", "no_script"])
def me(request, visit, admin):
    return visit(admin, java_script_enabled=request.param)


def said(me):
    return me.page.get_by_role("status").first


def test_a_site_is_added_renamed_and_taken_out_of_use(me, house):
    page = me.page
    me.go(HOME)
    press_through(page, page.get_by_role("link", name="Sites", exact=True))
    press_through(page, page.get_by_role("link", name="Add a site"))
    type_into(page, page.get_by_label("Name in Swedish"), "Skogsbacka")
    me.watch.expect(400)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Name in Swedish")).to_have_value("Skogsbacka")
    type_into(page, page.get_by_label("Name in Finnish"), "Metsola")
    page.keyboard.press("Enter")
    expect(said(me)).to_contain_text("Added.")

    press_through(page, page.get_by_role("link", name="Edit Metsola"))
    tab_to(page, page.get_by_label("In use until"))
    page.get_by_label("In use until").fill("2020-07-31")
    press_through(page, page.get_by_role("button", name="Save"))
    expect(said(me)).to_contain_text("Saved.")
    site = Site.objects.get(institution=house.institution)
    assert (site.name_fi, site.name_sv, site.valid_until.isoformat()) == ("Metsola", "Skogsbacka", "2020-07-31")


def test_a_topic_is_added_moved_and_retired(me, house):
    page = me.page
    me.go(HOME)
    press_through(page, page.get_by_role("link", name="Topics", exact=True).last)
    press_through(page, page.get_by_role("link", name="Add a topic"))
    type_into(page, page.get_by_label("Name in Finnish"), "Koski")
    page.keyboard.press("Enter")
    expect(said(me)).to_contain_text("The topic is added.")

    up = page.get_by_role("button", name="Move up: Koski")
    press_through(page, up)
    expect(page.get_by_role("button", name="Move down: Koski")).to_be_focused()
    assert list(house.institution.topics.offered().values_list("name_fi", flat=True))[0] == "Koski"

    press_through(page, page.get_by_role("button", name="Retire Koski"))
    expect(said(me)).to_contain_text("Koski is retired.")
    assert Topic.objects.get(institution=house.institution, name_fi="Koski").is_retired


def test_a_rule_is_changed_and_set_back(me, house):
    page = me.page
    me.go(f"{HOME}rules/")
    ahead = page.get_by_label("How far ahead")
    tab_to(page, ahead)
    page.keyboard.press("Control+A")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(said(me)).to_contain_text("The rules are saved.")
    assert Institution.objects.get(pk=house.institution.pk).horizon_days == 28

    me.go(f"{HOME}rules/")
    press_through(page, page.get_by_role("button", name="Back to the default, 8"))
    expect(ahead).to_have_value("8")
    expect(ahead).to_be_focused()
    assert Institution.objects.get(pk=house.institution.pk).horizon_days == 28
    page.keyboard.press("Enter")
    expect(said(me)).to_contain_text("The rules are saved.")
    assert Institution.objects.get(pk=house.institution.pk).horizon_days == 56


def test_a_role_is_given_and_ended(me, house):
    page = me.page
    me.go(HOME)
    press_through(page, page.get_by_role("link", name="Roles", exact=True))
    press_through(page, page.get_by_role("link", name="Give a role"))
    type_into(page, page.get_by_label("Who"), house.teacher.email)
    tab_to(page, page.get_by_label("Coordinator"))
    page.keyboard.press("Space")
    press_through(page, page.get_by_role("button", name="Give the role"))
    expect(said(me)).to_contain_text("Sanna Östman has the role.")
    assert Role.objects.filter(user=house.teacher, kind="coordinator").count() == 1

    press_through(page, page.get_by_role("link", name="End Sanna Östman"))
    press_through(page, page.get_by_role("button", name="End the role"))
    expect(said(me)).to_contain_text("The role is ended.")
    assert not house.teacher.roles.exists()


def test_the_last_admin_is_not_locked_out(me, admin):
    page = me.page
    me.go(f"{HOME}roles/")
    me.watch.expect(409)
    press_through(page, page.get_by_role("link", name="End Outi Sarka"))
    expect(page.get_by_text("Ask another programme admin to end it")).to_be_visible()
    assert admin.roles.count() == 1


def test_what_another_admin_saved_is_not_overwritten_unseen(me, house):
    page = me.page
    me.go(f"{HOME}rules/")
    page.get_by_label("Sessions a day at most").fill("6")
    Institution.objects.filter(pk=house.institution.pk).update(weekly_cap=20)
    me.watch.expect(409)
    page.get_by_role("button", name="Save the rules").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody else has saved this page meanwhile.")
    expect(page.get_by_label("Sessions a day at most")).to_have_value("6")
    page.get_by_role("button", name="Save the rules").click()
    expect(said(me)).to_contain_text("The rules are saved.")
    assert Institution.objects.get(pk=house.institution.pk).daily_cap == 6
