"""The hints of a first visit: three for each role, put away one by one or all, and shown again."""

import pytest
from django.urls import reverse

from coaching.hints import HINTS, hints_for
from organisation.models import User
from tests.coaching.scene import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House("koti.example")


@pytest.mark.parametrize(
    ("name", "role"),
    [
        *(("teacher", "teacher"), ("coach", "coach"), ("lead_coach", "coach"), ("coordinator", "coordinator")),
        *(("manager", "manager"), ("programme_admin", "admin")),
    ],
)
def test_each_role_has_three_that_lead_to_pages_it_may_open(client, house, name, role):
    person = house.people[name]
    client.force_login(person)
    hints = client.get("/").context["hints"]

    assert [hint.key.partition("-")[0] for hint in hints] == [role] * 3
    assert {client.get(hint.url).status_code for hint in hints} == {200}


def test_no_two_hints_share_a_name():
    keys = [hint.key for _, hints in HINTS for hint in hints]
    assert len(keys) == len(set(keys)) == 15


def test_one_is_put_away_for_this_person_only(client, house):
    teacher, other = house.people["teacher"], house.people["other_teacher"]
    client.force_login(teacher)

    for _ in range(2):
        answer = client.post(reverse("hint_hide"), {"hint": "teacher-ask"})
        assert (answer.status_code, answer.url) == (302, "/")

    teacher, other = (User.objects.get(pk=person.pk) for person in (teacher, other))
    assert [hint.key for hint in hints_for(teacher)] == ["teacher-book", "teacher-sees"]
    assert len(hints_for(other)) == 3


def test_all_are_put_away_and_shown_again_from_ones_own_page(client, house):
    client.force_login(house.people["coach"])
    again = f'action="{reverse("hints_show")}"'
    assert again not in client.get(reverse("me")).content.decode()

    client.post(reverse("hint_hide"), {"hint": "all"})

    assert client.get("/").context["hints"] == []
    assert 'id="hints"' not in client.get("/").content.decode()
    assert again in client.get(reverse("me")).content.decode()
    client.post(reverse("hints_show"))
    assert len(client.get("/").context["hints"]) == 3


@pytest.mark.parametrize("hint", ["", "coach-desk", "x" * 999])
def test_a_hint_that_is_not_ones_own_is_refused(client, house, hint):
    client.force_login(house.people["teacher"])
    assert client.post(reverse("hint_hide"), {"hint": hint}).status_code == 400
    assert User.objects.get(pk=house.people["teacher"].pk).hints_hidden == []
