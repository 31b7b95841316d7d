"""A teacher proposes, the team observes, a manager accepts, and the home base says what was changed."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import make_role


def _observes(me) -> None:
    page = me.page
    me.go("/quality/")
    page.get_by_role("link", name="Absences are marked").click()
    page.get_by_role("link", name="Write an observation").click()
    page.get_by_label("What have you seen?").fill("The rule for absences differs between places.")
    page.get_by_role("button", name="Save the observation").click()
    expect(page.get_by_role("status")).to_contain_text("The observation is saved.")
    page.get_by_role("link", name="Propose an action").click()
    page.get_by_label("What should be done?").fill("Write one instruction for absences.")
    page.get_by_label("To be done by").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Propose the action").click()
    expect(page.get_by_role("main")).to_contain_text("A manager decides about this.")


def _decides(me) -> None:
    page = me.page
    me.go("/quality/")
    waiting = page.get_by_role("region", name="Wait for a manager's decision")
    waiting.get_by_role("link", name="Write one instruction").click()
    page.get_by_role("link", name="Accept or decline").click()
    page.get_by_label("Accept").check()
    page.get_by_role("button", name="Save the decision").click()
    expect(page.get_by_role("status")).to_contain_text("The decision is saved.")
    page.get_by_role("link", name="Write down how far it is").click()
    page.get_by_label("What has changed?").fill("There is one instruction for absences.")
    page.get_by_label("This is done").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("The action is saved.")


def test_what_a_teacher_proposes_comes_back_as_a_change(visit, house):
    teacher = visit(house.teacher)
    teacher.go("/")
    teacher.page.get_by_role("link", name="Propose a theme").click()
    teacher.page.get_by_label("What should be looked at?").fill("Absences are marked in many ways.")
    teacher.page.get_by_role("button", name="Send the proposal").click()
    expect(teacher.page.get_by_role("status")).to_contain_text("Thank you.")

    _observes(visit(house.coach.user))
    manager = house.person("Hanna", "Mäkelä")
    make_role(manager, "manager")
    _decides(visit(manager))

    teacher.go("/")
    told = teacher.page.get_by_role("region", name="You asked, we changed")
    expect(told.get_by_role("listitem")).to_contain_text("There is one instruction for absences.")
