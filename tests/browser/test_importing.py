"""A table of staff in a browser: two bad rows are mended in the page, then it is saved."""

import pytest
from playwright.sync_api import expect

from coordination.models import TableImport
from organisation.models import User
from tests.browser.keys import press_through, tab_to, type_into
from tests.factories import make_role, make_site


@pytest.fixture
def table(house):
    """Two good rows; one with a broken address, one with a site that there is not."""
    make_site(house.institution, name_en="Metsola", name_fi="Metsola")
    house.mail = f"{house.institution.pk}.example"
    rows = [
        "Email;Name;Language;Site",
        f"aino@{house.mail};Aino Niemi;fi;Metsola",
        f"eero@@{house.mail};Eero Eerola;fi;Metsola",
        f"iida@{house.mail};Iida Ahola;sv;Mettsola",
        f"timo@{house.mail};Timo Hietala;en;",
    ]
    return {"name": "staff.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}


@pytest.fixture
def admin(house):
    person = house.person("Outi", "Sarka")
    make_role(person, "programme_admin")
    return person


def people(house) -> set[str]:
    rows = User.objects.filter(institution=house.institution, email__endswith=house.mail)
    return set(rows.values_list("email", flat=True))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_two_bad_rows_are_mended_and_the_table_is_saved(visit, house, admin, table, script):
    me = visit(admin, java_script_enabled=script)
    page = me.page
    me.go("/coordinate/people/")
    page.get_by_role("link", name="Bring in a table").click()
    page.locator("input[type=file]").set_input_files(table)
    page.get_by_role("button", name="Read the table").click()
    expect(page.get_by_role("heading", name="2 rows have to be mended")).to_be_visible()
    expect(page.get_by_role("button", name="Save the table")).to_have_count(0)
    assert people(house) == set()

    page.get_by_label("Row 3: E-mail").fill(f"eero@{house.mail}")
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_role("heading", name="1 row has to be mended")).to_be_visible()
    page.get_by_label("Row 4: Site").fill("Metsola")
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_role("heading", name="to be mended")).to_have_count(0)
    expect(page.get_by_role("cell", name="Metsola").first).to_be_visible()
    page.get_by_role("button", name="Save the table").click()

    expect(page.get_by_role("status").first).to_contain_text("The table is saved.")
    assert people(house) == {f"{name}@{house.mail}" for name in ("aino", "eero", "iida", "timo")}
    assert User.objects.get(email=f"iida@{house.mail}").home_site.name_fi == "Metsola"
    assert not TableImport.objects.filter(by=admin).exists()


def test_by_keyboard_one_is_mended_and_one_left_out(visit, house, admin, table):
    me = visit(admin)
    page = me.page
    me.go("/coordinate/people/import/")
    page.locator("input[type=file]").set_input_files(table)
    press_through(page, page.get_by_role("button", name="Read the table"))
    type_into(page, page.get_by_label("Row 3: E-mail"), f"eero@{house.mail}")  # Tab selects what stands there
    tab_to(page, page.get_by_label("Leave this row out 4"))
    page.keyboard.press("Space")
    press_through(page, page.get_by_role("button", name="Check again"))
    press_through(page, page.get_by_role("button", name="Save the table"))
    expect(page.get_by_role("status").first).to_contain_text("3 are new")
    assert people(house) == {f"{name}@{house.mail}" for name in ("aino", "eero", "timo")}
