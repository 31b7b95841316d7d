import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaching.visibility import readers_of
from organisation.models import User
from sessions.models import Session
from tests.coaching.scene import SECRET, House, workday
from tests.factories import make_coach, make_institution, make_sector, make_site, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House("koti.example")


def details(person, **changes) -> dict:
    own = {"first_name": person.first_name, "last_name": person.last_name, "language": person.language}
    return own | {"home_site": person.home_site_id or "", "home_sector": person.home_sector_id or ""} | changes


def save(client, person, **changes):
    client.force_login(person)
    return client.post(reverse("me"), details(person, **changes))


def test_own_details_are_saved(client, house):
    person = house.people["teacher"]
    answer = save(client, person, first_name="Sanna", language="sv", home_site=house.far_site.pk, home_sector="")
    assert (answer.status_code, answer.url) == (302, reverse("me"))
    person.refresh_from_db()
    assert (person.first_name, person.language, person.home_site, person.home_sector) == (
        *("Sanna", "sv"),
        *(house.far_site, None),
    )


def test_nothing_but_these_fields_can_be_set(client, house):
    person = house.people["teacher"]
    save(client, person, email="x@y.z", is_operator="on", institution="", is_active="", started_on="2020-01-01")
    person.refresh_from_db()
    assert (person.email, person.is_operator, person.started_on) == ("teacher@koti.example", False, None)
    assert person.institution == house.institution


@pytest.mark.parametrize("field", ["home_site", "home_sector"])
def test_a_place_of_another_institution_is_refused_and_nothing_typed_is_lost(client, house, field):
    other = make_institution()
    place = make_site(other) if field == "home_site" else make_sector(other)
    answer = save(client, house.people["teacher"], **{field: place.pk, "last_name": "Uusinimi"})
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert 'value="Uusinimi"' in answer.content.decode()


def test_a_closed_site_is_offered_only_to_whom_it_is_home(client, house):
    house.far_site.valid_until = "2020-01-01"
    house.far_site.save()
    assert save(client, house.people["teacher"], home_site=house.far_site.pk).status_code == 400
    assert save(client, house.people["other_teacher"]).status_code == 302


def test_a_language_that_the_institution_does_not_use_is_refused(client):
    person = make_user(make_institution(languages=["fi"]))
    assert save(client, person, language="en").status_code == 400


def test_an_operator_has_no_home(client):
    operator = make_user(None, is_operator=True)
    client.force_login(operator)
    assert "home_site" not in client.get(reverse("me")).context["form"].fields
    assert client.post(reverse("me"), details(operator, first_name="Olli")).status_code == 302


def test_the_page_leads_to_signing_out_and_to_the_password(client, house):
    client.force_login(house.people["teacher"])
    text = client.get(reverse("me")).content.decode()
    assert f'action="{reverse("account_logout")}"' in text
    assert reverse("account_set_password") in text


def named(person: User) -> set[str]:
    """The first names (which are what they are) of those whom the page names."""
    return {reader.first_name for group in readers_of(person) for reader in group.people}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("teacher", {"coordinator", "site_coordinator", "programme_admin"}),
        ("other_teacher", {"coordinator", "far_coordinator", "programme_admin"}),
        ("coach", {"coordinator", "site_coordinator", "programme_admin", "lead_coach"}),
        ("coordinator", {"site_coordinator", "programme_admin"}),
    ],
)
def test_the_page_names_who_sees_something_of_me(house, name, expected):
    assert named(house.people[name]) == expected


def test_it_names_exactly_those_who_can_open_my_sessions(house):
    """Beside those who took part, and the coach's lead, who sees no names."""
    session = house.book(workday(3))
    can_open = {
        person.first_name
        for person in house.people.values()
        if person.is_active and Session.objects.visible_to(person).filter(pk=session.pk).exists()
    }
    assert can_open - {"teacher", "coach", "lead_coach"} == named(house.people["teacher"])
    assert can_open - {"teacher", "coach"} == named(house.people["coach"])


def test_what_was_written_is_on_the_page_of_those_who_take_part_only(client, house):
    session = house.book(workday(3))
    address = reverse("sessions:detail", args=[session.pk])
    reads = set()
    for name, person in house.people.items():
        if person.is_active:
            client.force_login(person)
            reads |= {name} if SECRET in client.get(address).content.decode() else set()
    assert reads == {"teacher", "coach"}


def test_a_lead_coach_sees_a_teams_session_without_the_name_of_who_was_helped(client, house):
    session = house.book(workday(3))
    client.force_login(house.people["lead_coach"])
    text = client.get(reverse("sessions:detail", args=[session.pk])).content.decode()
    assert house.people["teacher"].get_full_name() not in text
    assert house.people["teacher"].email not in text


def test_someone_without_roles_around_them_is_told_of_groups_only():
    person = make_user(make_institution())
    make_coach(person.institution)
    assert named(person) == set()
    assert readers_of(person)


@pytest.mark.parametrize("name", ["teacher", "coach", "lead_coach", "coordinator"])
def test_the_page_asks_the_database_at_most_twelve_times(client, house, name):
    client.force_login(house.people[name])
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("me")).status_code == 200
    assert len(asked) <= 12, "\n".join(query["sql"][:200] for query in asked)
