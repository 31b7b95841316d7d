"""The open clinics on a topic stand on its page."""

import pytest
from django.urls import reverse

from sessions.models import Kind
from tests.coaching.scene import House, workday
from tests.factories import make_topic

pytestmark = pytest.mark.django_db


def test_a_topics_page_shows_its_next_clinics_and_no_others(client, django_assert_max_num_queries):
    house = House("koti.example")
    clinics = house.hold(Kind.CLINIC, *(workday(days) for days in (3, 8, 13, 18)))
    client.force_login(house.people["teacher"])
    with django_assert_max_num_queries(12):
        page = client.get(reverse("coaches:topic", args=[house.topic.pk])).content.decode()
    links = [reverse("sessions:detail", args=[clinic.pk]) in page for clinic in clinics]
    assert links == [True, True, True, False]
    assert f"{reverse('sessions:clinics')}?topic={house.topic.pk}" in page
    other = make_topic(house.institution)
    assert "Wilma-tunti" not in client.get(reverse("coaches:topic", args=[other.pk])).content.decode()
