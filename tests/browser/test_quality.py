"""A teacher proposes, the team observes, a manager accepts, and the home base says what was changed."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import expect

from insights.models import PublishedCell
from quality.services.actions import propose, propose_action
from tests.browser.keys import press_through
from tests.factories import make_role, make_site


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


def test_a_manager_sees_in_three_presses_whether_it_works_at_a_site_and_what_to_do(visit, house):
    """Figures, the site, and the decision that waits."""
    manager = house.person("Hanna", "Mäkelä")
    make_role(manager, "manager")
    _publish(house, manager)
    me = visit(manager)
    me.go("/")
    me.page.get_by_role("banner").get_by_role("link", name="Figures").click()
    me.page.get_by_role("group", name="Whose").get_by_role("link", name="Metsola").click()
    expect(me.page.get_by_role("main")).to_contain_text("Help given")
    waits = me.page.get_by_role("region", name="Waits for your decision")
    waits.get_by_role("link", name="Decide").click()
    expect(me.page.get_by_role("heading", level=1)).to_have_text("Decide about the action")


def test_the_same_by_keyboard(visit, house):
    manager = house.person("Hanna", "Mäkelä")
    make_role(manager, "manager")
    _publish(house, manager)
    me = visit(manager)
    me.go("/insights/")
    main = me.page.get_by_role("main")
    press_through(me.page, main.get_by_role("link", name="Decide"))
    expect(me.page.get_by_role("heading", level=1)).to_have_text("Decide about the action")


def _publish(house, manager):
    """A closed half-year with figures of the institution and of the coach's site, and an action that waits."""
    site = make_site(manager.institution, name_fi="Metsola")
    for dimension, value in (("total", ""), ("site", str(site.pk))):
        PublishedCell.objects.create(
            institution=manager.institution,
            kind="half",
            starts_on=date(2025, 8, 1),
            dimension=dimension,
            value=value,
            helps=40,
            minutes=1800,
            persons=20,
            coaches=5,
            shows_helps=True,
            shows_minutes=True,
        )
    seen = propose(by=house.teacher, text="Absences")
    due = timezone.localdate() + timedelta(days=30)
    propose_action(by=house.coach.user, observation=seen, what="Write one instruction", due=due)
