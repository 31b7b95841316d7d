from datetime import date, timedelta

import pytest
from django.utils import timezone

from organisation.models import Role, Site, User
from organisation.scope import covers_person, roles_of, within
from tests.factories import make_institution, make_role, make_sector, make_site, make_user

pytestmark = pytest.mark.django_db
COORDINATOR = Role.Kind.COORDINATOR


@pytest.fixture
def house():
    return make_institution()


@pytest.fixture
def places(house):
    """Two sites and two sectors, and a person at each pair of them."""
    sites, sectors = [make_site(house), make_site(house)], [make_sector(house), make_sector(house)]
    people = {
        (i, j): make_user(house, home_site=site, home_sector=sector)
        for i, site in enumerate(sites)
        for j, sector in enumerate(sectors)
    }
    return sites, sectors, people


def reached(coordinator: User, people: dict) -> set:
    """By the query and by the test of one person, which must agree."""
    found = User.objects.filter(
        within(roles_of(coordinator, COORDINATOR), site="home_site", sector="home_sector")
    ).values_list("pk", flat=True)
    by_query = {key for key, person in people.items() if person.pk in found}
    assert by_query == {key for key, person in people.items() if covers_person(coordinator, person, COORDINATOR)}
    return by_query


@pytest.mark.parametrize(
    ("site", "sector", "expected"),
    [
        (None, None, {(0, 0), (0, 1), (1, 0), (1, 1)}),
        (0, None, {(0, 0), (0, 1)}),
        (None, 1, {(0, 1), (1, 1)}),
        (1, 0, {(1, 0)}),
    ],
)
def test_a_scope_is_a_site_a_sector_both_or_neither(house, places, site, sector, expected):
    sites, sectors, people = places
    scope = {"site": None if site is None else sites[site], "sector": None if sector is None else sectors[sector]}
    coordinator = make_user(house)
    make_role(coordinator, COORDINATOR, **scope)
    assert reached(coordinator, people) == expected


def test_two_roles_reach_what_either_reaches(house, places):
    sites, sectors, people = places
    coordinator = make_user(house)
    make_role(coordinator, COORDINATOR, site=sites[0], sector=sectors[0])
    make_role(coordinator, COORDINATOR, sector=sectors[1])
    assert reached(coordinator, people) == {(0, 0), (0, 1), (1, 1)}


def test_nobody_without_a_role_reaches_anyone(house, places):
    assert reached(make_user(house), places[2]) == set()


def test_another_kind_of_role_reaches_nothing(house, places):
    manager = make_user(house)
    make_role(manager, Role.Kind.MANAGER)
    assert reached(manager, places[2]) == set()


def test_a_scope_ends_at_the_institution(places):
    stranger = make_user(make_institution())
    make_role(stranger, COORDINATOR)
    assert reached(stranger, places[2]) == set()


def test_who_has_no_home_is_reached_by_the_whole_institution_only(house, places):
    homeless = make_user(house)
    whole, site = make_user(house), make_user(house)
    make_role(whole, COORDINATOR)
    make_role(site, COORDINATOR, site=places[0][0])
    assert covers_person(whole, homeless, COORDINATOR)
    assert not covers_person(site, homeless, COORDINATOR)


@pytest.mark.parametrize(
    ("starts", "ends", "held"),
    [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False), (-9, 9, True)],
)
def test_a_role_is_held_from_its_first_to_its_last_day(house, starts, ends, held):
    today, person = timezone.localdate(), make_user(house)
    last = None if ends is None else today + timedelta(days=ends)
    make_role(person, COORDINATOR, valid_from=today + timedelta(days=starts), valid_until=last)
    assert person.holds(COORDINATOR) is held


def test_a_place_is_in_use_from_its_first_to_its_last_day(house):
    make_site(house, name_fi="Ennen", valid_until=date(2026, 7, 31))
    make_site(house, name_fi="Nyt", valid_from=date(2026, 8, 1))
    assert [site.name_fi for site in Site.objects.valid_on(date(2026, 7, 31))] == ["Ennen"]
    assert [site.name_fi for site in Site.objects.valid_on(date(2026, 8, 1))] == ["Nyt"]


def test_institutions_share_neither_people_nor_places(house):
    other = make_institution()
    here, there = make_user(house), make_user(other)
    site = make_site(house)
    make_site(other)
    assert list(User.objects.visible_to(here)) == [here]
    assert list(User.objects.visible_to(there)) == [there]
    assert list(Site.objects.visible_to(here)) == [site]


def test_an_operator_sees_nobody_of_an_institution(house):
    make_user(house)
    assert list(User.objects.visible_to(make_user(None, is_operator=True))) == []
