"""From a question to a guideline and on to somebody who can help: searching, reading a file, booking."""

import re

import pytest
from playwright.sync_api import expect

from kit.documents import read_document
from tests.documents import good_pdf
from topics.library import add_guideline
from topics.models import Guideline


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_a_teacher_searches_reads_a_guideline_and_goes_on_to_book(visit, house, script):
    house.topic.name_fi, house.topic.name_en = "Erityinen tuki", "Special support"
    house.topic.save()
    new = Guideline(institution=house.institution, topic=house.topic, kind="instruction", owner=house.coach.user)
    new.title_fi, new.title_en = "Erityisen tuen päätös", "Deciding on special support"
    add_guideline(new, read_document(good_pdf(), "Päätös tuesta.pdf"))
    me = visit(house.teacher, java_script_enabled=script)
    page = me.page

    me.go("/topics/")
    page.get_by_role("searchbox", name="Search topics and guidelines").fill("erityisen tuen")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"/topics/\?q=erityisen"))
    expect(page.get_by_text("Deciding on special support", exact=True)).to_be_visible()
    page.get_by_role("link", name="Special support", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Special support")

    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^File ?: ?Deciding on special support")).click()
    assert download.value.suggested_filename == "Päätös tuesta.pdf"
    assert download.value.path().read_bytes() == good_pdf()

    expect(page.get_by_role("complementary")).to_contain_text("Liisa Lahti")
    page.get_by_role("link", name="Book on this topic").click()
    expect(page).to_have_url(re.compile(rf"/book/\?topic={house.topic.pk}"))
    expect(page.locator(".kp-time .kp-who b").first).to_have_text("Liisa Lahti")
