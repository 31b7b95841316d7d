"""An institution's admin chooses a word: the preview follows what is typed, with and without script."""

import pytest
from playwright.sync_api import expect

from organisation.models import Role, Term
from tests.factories import make_role


@pytest.fixture
def admin(house):
    person = house.person("Outi", "Salo")
    make_role(person, Role.Kind.PROGRAMME_ADMIN)
    return person


def test_a_preset_is_changed_and_taken_into_use_without_script(visit, admin):
    me = visit(admin, java_script_enabled=False)
    page, preview = me.page, me.page.get_by_role("region", name="This is how it reads")
    me.go("/coordinate/settings/terms/")
    page.get_by_role("link", name="Edit who coaches, suomi").click()
    page.get_by_role("link", name="luotsi", exact=True).click()
    expect(preview).to_contain_text("Siirretty toiselle luotsille")
    page.get_by_label("Allative").fill("luotsiopelle")
    page.get_by_role("button", name="Preview").click()
    expect(preview).to_contain_text("Siirretty toiselle luotsiopelle")
    expect(page.get_by_label("Genitive")).to_have_value("luotsin")
    page.get_by_role("button", name="Use this word").click()

    expect(page.get_by_role("status")).to_contain_text("From now on it says “luotsi”.")
    assert Term.objects.get(institution=admin.institution).allative == "luotsiopelle"


def test_the_preview_follows_what_is_typed(visit, admin):
    me = visit(admin)
    page, preview = me.page, me.page.get_by_role("region", name="This is how it reads")
    me.go("/coordinate/settings/terms/coach/fi/")
    page.get_by_label("Singular").press_sequentially("kummi")
    expect(preview).to_contain_text("Kummi on silloin poissa.")
    expect(page.get_by_label("Singular")).to_be_focused()
    expect(page.get_by_label("Singular")).to_have_value("kummi")
    assert not Term.objects.filter(institution=admin.institution).exists()
