import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaching.home import scope_words, some_coaches
from organisation.models import Role
from tests.coaching.scene import House, workday
from tests.factories import make_coach, make_institution, make_role, make_sector, make_site, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House("koti.example")


def page(client, person=None, **headers) -> str:
    if person:
        client.force_login(person)
    answer = client.get(reverse("home"), **headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_my_next_sessions_are_shown_and_nobody_elses(client, house):
    session = house.book(workday(3))
    address = reverse("sessions:detail", args=[session.pk])
    assert address in page(client, house.people["teacher"])
    assert address in page(client, house.people["coach"])
    assert address not in page(client, house.people["other_teacher"])
    assert address not in page(client, house.people["coordinator"])


def test_each_side_sees_whom_they_meet(client, house):
    house.book(workday(3))
    client.force_login(house.people["coach"])
    (meeting,) = client.get(reverse("home")).context["meetings"]
    assert meeting.others == [house.people["teacher"]]


def test_a_session_that_is_called_off_is_not_ahead(client, house):
    house.book(workday(3))
    house.institution.sessions.update(state="cancelled")
    client.force_login(house.people["teacher"])
    assert client.get(reverse("home")).context["meetings"] == []


def test_coaches_of_ones_own_site_come_first_and_not_by_name(house):
    near = make_coach(house.institution, user=make_user(house.institution, first_name="Öykkäri"))
    near.sites.add(house.far_site)
    shown = some_coaches(house.people["other_teacher"])
    assert shown[0] == near
    assert (len(shown), shown[0].all_coaches) == (4, 4)


def test_a_coach_is_not_shown_to_oneself_nor_when_deactivated_or_closed(house):
    house.other_coach.user.is_active = False
    house.other_coach.user.save()
    house.lead_coach.is_active = False
    house.lead_coach.save()
    assert some_coaches(house.people["coach"]) == []
    assert some_coaches(house.people["teacher"]) == [house.coach]


def test_who_leads_and_who_coordinates_stand_with_what_they_do(client, house):
    client.force_login(house.people["teacher"])
    shown = {contact.person: contact.task for contact in client.get(reverse("home")).context["contacts"]}
    leads = ("lead_coach", "coordinator", "site_coordinator", "far_coordinator")
    assert set(shown) == {house.people[name] for name in leads}
    assert house.site.name in shown[house.people["site_coordinator"]]


def test_a_role_that_is_over_or_a_person_who_left_is_not_shown(client, house):
    house.people["coordinator"].roles.update(valid_from="2020-01-01", valid_until="2020-12-31")
    house.people["far_coordinator"].is_active = False
    house.people["far_coordinator"].save()
    client.force_login(house.people["teacher"])
    shown = [contact.person for contact in client.get(reverse("home")).context["contacts"]]
    assert shown == [house.people["lead_coach"], house.people["site_coordinator"]]


def test_a_scope_in_words():
    institution = make_institution()
    site, sector = make_site(institution, name_fi="Metsola"), make_sector(institution, name_fi="Tekniikka")
    person = make_user(institution)
    kind = Role.Kind.COORDINATOR
    assert "Metsola" in scope_words([make_role(person, kind, site=site)])
    both = scope_words([make_role(person, kind, site=site, sector=sector)])
    assert "Metsola" in both
    assert "Tekniikka" in both


def test_an_empty_house_says_what_will_be_there(client):
    text = page(client, make_user(make_institution(languages=["en"]), language="en"))
    assert "No sessions ahead" in text
    assert "No coaches yet" in text
    assert "Nobody has been named yet" in text


def test_the_purpose_and_the_contact_are_shown(client):
    institution = make_institution(purpose_fi="Apua arkeen", contact_name="Hanna", contact_email="hanna@x.example")
    text = page(client, make_user(institution))
    assert "Apua arkeen" in text
    assert "mailto:hanna@x.example" in text


def test_nothing_of_another_institution_is_shown(client, house):
    elsewhere = House("muualla.example")
    elsewhere.book(workday(3))
    text = page(client, house.people["teacher"])
    for person in elsewhere.people.values():
        assert person.email not in text
    assert elsewhere.institution.name not in text


def test_signed_out_the_page_is_neutral(client, house):
    text = page(client)
    assert house.institution.name not in text
    assert reverse("account_login") in text


def test_at_an_institutions_own_host_its_page_is_shown(client, house, settings):
    settings.ALLOWED_HOSTS = ["koti.example", "testserver"]
    assert house.institution.name in page(client, headers={"host": "KOTI.example:8000"})
    assert house.institution.name not in page(client)


def test_an_unknown_host_is_a_bad_request(client):
    assert client.get(reverse("home"), headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("name", ["teacher", "coach", "coordinator"])
def test_the_page_asks_the_database_as_often_however_much_there_is(client, house, name):
    client.force_login(house.people[name])
    house.book(workday(3))
    client.get(reverse("home"))  # the institution's terms are in the cache from here on
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("home"))
    house.book(workday(4))
    house.book(workday(9))
    for _ in range(3):
        make_coach(house.institution).sites.add(house.site)
        make_role(make_user(house.institution), Role.Kind.COORDINATOR, site=house.site)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("home"))
    assert len(few) == len(many)
    assert len(many) <= 12


def test_the_bar_shows_what_each_may_do_and_where_they_are(client, house):
    def bar(name, which="nav"):
        client.force_login(house.people[name])
        return client.get(reverse("sessions:list")).context[which]

    common = ["home", "sessions:book", "sessions:list", "coaches:topics"]
    asking = "coordination:requests"
    assert [place.pages[0] for place in bar("teacher")] == [*common, asking]
    assert [place.pages[0] for place in bar("coach")] == [
        *(*common, "coaches:log", "sessions:coach_desk", "team:index", "quality:index"),
    ]
    assert [place.pages[0] for place in bar("teacher") if place.current] == ["sessions:list"]
    assert [place.pages[0] for place in bar("teacher", "tabs")] == ["home", "sessions:book", "sessions:list", "more"]
    assert [place.pages[0] for place in bar("coach", "tabs")] == [
        *("home", "sessions:coach_desk", "coaches:log", "sessions:list", "more"),
    ]
    assert [place.pages[0].partition(":")[2] or place.pages[0] for place in bar("coordinator", "tabs")] == [
        *("home", "desk", "board", "people", "more"),
    ]


def test_where_the_bar_is_full_ones_own_pages_move_to_the_persons_page(client, house):
    coach = house.people["coach"]
    make_role(coach, Role.Kind.COORDINATOR)
    make_role(coach, Role.Kind.PROGRAMME_ADMIN)
    client.force_login(coach)
    answer, pages = client.get(reverse("me")), ["sessions:list", "coaches:topics", "coordination:requests"]
    pages[2:] = ["team:index", *pages[2:], "insights:dashboard", "quality:index"]
    assert [place.pages[0] for place in answer.context["beyond"]] == pages
    bar, rest = answer.content.decode().split("</header>")
    for name in pages:
        assert f'<li><a href="{reverse(name)}"' not in bar
        assert f'href="{reverse(name)}"' in rest
    more = client.get(reverse("more")).content.decode().split("</header>")[1]
    assert f'href="{reverse("coaches:topics")}"' in more


def test_everything_of_the_bar_is_in_the_tabs_or_on_the_page_more(client, house):
    client.force_login(house.people["coach"])
    answer = client.get(reverse("more"))
    text = answer.content.decode()
    for place in answer.context["nav"]:
        assert f'href="{place.url}"' in text
