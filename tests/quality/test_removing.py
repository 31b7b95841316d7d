"""Nothing of the room is removed before a question, and the question says what would go."""

from datetime import timedelta

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organisation.calendar import academic_year_of
from quality.models import Goal, YearTask
from quality.services.team import add_aim, plan_meetings, reflect
from tests.coaching.scene import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House("koti.example")


def this_year() -> int:
    return academic_year_of(timezone.localdate())


def an_aim(house: House) -> Model:
    return add_aim(team=house.team, academic_year=this_year(), text="Klinikka joka kuussa")


def a_reflection(house: House) -> Model:
    return reflect(team=house.team, author=house.people["coach"], text="Kysyin ensin, mitä oli kokeiltu.")


def a_meeting(house: House) -> Model:
    return plan_meetings(team=house.team, starts=[timezone.now() + timedelta(days=3)], minutes=45)[0]


def a_task(house: House) -> Model:
    about = {"academic_year": this_year(), "kind": "train", "words": "Koulutus", "due": timezone.localdate()}
    return YearTask.objects.create(institution=house.institution, **about)


def a_goal(house: House) -> Model:
    about = {"academic_year": this_year(), "text": "Uudet tavataan", "indicator": "new_met", "target": 90}
    return Goal.objects.create(institution=house.institution, **about)


REMOVALS = [
    ("team:aim_remove", an_aim, "coach", "Klinikka joka kuussa"),
    ("team:reflection_remove", a_reflection, "coach", "Kysyin ensin, mitä oli kokeiltu."),
    ("team:meeting_remove", a_meeting, "coach", "{team}"),
    ("quality:task_remove", a_task, "coordinator", "Koulutus"),
    ("quality:goal_remove", a_goal, "manager", "Uudet tavataan"),
]


@pytest.mark.parametrize(("name", "make", "actor", "words"), REMOVALS, ids=[name for name, *_ in REMOVALS])
def test_it_goes_by_the_answer_and_not_by_the_question(house, name, make, actor, words):
    thing, client = make(house), Client()
    client.force_login(house.people[actor])
    address = reverse(name, args=[thing.pk])

    asked = client.get(address)

    html = asked.content.decode()
    assert words.format(team=house.team.name) in html
    assert f'href="{asked.context["back"]}"' in html
    assert type(thing).objects.filter(pk=thing.pk).exists()
    assert client.head(address).status_code == 200
    assert type(thing).objects.filter(pk=thing.pk).exists()

    assert client.post(address).status_code == 302
    assert not type(thing).objects.filter(pk=thing.pk).exists()
    assert client.get(address).status_code == client.post(address).status_code == 404


def test_the_pages_lead_to_the_question(house):
    shown = {
        "team:aim_remove": (an_aim, "coach", reverse("team:team", args=[house.team.pk])),
        "team:reflection_remove": (a_reflection, "coach", reverse("team:reflections", args=[house.team.pk])),
        "quality:task_remove": (a_task, "coordinator", reverse("quality:year")),
        "quality:goal_remove": (a_goal, "manager", reverse("quality:goals")),
    }
    for name, (make, actor, page) in shown.items():
        client = Client()
        client.force_login(house.people[actor])
        thing = make(house)
        assert f'href="{reverse(name, args=[thing.pk])}"' in client.get(page).content.decode(), name
