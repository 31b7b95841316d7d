"""From what a teacher proposes to what the house has changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coordination.monthly_news import more_news_for
from notifications.models import Message
from quality.exceptions import AlreadyDecided, WrittenMeanwhile
from quality.messages import ActionDecided, ActionDue
from quality.models import ImprovementAction, Observation
from quality.policies import can_decide, can_work_on
from quality.selectors.actions import told_to
from quality.services.actions import DECIDED, DUE, accept, decline, observe, propose, propose_action, work_on
from tests.coaching.scene import House
from tests.factories import make_role

pytestmark = pytest.mark.django_db


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def house() -> House:
    return House("koti.example")


def action_of(house: House, **said) -> ImprovementAction:
    seen = propose(by=house.people["teacher"], text="Poissaolot kirjataan eri tavoin")
    about = {"what": "Tehdään yksi ohje", "due": in_days(30)} | said
    return propose_action(by=house.people["coach"], observation=seen, **about)


def say_yes(house: House, action: ImprovementAction) -> None:
    manager = house.people["manager"]
    accept(action=action, by=manager, owner=manager, due=action.due)


def sign_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_same_said_twice_is_one(house):
    coach = house.people["coach"]
    days = {"first_day": in_days(-30), "last_day": in_days(-1), "topic": None}

    assert action_of(house) == action_of(house)
    assert observe(by=coach, text="Sama", **days) == observe(by=coach, text="Sama", **days)


def test_only_one_decision_counts(house):
    action, manager = action_of(house), house.people["manager"]
    decline(action=action, by=manager, reason="Ei nyt")

    with pytest.raises(AlreadyDecided):
        accept(action=action, by=manager, owner=manager, due=action.due)
    action.refresh_from_db()
    assert (action.state, action.reason, action.owner) == ("declined", "Ei nyt", None)
    form = {"decision": "yes", "owner": manager.pk, "due": in_days(9)}
    assert sign_in(manager).post(reverse("quality:decide", args=[action.pk]), form).status_code == 409


@pytest.mark.parametrize(
    "form", [{}, {"decision": "no"}, {"decision": "yes"}, {"decision": "no", "reason": "131052-308T"}]
)
def test_a_decision_that_says_too_little_is_refused(house, form):
    action = action_of(house)

    answer = sign_in(house.people["manager"]).post(reverse("quality:decide", args=[action.pk]), form)

    action.refresh_from_db()
    assert (answer.status_code, action.state) == (400, "proposed")


def test_whoever_wrote_in_the_meantime_is_not_written_over(house):
    action = action_of(house)
    say_yes(house, action)
    said = {"step": "do", "owner": action.owner, "due": action.due, "evidence": ""}
    work_on(action=action, revision=1, is_done=False, outcome="Ensimmäinen", **said)

    with pytest.raises(WrittenMeanwhile):
        work_on(action=action, revision=1, is_done=False, outcome="Toinen", **said)
    form = {"revision": "1", "step": "act", "owner": action.owner.pk, "due": action.due, "outcome": "Kolmas"}
    answer = sign_in(house.people["manager"]).post(reverse("quality:work", args=[action.pk]), form)
    action.refresh_from_db()
    assert (answer.status_code, "Kolmas" in answer.content.decode(), action.outcome) == (409, True, "Ensimmäinen")


def test_a_managers_scope_has_to_hold_the_action(house):
    of_site = house._person("site_manager")
    make_role(of_site, "manager", site=house.site)

    assert not can_decide(of_site, action_of(house))
    assert not can_decide(of_site, action_of(house, site=house.far_site))
    assert can_decide(of_site, action_of(house, site=house.site))


def test_the_team_of_the_proposer_works_on_it_and_other_coaches_do_not(house):
    action, people = action_of(house), house.people

    assert can_work_on(people["lead_coach"], action)
    assert not can_work_on(people["other_coach"], action)
    assert not can_work_on(people["teacher"], action)


def test_the_proposer_is_told_and_the_owner_reminded_until_it_is_done(house):
    action = action_of(house)
    say_yes(house, action)
    kinds = Message.objects.values_list("kind", "recipient__first_name", "offset").order_by("kind", "-offset")

    assert list(kinds) == [
        (DECIDED, "coach", timedelta(0)),
        (DUE, "manager", timedelta(days=14)),
        (DUE, "manager", timedelta(0)),
    ]
    due = ActionDue()
    assert due.render(DUE, due.load(action.pk, 1), house.people["manager"]).subject
    outcome = {"step": "act", "owner": action.owner, "due": action.due, "evidence": "", "outcome": "Ohje on tehty"}
    work_on(action=action, revision=1, is_done=True, **outcome)
    assert due.load(action.pk, 1) is due.load(action.pk, 2) is None
    told = ActionDecided()
    mail = told.render(DECIDED, told.load(action.pk, 1), house.people["coach"])
    assert "Tehdään yksi ohje" in mail.text
    assert told.render(DECIDED, action, house.people["other_coach"]) is None


def test_what_has_changed_is_told_for_a_while_to_those_it_concerns(house):
    action, far = action_of(house, site=house.site), house.people["other_teacher"]
    assert told_to(house.people["teacher"], in_days(0)) == []
    say_yes(house, action)
    done = {"step": "act", "owner": action.owner, "due": action.due, "evidence": "", "outcome": "Ohje on tehty"}
    work_on(action=action, revision=1, is_done=True, **done)

    assert told_to(house.people["teacher"], in_days(90)) == [action]
    assert told_to(house.people["teacher"], in_days(91)) == []
    assert told_to(far, in_days(0)) == []
    assert "Ohje on tehty" in sign_in(house.people["teacher"]).get(reverse("home")).content.decode()
    [(_heading, [(_state, text, _url)])] = more_news_for(house.people["teacher"])
    assert text == "Ohje on tehty"


def test_what_was_said_of_an_action_is_in_history(house):
    action = action_of(house)
    decline(action=action, by=house.people["manager"], reason="Ei nyt")

    rows = ImprovementAction.pgh_event_model.objects.filter(pgh_obj=action).order_by("pgh_id")
    assert [row.pgh_label for row in rows] == ["insert", "update"]


def test_no_page_says_who_proposed(house):
    seen = propose(by=house._person("asker", first_name="Tuntematon"), text="Avaimet")
    viewer = sign_in(house.people["manager"])

    for address in (reverse("quality:index"), reverse("quality:observation", args=[seen.pk])):
        assert "Tuntematon" not in viewer.get(address).content.decode()


def test_many_rows_take_no_more_queries(house):
    viewer = sign_in(house.people["coach"])
    action_of(house)
    viewer.get(reverse("quality:index"))
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(
            connection,
        ) as taken:
            viewer.get(reverse("quality:index"))
        counts.append(len(taken))
        for number in range(5):
            seen = Observation.objects.create(
                institution=house.institution, text=f"Havainto {number}", topic=house.topic
            )
            propose_action(by=house.people["coach"], observation=seen, what=f"Teko {number}", due=in_days(3))
    assert counts[0] == counts[1] <= 12
