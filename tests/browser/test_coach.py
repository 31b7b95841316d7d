"""A coach's own pages: hours, time away, answering a proposal, marking what was held."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from coaches.models import OpeningHours, TimeOff
from sessions.models import Session, State


@pytest.fixture(params=[True, False], ids=["script", "no_script"])
def me(request, visit, house):
    return visit(house.coach.user, java_script_enabled=request.param)


def test_overlapping_hours_are_marked_and_mended(me, house):
    page = me.page
    me.go("/coach/hours/")
    page.get_by_role("link", name="Add hours").click()
    page.get_by_label("Weekday").select_option(label="Monday")
    page.get_by_label("From", exact=True).fill("15:00")
    page.get_by_label("Until", exact=True).fill("18:00")
    page.get_by_label("Online", exact=True).check()
    me.watch.expect(400)
    page.get_by_role("button", name="Save the hours").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Until", exact=True)).to_have_value("18:00")
    page.get_by_label("From", exact=True).fill("16:00")
    page.get_by_role("button", name="Save the hours").click()
    expect(page.get_by_role("status")).to_be_visible()
    ends = OpeningHours.objects.filter(coach=house.coach, weekday=1).values_list("ends", flat=True)
    assert sorted(end.hour for end in ends) == [16, 18]


def test_time_away_says_what_it_hits(me, house):
    session = house.booked(ahead=3)
    day = timezone.localdate(session.starts_at)
    page = me.page
    me.go("/coach/")
    page.get_by_role("link", name="Mark days or hours").click()
    page.get_by_label("First day").fill(day.isoformat())
    page.get_by_role("button", name="Mark as away").click()
    expect(page.get_by_role("status")).to_contain_text("1 session falls on that time.")
    assert TimeOff.objects.filter(coach=house.coach).count() == 1

    away = page.get_by_role("region", name="Away")
    expect(away.get_by_role("link", name="Sanna Östman")).to_be_visible()
    away.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("status")).to_contain_text("You are no longer marked as away.")


def test_a_proposal_is_accepted(me, house):
    session = house.proposed(awaits="coach")
    page = me.page
    me.go("/coach/")
    page.get_by_role("region", name="Waiting for you").get_by_role("link", name="Proposed").click()
    page.get_by_role("button", name="Yes, book it").click()
    expect(page.get_by_role("status")).to_contain_text("The session is booked.")
    assert Session.objects.get(pk=session.pk).state == State.BOOKED


def test_a_session_is_marked_as_held(me, house):
    session = ended(house.booked())
    page = me.page
    me.go("/coach/")
    page.get_by_role("region", name="Waiting for you").get_by_role("button", name="Held", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Marked as held.")
    assert Session.objects.get(pk=session.pk).state == State.HELD


def ended(session):
    """The session as if it had been two days ago."""
    shift = session.starts_at - timezone.now() + timedelta(days=2)
    during = (session.starts_at - shift, session.ends_at - shift)
    Session.objects.filter(pk=session.pk).update(starts_at=during[0], ends_at=during[1])
    session.participations.update(during=during)
    return session
