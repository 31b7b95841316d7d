"""The first page: how things stand, and who changed what."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organisation.models import Institution
from tests.factories import make_institution, make_role, make_site, make_topic, make_user
from topics.models import Topic

pytestmark = pytest.mark.django_db


def changes(answer) -> list[str]:
    listed = re.search(r'<ol class="kp-hist">(.*?)</ol>', answer.content.decode(), re.DOTALL)
    return re.findall(r"<li><span>(.*?)</span><small>(.*?),", listed.group(1)) if listed else []


def test_it_says_how_things_stand(me, house):
    make_site(house)
    make_site(house, valid_until=timezone.localdate() - timedelta(days=1))
    make_topic(house)
    make_topic(house, is_retired=True)
    make_role(make_user(house), "coordinator")
    make_role(make_user(make_institution()), "coordinator")
    page = me.get(reverse("coordination:settings")).content.decode().replace("\xa0", " ")
    for said in ("1 in use, 1 no longer", "0 in use"):
        assert said in page


@pytest.mark.django_db(transaction=True)
def test_what_people_change_is_listed_with_their_names_and_what_commands_did_is_not(me, house):
    make_site(house, name_fi="Ilman tekijää")
    elsewhere = make_institution()
    make_site(elsewhere)
    assert changes(me.get(reverse("coordination:settings"))) == []
    me.post(reverse("coordination:sites_add"), {"name_fi": "Metsola"})
    me.post(reverse("coordination:sectors_add"), {"name_fi": "Tekniikka"})
    assert changes(me.get(reverse("coordination:settings"))) == [
        ("Tekniikka: added", "Outi Seppälä"),
        ("Metsola: added", "Outi Seppälä"),
    ]


@pytest.mark.django_db(transaction=True)
def test_another_institutions_changes_are_not_listed(client, me, house):
    stranger = make_user(make_institution())
    make_role(stranger, "programme_admin")
    me.post(reverse("coordination:sites_add"), {"name_fi": "Metsola"})
    client.force_login(stranger)
    assert changes(client.get(reverse("coordination:settings"))) == []


def test_the_page_asks_a_fixed_number_of_queries(me, house, django_assert_max_num_queries):
    for number in range(12):
        me.post(reverse("coordination:sites_add"), {"name_fi": f"Kampus {number}"})
    with django_assert_max_num_queries(12):
        me.get(reverse("coordination:settings"))
    assert Institution.objects.count() == 1
    assert Topic.objects.count() == 0
