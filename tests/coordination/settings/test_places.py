"""Sites and sectors: names, days of use, what may be deleted, and two admins at once."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.services.settings import remove_setting, with_use
from organisation.exceptions import SettingRefused
from organisation.models import Sector, Site
from tests.coordination.settings.forms import stamp
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_sector,
    make_session,
    make_site,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
SITE = {"name_fi": "Metsola", "name_sv": "Metsola", "name_en": "Metsola", "address": "Metsolantie 30", "oid": ""}


def shown(answer) -> list[str]:
    """The names in the page's lists, in their order."""
    return re.findall(r'<div class="kp-what">\s*<b>(.*?)</b>', answer.content.decode())


def test_a_site_is_added_with_all_that_belongs_to_it(me, house):
    sent = SITE | {"oid": "1.2.246.562.10.42", "valid_from": "2026-08-01", "valid_until": "31.7.2030"}
    answer = me.post(reverse("coordination:sites_add"), sent)
    assert (answer.status_code, answer.url) == (302, reverse("coordination:sites"))
    site = Site.objects.get()
    assert (site.institution, site.name_sv, site.address, site.oid) == (
        *(house, "Metsola", "Metsolantie 30"),
        "1.2.246.562.10.42",
    )
    assert (site.valid_from, site.valid_until) == (date(2026, 8, 1), date(2030, 7, 31))


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"name_fi": ""}, "name_fi"),
        ({"name_fi": "keskusta"}, "name_fi"),
        ({"oid": "1.2.3"}, "oid"),
        ({"valid_from": "2027-01-01", "valid_until": "2026-01-01"}, "valid_until"),
        ({"valid_from": "x"}, "valid_from"),
    ],
)
def test_a_site_that_cannot_be_comes_back_with_what_was_typed(me, house, bad, field):
    make_site(house, name_fi="Keskusta")
    answer = me.post(reverse("coordination:sites_add"), SITE | {"address": "Torikatu 12"} | bad)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert "Torikatu 12" in answer.content.decode()
    assert Site.objects.count() == 1


def test_another_institution_may_have_one_of_the_same_name(me):
    make_site(make_institution(), name_fi="Metsola")
    assert me.post(reverse("coordination:sites_add"), SITE).status_code == 302


def test_places_are_sorted_for_people(me, house):
    for name in ("Öljymäki", "Zeniitti", "asema", "Älykeskus", "Åland", "Metsola"):
        make_site(house, name_fi=name)
    make_site(make_institution(), name_fi="Muualla")
    expected = ["asema", "Metsola", "Zeniitti", "Åland", "Älykeskus", "Öljymäki"]
    assert shown(me.get(reverse("coordination:sites"))) == expected


def test_who_saves_later_does_not_overwrite_what_was_not_seen(me, house):
    sector = make_sector(house, name_fi="Tekniikka", code="T1")
    address = reverse("coordination:sectors_edit", args=[sector.pk])
    seen = stamp(me.get(address))
    Sector.objects.filter(pk=sector.pk).update(code="T2")

    mine = {"name_fi": "Tekniikan ala", "name_sv": "", "name_en": "", "code": "T3", "stamp": seen}
    late = me.post(address, mine)

    assert late.status_code == 409
    page = late.content.decode()
    assert "Somebody else has saved this page meanwhile." in page
    assert "differs from yours in: Name in Finnish and Code." in page
    assert 'value="Tekniikan ala"' in page
    assert Sector.objects.values_list("name_fi", "code").get() == ("Tekniikka", "T2")

    again = me.post(address, mine | {"stamp": stamp(late)})
    assert again.status_code == 302
    assert Sector.objects.values_list("name_fi", "code").get() == ("Tekniikan ala", "T3")


def test_without_a_stamp_nothing_is_overwritten(me, house):
    site = make_site(house, name_fi="Asema")
    address = reverse("coordination:sites_edit", args=[site.pk])
    assert me.post(address, SITE).status_code == 409
    assert Site.objects.get().name_fi == "Asema"


def used_by_a_coach(site):
    make_coach(site.institution).sites.add(site)


def used_by_a_role(site):
    make_role(make_user(site.institution), "coordinator", site=site)


def used_by_a_session(site):
    coach = make_coach(site.institution, make_topic(site.institution))
    make_session(coach, make_user(site.institution), timezone.now(), meeting_site=site)


@pytest.mark.parametrize("use", [used_by_a_coach, used_by_a_role, used_by_a_session])
def test_only_what_nothing_refers_to_is_deleted(me, house, use):
    used, free = make_site(house), make_site(house)
    use(used)
    flags = dict(with_use(Site.objects.all()).values_list("pk", "is_used"))
    assert flags == {used.pk: True, free.pk: False}
    with pytest.raises(SettingRefused):
        remove_setting(thing=used)

    for site in (used, free):
        me.post(reverse("coordination:sites_delete", args=[site.pk]))
    assert list(Site.objects.all()) == [used]
    remove_setting(thing=free)  # a second press


def test_a_site_that_is_over_is_no_longer_offered_and_stays_on_what_was_booked(me, house):
    site = make_site(house, name_fi="Vanha kampus")
    coach = make_coach(house, make_topic(house))
    session = make_session(coach, make_user(house), timezone.now() + timedelta(days=3), meeting_site=site)
    address = reverse("coordination:sites_edit", args=[site.pk])
    over = {"name_fi": "Vanha kampus", "valid_until": (timezone.localdate() - timedelta(days=1)).isoformat()}
    assert me.post(address, over | {"stamp": stamp(me.get(address))}).status_code == 302

    assert list(Site.objects.filter(institution=house).valid_on(timezone.localdate())) == []
    session.refresh_from_db()
    assert session.meeting_site == site
    page = me.get(reverse("coordination:sites"))
    assert page.context["over"] == [site]


def test_the_list_asks_no_more_for_more(me, house, django_assert_max_num_queries):
    for _ in range(30):
        make_sector(house)
    with django_assert_max_num_queries(12):
        assert me.get(reverse("coordination:sectors")).status_code == 200
