"""Asking without choosing a coach: who sees it, what is told, what is kept from whom."""

import pytest
from django.db import connection
from django.urls import reverse

from coordination.models import HelpRequest
from coordination.services import ask_for_help, withdraw_request
from notifications.models import Message
from tests.factories import make_institution, make_role, make_site, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_institution()


@pytest.fixture
def topic(house):
    return make_topic(house)


@pytest.fixture
def teacher(house):
    return make_user(house, home_site=make_site(house))


def a_request(teacher, topic, **fields):
    return ask_for_help(person=teacher, topic=topic, **{"about": "Miten korjaan arvioinnin?", **fields})


def test_the_coordinators_in_scope_are_told_and_nobody_else(house, teacher, topic):
    near, everywhere, far, manager = (make_user(house) for _ in range(4))
    make_role(near, "coordinator", site=teacher.home_site)
    make_role(everywhere, "coordinator")
    make_role(far, "coordinator", site=make_site(house))
    make_role(manager, "manager")

    request = a_request(teacher, topic)

    told = Message.objects.filter(kind="help_requested", thing_id=request.pk).values_list("recipient_id", flat=True)
    assert set(told) == {near.pk, everywhere.pk}
    for reader, sees in ((teacher, 1), (near, 1), (everywhere, 1), (far, 0), (manager, 0)):
        assert HelpRequest.objects.visible_to(reader).count() == sees


def test_another_institution_sees_nothing(teacher, topic):
    stranger = make_user(make_institution())
    make_role(stranger, "coordinator")
    a_request(teacher, topic)
    assert HelpRequest.objects.visible_to(stranger).count() == 0


def test_asking_twice_is_one_request(teacher, topic):
    assert a_request(teacher, topic) == a_request(teacher, topic)
    assert a_request(teacher, topic, about="Something else") != a_request(teacher, topic)


def test_what_it_is_about_is_encrypted(teacher, topic):
    request = a_request(teacher, topic)
    with connection.cursor() as cursor:
        cursor.execute("SELECT about FROM coordination_helprequest WHERE id = %s", [request.pk])
        stored = cursor.fetchone()[0]
    assert "arvioinnin" not in stored
    assert HelpRequest.objects.get().about == "Miten korjaan arvioinnin?"


def test_the_page_asks_and_shows_it(client, teacher, topic):
    client.force_login(teacher)
    sent = {"topic": topic.pk, "about": "Apua", "weekdays": ["2", "4"], "parts": ["morning"], "channel": "online"}
    sent |= {"soon": "no_hurry"}
    answer = client.post(reverse("coordination:ask"), sent, follow=True)
    assert answer.redirect_chain == [(reverse("coordination:requests"), 302)]
    request = HelpRequest.objects.get()
    assert (request.weekdays, request.parts, request.channel) == ([2, 4], ["morning"], "online")
    assert "Apua" in answer.content.decode()


def test_an_identity_code_is_refused_and_nothing_typed_is_lost(client, teacher, topic):
    client.force_login(teacher)
    answer = client.post(reverse("coordination:ask"), {"topic": topic.pk, "about": "131052-308T tarvitsee"})
    assert answer.status_code == 400
    assert "131052-308T tarvitsee" in answer.content.decode()
    assert not HelpRequest.objects.exists()


def test_withdrawing_takes_it_off_the_coordinators_page(client, house, teacher, topic):
    coordinator = make_user(house)
    make_role(coordinator, "coordinator")
    request = a_request(teacher, topic)
    client.force_login(coordinator)
    assert "Miten korjaan arvioinnin?" in client.get(reverse("coordination:requests")).content.decode()

    withdraw_request(request=request)

    assert "Miten korjaan arvioinnin?" not in client.get(reverse("coordination:requests")).content.decode()
    client.force_login(teacher)
    assert client.post(reverse("coordination:withdraw", args=[request.pk])).status_code == 302


def test_only_the_asker_withdraws(client, house, teacher, topic):
    request = a_request(teacher, topic)
    address = reverse("coordination:withdraw", args=[request.pk])
    coordinator, colleague = make_user(house), make_user(house)
    make_role(coordinator, "coordinator")
    for person, status in ((coordinator, 403), (colleague, 404)):
        client.force_login(person)
        assert client.post(address).status_code == status
    assert HelpRequest.objects.get().state == "open"
