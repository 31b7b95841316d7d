"""The people whom one looks after: who is seen, found, changed, named, and what leaving does."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from coaches.models import Coach, Team
from coordination.services import ask_for_help
from coordination.services.leaving import Changed, deactivate_person, end_coaching, sessions_ahead
from coordination.services.people import add_colleague, welcome_people
from notifications.models import Message
from notifications.registry import load_many
from organisation.models import Role, User
from sessions.models import Session, State
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_sector,
    make_session,
    make_site,
    make_topic,
    make_user,
    open_all_week,
)

pytestmark = pytest.mark.django_db
LIST = "coordination:people"


@pytest.fixture
def house():
    return make_institution()


@pytest.fixture
def site(house):
    return make_site(house, name_fi="Metsola")


@pytest.fixture
def far_site(house):
    return make_site(house, name_fi="Asema")


@pytest.fixture
def admin(house):
    admin = make_user(house, first_name="Outi", last_name="Aalto")
    make_role(admin, Role.Kind.PROGRAMME_ADMIN)
    return admin


@pytest.fixture
def coordinator(house, site):
    """One of a single site."""
    person = make_user(house, first_name="Oskar", last_name="Berg", home_site=site)
    make_role(person, Role.Kind.COORDINATOR, site=site)
    return person


def names(client, user, **asked):
    client.force_login(user)
    return [f"{person.last_name} {person.first_name}" for person in client.get(reverse(LIST), asked).context["page"]]


def test_a_site_coordinator_sees_the_people_of_the_site_only(client, house, site, far_site, coordinator):
    make_user(house, first_name="Aino", last_name="Niemi", home_site=site)
    make_user(house, first_name="Eero", last_name="Niemi", home_site=far_site)
    make_user(house, first_name="Ida", last_name="Niemi")
    make_user(make_institution(), first_name="Muu", last_name="Niemi")
    assert names(client, coordinator, q="niemi") == ["Niemi Aino"]
    assert names(client, coordinator, site=far_site.pk) == ["Berg Oskar", "Niemi Aino"]


def test_filters_offer_only_the_places_in_reach(client, site, far_site, coordinator, admin):
    client.force_login(coordinator)
    assert list(client.get(reverse(LIST)).context["filter"].fields["site"].rows.values()) == [site]
    client.force_login(admin)
    assert list(client.get(reverse(LIST)).context["filter"].fields["site"].rows.values()) == [far_site, site]


def test_the_alphabet_ends_with_letters_of_its_own(client, house, admin):
    for last_name in ("Öhman", "Åberg", "Zilliacus", "Ärt", "alanko", "Éder", "Eerola"):
        make_user(house, first_name="X", last_name=last_name)
    shown = [name.split()[0] for name in names(client, admin)]
    assert shown == ["Aalto", "alanko", "Éder", "Eerola", "Zilliacus", "Åberg", "Ärt", "Öhman"]


@pytest.mark.parametrize("words", ["makela", "MÄKELÄ", "hanna mäk", "mäkelä hanna", "HANNA.M@", "ma anna"])
def test_words_are_found_whatever_their_letters(client, house, admin, words):
    make_user(house, first_name="Hanna", last_name="Mäkelä", email="hanna.m@x.example")
    make_user(house, first_name="Hannu", last_name="Moilanen")
    assert names(client, admin, q=words) == ["Mäkelä Hanna"]


def test_role_and_state_narrow_the_list(client, house, admin):
    coach = make_coach(house, user=make_user(house, first_name="C", last_name="Coach"))
    make_user(house, first_name="G", last_name="Gone", is_active=False)
    make_user(house, first_name="L", last_name="Leaving", left_on=timezone.localdate() + timedelta(days=9))
    User.objects.filter(pk=coach.user_id).update(last_login=timezone.now())
    assert names(client, admin, role="coach") == ["Coach C"]
    assert names(client, admin, role="programme_admin") == ["Aalto Outi"]
    assert names(client, admin, state="left") == ["Gone G"]
    assert names(client, admin, state="leaving") == ["Leaving L"]
    assert names(client, admin, state="new", q="c c") == []
    assert names(client, admin, role="lead") == []
    Team.objects.create(institution=house, name_fi="Tiimi").leads.add(coach)
    assert names(client, admin, role="lead") == ["Coach C"]


def test_pages_take_a_fixed_number_of_queries(client, house, site, admin, django_assert_max_num_queries):
    for n in range(60):
        person = make_user(house, home_site=site, home_sector=make_sector(house) if n % 9 == 0 else None)
        if n % 7 == 0:
            make_coach(house, user=person)
            make_role(person, Role.Kind.MANAGER)
    client.force_login(admin)
    with django_assert_max_num_queries(12):
        assert len(client.get(reverse(LIST)).context["page"].object_list) == 50


def test_the_list_is_saved_as_it_is_narrowed_down(client, house, site, far_site, coordinator):
    make_user(house, first_name="=1+1", last_name="Niemi", home_site=site, email="a.niemi@x.example")
    make_user(house, first_name="Eero", last_name="Niemi", home_site=far_site)
    client.force_login(coordinator)
    answer = client.get(reverse("coordination:people_export"), {"as": "xlsx", "q": "niemi"})
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows())
    assert [cell.value for cell in rows[1]][:5] == ["a.niemi@x.example", "=1+1", "Niemi", "fi", "Metsola"]
    assert {cell.data_type for cell in rows[1][:3]} == {"s"}
    assert len(rows) == 2
    text = b"".join(client.get(reverse("coordination:people_export"), {"as": "csv", "q": "niemi"}).streaming_content)
    assert text.decode("utf-8-sig").splitlines()[1].startswith("a.niemi@x.example;'=1+1;Niemi;fi;Metsola;")


def form_of(person, **changes):
    kept = {name: getattr(person, name) or "" for name in ("first_name", "last_name", "language")}
    return {
        **kept,
        "home_site": person.home_site_id or "",
        "home_sector": "",
        "started_on": "",
        "left_on": "",
        **changes,
    }


def test_details_change_only_within_reach(client, house, site, far_site, coordinator):
    person = make_user(house, home_site=site)
    client.force_login(coordinator)
    address = reverse("coordination:person_edit", args=[person.pk])
    assert client.post(address, form_of(person, first_name="Uusi", started_on="1.8.2020")).status_code == 302
    for elsewhere in (far_site.pk, "", make_site(make_institution()).pk):
        answer = client.post(address, form_of(person, home_site=elsewhere))
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["home_site"])
    person.refresh_from_db()
    assert (person.first_name, person.started_on.isoformat(), person.home_site) == ("Uusi", "2020-08-01", site)


def test_a_new_person_is_told_once_each_time_and_not_after_signing_in(house):
    person = add_colleague(
        institution=house, email="UUSI@x.example", first_name="U", last_name="U", language="sv", welcome=True
    )
    first = Message.objects.get()
    assert (first.recipient, first.kind, person.email) == (person, "person_welcomed", "uusi@x.example")
    welcome_people([person])
    keys = [(message.thing_id, message.revision) for message in Message.objects.order_by("pk")]
    assert [bool(load_many("person_welcomed", [key])) for key in keys] == [False, True]
    person.last_login = timezone.now()
    person.save()
    welcome_people([person])
    assert Message.objects.count() == 2
    assert load_many("person_welcomed", keys[1:]) == {}


@pytest.fixture
def coaching(house, site):
    """A coach with a session ahead, another who is free then, and the teacher."""
    topic = make_topic(house)
    coach, other = make_coach(house, topic), make_coach(house, topic)
    for each in (coach, other):
        User.objects.filter(pk=each.user_id).update(home_site=site)
        open_all_week(each)
    teacher = make_user(house, home_site=site)
    return coach, other, teacher


def noon(house, days):
    day = timezone.localtime(timezone=house.tz) + timedelta(days=days)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


def close(person, by, ahead, **more):
    decided = {"hand_over": True, "reason": "Muutos", **more}
    return deactivate_person(person=person, by=by, seen=[session.pk for session in ahead], **decided)


def test_who_leaves_is_free_of_what_is_ahead(house, coaching, admin):
    coach, other, teacher = coaching
    kept = make_session(coach, teacher, noon(house, 7))
    lost = make_session(coach, teacher, noon(house, 14).replace(hour=20))
    past = make_session(coach, teacher, timezone.now() - timedelta(days=3), state=State.HELD)
    ask_for_help(person=coach.user, topic=coach.topics.first())
    done = close(coach.user, admin, [kept, lost])
    states = {s.pk: (s.state, s.coach_id) for s in Session.objects.all()}
    assert states == {
        kept.pk: (State.BOOKED, other.pk),
        lost.pk: (State.CANCELLED, coach.pk),
        past.pk: (State.HELD, coach.pk),
    }
    assert (done.handed_over, done.called_off) == (1, 1)
    coach.user.refresh_from_db()
    assert (coach.user.is_active, coach.user.left_on) == (False, timezone.localdate())
    assert coach.user.help_requests.get().state == "withdrawn"
    again = close(coach.user, admin, [])
    assert (again.handed_over, again.called_off) == (0, 0)


def test_another_session_meanwhile_stops_the_leaving(house, coaching, admin):
    coach, _other, teacher = coaching
    seen = make_session(coach, teacher, noon(house, 7))
    make_session(coach, teacher, noon(house, 8))
    with pytest.raises(Changed):
        close(coach.user, admin, [seen])
    coach.user.refresh_from_db()
    assert coach.user.is_active
    assert set(Session.objects.values_list("state", flat=True)) == {State.BOOKED}


def test_leaving_asks_on_the_page_and_tells_when_it_changed(client, house, coaching, coordinator):
    coach, _other, teacher = coaching
    session = make_session(coach, teacher, noon(house, 7))
    client.force_login(coordinator)
    address = reverse("coordination:person_close", args=[coach.user_id])
    shown = client.get(address)
    assert shown.context["ahead"] == [session]
    other = make_session(coach, teacher, noon(house, 8))
    posted = {"seen": str(session.pk), "ahead": "call_off", "reason": "x"}
    answer = client.post(address, posted)
    assert (answer.status_code, answer.context["ahead"]) == (409, [session, other])
    assert client.post(address, posted | {"seen": f"{session.pk},{other.pk}"}).status_code == 302
    assert not User.objects.get(pk=coach.user_id).is_active
    assert client.post(reverse("coordination:person_open", args=[coach.user_id])).status_code == 302
    back = User.objects.get(pk=coach.user_id)
    assert (back.is_active, back.left_on) == (True, None)


def test_roles_protect_from_those_who_cannot_give_them(client, house, site, coordinator, admin):
    manager = make_user(house, home_site=site)
    make_role(manager, Role.Kind.MANAGER)
    for user, person, status in (
        (coordinator, manager, 403),
        (coordinator, coordinator, 403),
        (admin, manager, 302),
        (admin, admin, 403),
    ):
        client.force_login(user)
        assert client.post(reverse("coordination:person_close", args=[person.pk]), {"seen": ""}).status_code == status


def test_a_session_outside_ones_area_shows_its_time_only(client, house, site, far_site, coaching, coordinator):
    coach, _other, _teacher = coaching
    far = make_user(house, first_name="Kaukainen", last_name="Opettaja", home_site=far_site)
    make_session(coach, far, noon(house, 7))
    client.force_login(coordinator)
    page = client.get(reverse("coordination:person_close", args=[coach.user_id])).content.decode()
    assert "Kaukainen" not in page
    assert coach.topics.first().name_fi not in page


def test_naming_a_coach_keeps_what_is_out_of_reach(client, house, site, far_site, coordinator):
    person = make_user(house, home_site=site)
    coach = make_coach(house, user=person)
    coach.sites.add(far_site)
    topic, retired = make_topic(house), make_topic(house, is_retired=True)
    client.force_login(coordinator)
    address = reverse("coordination:person_coach", args=[person.pk])
    for wrong in ({"sites": [far_site.pk]}, {"topics": [retired.pk]}):
        assert client.post(address, {"languages": ["fi"], **wrong}).status_code == 400
    good = {"topics": [topic.pk], "sites": [site.pk], "languages": ["fi", "sv"]}
    assert client.post(address, good).status_code == 302
    coach.refresh_from_db()
    assert (set(coach.sites.all()), list(coach.topics.all()), coach.languages) == (
        {site, far_site},
        [topic],
        ["fi", "sv"],
    )


def test_ending_the_coaching_keeps_the_history(house, coaching, admin):
    coach, _other, teacher = coaching
    ahead, past = make_session(coach, teacher, noon(house, 7)), make_session(coach, teacher, noon(house, -7))
    helped = make_session(_other, coach.user, noon(house, 9))
    team = Team.objects.create(institution=house, name_fi="Tiimi")
    team.members.add(coach)
    team.leads.add(coach)
    decided = {"coach": coach, "by": admin, "hand_over": False, "reason": "Muutos"}
    end_coaching(**decided, keep=True, seen=[])
    assert Session.objects.get(pk=ahead.pk).state == State.BOOKED
    Coach.objects.filter(pk=coach.pk).update(is_active=True)
    done = end_coaching(**decided, keep=False, seen=[ahead.pk])
    assert (done.called_off, Session.objects.get(pk=past.pk).state) == (1, State.BOOKED)
    assert sessions_ahead([coach.user]) == [helped]
    assert (Coach.objects.get(pk=coach.pk).is_active, team.members.count(), team.leads.count()) == (False, 0, 0)


def test_a_team_keeps_members_whom_one_cannot_choose(client, house, site, far_site, coordinator):
    near, far = (make_coach(house, user=make_user(house, home_site=place)) for place in (site, far_site))
    team = Team.objects.create(institution=house, name_fi="Tiimi")
    team.members.add(near, far)
    client.force_login(coordinator)
    address = reverse("coordination:team", args=[team.pk])
    assert client.post(address, {"name_fi": "Tiimi", "members": [far.pk]}).status_code == 400
    assert client.post(address, {"name_fi": "Uusi tiimi", "leads": [near.pk]}).status_code == 302
    team.refresh_from_db()
    assert (team.name_fi, set(team.members.all()), set(team.leads.all())) == ("Uusi tiimi", {near, far}, {near})
    row = client.get(reverse("coordination:teams")).context["teams"][0]
    assert (row.leads, row.members, row.others) == ([str(near)], [], 1)


def test_a_team_of_others_only_is_not_there(client, house, far_site, coordinator):
    far = make_coach(house, user=make_user(house, home_site=far_site))
    team = Team.objects.create(institution=house, name_fi="Muiden tiimi")
    team.members.add(far)
    client.force_login(coordinator)
    assert client.get(reverse("coordination:teams")).context["teams"] == []
    assert client.get(reverse("coordination:team", args=[team.pk])).status_code == 404
