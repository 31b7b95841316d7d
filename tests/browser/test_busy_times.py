"""A coach connects a calendar of a real server, and its meetings vanish from the free times."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from coaches.models import BusyTime
from coaches.refreshing import refresh_due
from tests.feeds import calendar, event
from tests.radicale import PASSWORD, USER, radicale


@pytest.fixture
def dav(server, tmp_path, settings):
    with radicale(tmp_path, server.calendar_port) as running:
        settings.CALENDAR_LOOPBACK_PORTS = [running.port]
        running.make_calendar()
        yield running


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_a_meeting_in_the_own_calendar_vanishes_from_the_free_times(visit, house, dav, script):
    noon = house.workday(3)
    starts_at, ends_at = (f"{noon + timedelta(hours=hours):%Y%m%dT%H0000}" for hours in (0, 1))
    zone = ";TZID=Europe/Helsinki:"
    dav.put(calendar(event("one", zone + starts_at, zone + ends_at, "SUMMARY:Hammaslääkäri")))
    teacher = visit(house.teacher)
    search = f"/book/?topic={house.topic.pk}&day={noon:%Y-%m-%d}"
    offered = teacher.page.get_by_role("link", name=re.compile(rf"^Book .*\b{noon.day} .*, 12:00"))
    teacher.go(search)
    expect(offered.first).to_be_visible()

    coach = visit(house.coach.user, java_script_enabled=script)
    page = coach.page
    coach.go("/coach/")
    page.get_by_role("link", name="My calendars").click()
    page.get_by_role("link", name="Connect a calendar").click()
    page.get_by_label("An account that speaks CalDAV").check()
    page.get_by_role("textbox", name="Address").fill(f"{dav.base}/{USER}/work/")
    coach.watch.expect(400)
    page.get_by_role("button", name="Connect and read").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("User name").fill(USER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Connect and read").click()
    expect(page.get_by_text("The calendar is connected.")).to_be_visible()
    expect(page.get_by_text("being read", exact=True)).to_be_visible()

    assert refresh_due() >= 1
    if not script:
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("up to date")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("1 busy time ahead")).to_be_visible()
    assert BusyTime.objects.filter(coach=house.coach).count() == 1

    teacher.go(search)
    expect(offered).to_have_count(0)
    coach.go("/coach/")
    expect(page.get_by_text("Hammaslääkäri")).to_have_count(0)

    coach.go("/coach/calendars/")
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove the calendar").click()
    expect(page.get_by_role("status")).to_contain_text("The calendar is removed.")
    teacher.go(search)
    expect(offered.first).to_be_visible()
