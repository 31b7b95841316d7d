"""Who reads which request on which page, and what a press does there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from coordination.models import HelpRequest
from coordination.selectors.waiting import waiting_requests
from coordination.services import answer_request, withdraw_request
from organisation.models import Institution
from sessions.free_times import time_token
from sessions.models import Session, State
from tests.coordination.asking import SECRET
from tests.factories import make_coach, make_institution, make_role, make_session, make_topic, make_user, open_all_week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = "coordination:requests"


@pytest.fixture
def page(client):
    """`page(person, address, …)`: the words of the page, as `person` sees it."""

    def get(person, name=LIST, *args, status=200, **query) -> str:
        client.force_login(person)
        answer = client.get(reverse(name, args=args), query)
        assert answer.status_code == status
        return answer.content.decode()

    return get


@pytest.fixture
def send(client):
    def post(person, name, *args, **data):
        client.force_login(person)
        return client.post(reverse(name, args=args), data)

    return post


def token(coach, starts_at) -> str:
    return time_token(coach.pk, starts_at)


def answered(asking, request):
    return answer_request(
        request=request, coach=asking.coach, starts_at=asking.tomorrow(), by=asking.coordinator, propose=True
    )


def readers(asking) -> dict:
    """Everyone who might read a request of the teacher, by what they are."""
    far = asking.person(home_site=asking.far_site)
    near, sector = asking.person(), asking.person()
    make_role(far, "coordinator", site=asking.far_site)
    make_role(near, "coordinator", site=asking.site)
    make_role(sector, "coordinator", site=asking.far_site, sector=asking.sector)
    manager, admin = asking.person(), asking.person()
    make_role(manager, "manager")
    make_role(admin, "programme_admin")
    elsewhere = make_institution()
    strange_coach = make_coach(elsewhere, make_topic(elsewhere))
    strange_coordinator = make_user(elsewhere)
    make_role(strange_coordinator, "coordinator")
    return {
        "asker": asking.teacher,
        "coordinator": asking.coordinator,
        "near": near,
        "far": far,
        "sector at another site": sector,
        "manager": manager,
        "admin": admin,
        "colleague": asking.person(),
        "coach of the topic": asking.coach.user,
        "coach of another": asking.coach_of(asking.other_topic).user,
        "closed coach": asking.coach_of(asking.topic, is_active=False).user,
        "strange coach": strange_coach.user,
        "strange coordinator": strange_coordinator,
    }


def who_reads(asking, people) -> set[str]:
    return {name for name, person in people.items() if HelpRequest.objects.visible_to(person).exists()}


def test_an_open_request_is_read_by_its_asker_the_scope_and_the_coaches_whom_it_fits(asking):
    people = readers(asking)
    asking.ask()
    assert who_reads(asking, people) == {"asker", "coordinator", "near", "coach of the topic"}


def test_where_coaches_do_not_pick_they_read_nothing(asking):
    people = readers(asking)
    asking.ask()
    Institution.objects.update(coaches_pick_requests=False)
    for person in people.values():
        person.institution.refresh_from_db()
    assert who_reads(asking, people) == {"asker", "coordinator", "near"}


def test_once_it_is_assigned_coaches_read_it_no_more(asking):
    people = readers(asking)
    answered(asking, asking.ask())
    assert who_reads(asking, people) == {"asker", "coordinator", "near"}


def test_the_open_topic_fits_every_coach_but_the_asker(asking):
    topic = make_topic(asking.institution, is_open=True)
    other = asking.coach_of(asking.other_topic)
    asking.ask(topic=topic, person=asking.coach.user)
    assert HelpRequest.objects.pickable_by(other.user).count() == 1
    assert HelpRequest.objects.pickable_by(asking.coach.user).count() == 0


ALL_VIEWS = {
    "scope": {"asker", "coordinator", "near", "coach of the topic"},  # who has no scope sees what opens first
    "fitting": {"asker", "coordinator", "near", "coach of the topic"},
    "mine": {"asker"},
}


@pytest.mark.parametrize("view", ALL_VIEWS)
def test_what_it_is_about_stands_only_where_it_may_be_read(asking, page, view):
    people = readers(asking)
    asking.ask()
    assert {name for name, person in people.items() if SECRET in page(person, view=view)} == ALL_VIEWS[view]


def test_a_coordinator_no_longer_reads_what_an_answered_request_is_about(asking, page):
    request = asking.ask(group="Tekniikan tiimi", people=3)
    assert SECRET in page(asking.coordinator, "coordination:assign", request.pk)
    assert "Tekniikan tiimi" in page(asking.coordinator)
    answered(asking, request)
    for text in (page(asking.coordinator, "coordination:assign", request.pk), page(asking.coordinator, state="")):
        assert SECRET not in text
        assert "Tekniikan tiimi" not in text
        assert asking.topic.name in text
    assert SECRET in page(asking.teacher)


def test_the_filters_offer_and_find_only_what_is_in_scope(asking, page):
    near = asking.person()
    make_role(near, "coordinator", site=asking.site)
    mine = asking.ask()
    far = asking.ask(person=asking.person(home_site=asking.far_site, first_name="Kaukana"))
    text = page(near)
    assert asking.far_site.name not in text
    assert "Kaukana" not in text
    page(near, site=asking.far_site.pk, status=400)
    assert "Kaukana" in page(asking.coordinator, site=asking.far_site.pk)
    assert f"request-{mine.pk}" not in page(asking.coordinator, site=asking.far_site.pk)
    assert f"request-{far.pk}" not in page(asking.coordinator, topic=asking.other_topic.pk)


def test_without_a_filter_what_waits_is_shown_and_with_an_empty_one_all(asking, page):
    open_one, gone = asking.ask(), asking.ask(about="Muu asia")
    withdraw_request(request=gone)
    assert [f"request-{r.pk}" in page(asking.coordinator) for r in (open_one, gone)] == [True, False]
    assert [f"request-{r.pk}" in page(asking.coordinator, state="") for r in (open_one, gone)] == [True, True]
    assert [f"request-{r.pk}" in page(asking.coordinator, state="withdrawn") for r in (open_one, gone)] == [False, True]


def test_one_press_books_the_best_and_goes_back(asking, send):
    request = asking.ask()
    (row,) = waiting_requests(asking.coordinator, 10)
    answer = send(
        asking.coordinator, "coordination:answer_request", request.pk, time=row.best.first.token, next="/requests/?x=1"
    )
    assert (answer.status_code, answer.url) == (302, "/requests/?x=1")
    assert Session.objects.get().state == State.BOOKED


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_it_goes_back_to_pages_of_ours_only(asking, send, next_page):
    request = asking.ask()
    pressed = {"time": token(asking.coach, asking.tomorrow()), "next": next_page}
    answer = send(asking.coordinator, "coordination:answer_request", request.pk, **pressed)
    assert answer.url == reverse(LIST)


def test_proposing_from_the_page(asking, send):
    request = asking.ask()
    pressed = {"time": token(asking.coach, asking.tomorrow()), "how": "propose"}
    send(asking.coordinator, "coordination:answer_request", request.pk, **pressed)
    assert Session.objects.get().state == State.PROPOSED


def test_a_time_that_is_gone_shows_the_others(asking, send):
    request, other = asking.ask(), asking.coach_of(asking.topic)
    make_session(asking.coach, asking.person(), asking.tomorrow())
    answer = send(
        asking.coordinator, "coordination:answer_request", request.pk, time=token(asking.coach, asking.tomorrow())
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert token(other, asking.tomorrow(6)) in text
    assert Session.objects.count() == 1


def test_the_loser_gets_a_sentence_and_no_names(asking, send):
    request, second = asking.ask(), asking.coach_of(asking.topic)
    answered(asking, request)
    for person, name in ((second.user, "take_request"), (asking.coordinator, "answer_request")):
        answer = send(person, f"coordination:{name}", request.pk, time=token(second, asking.tomorrow(9)))
        text = answer.content.decode().partition("<main")[2]
        assert answer.status_code == 409
        for secret in (SECRET, asking.teacher.get_full_name(), asking.coach.user.get_full_name()):
            assert secret not in text
    assert Session.objects.count() == 1


def test_a_coach_takes_a_request_with_an_own_time(asking, page, send):
    request, other = asking.ask(weekdays=[4]), asking.coach_of(asking.topic)
    text = page(asking.coach.user, "coordination:take_request", request.pk)
    assert SECRET in text
    assert token(asking.coach, asking.tomorrow(6)) in text
    assert token(other, asking.tomorrow(6)) not in text
    pressed = {"time": token(other, asking.tomorrow())}
    assert send(asking.coach.user, "coordination:take_request", request.pk, **pressed).status_code == 403
    pressed = {"time": token(asking.coach, asking.tomorrow())}
    assert send(asking.coach.user, "coordination:take_request", request.pk, **pressed).status_code == 302
    found = asking.again(request)
    assert (found.state, found.taken_by, found.session.coach) == ("answered", asking.coach.user, asking.coach)
    assert send(asking.coach.user, "coordination:take_request", request.pk, **pressed).status_code == 302


def test_the_coachs_desk_shows_what_fits(asking, page):
    asking.ask()
    other = asking.coach_of(asking.other_topic)
    assert SECRET in page(asking.coach.user, "sessions:coach_desk")
    assert SECRET not in page(other.user, "sessions:coach_desk")


def test_editing_keeps_what_was_typed_and_writes_it(asking, page, send):
    request = asking.ask(weekdays=[2], channel="online")
    assert SECRET in page(asking.teacher, "coordination:edit_request", request.pk)
    typed = {"topic": asking.topic.pk, "about": "Tarkemmin", "soon": "by_date", "wanted_by": "2026-11-20"}
    refused = send(asking.teacher, "coordination:edit_request", request.pk, **typed)
    assert (refused.status_code, "Tarkemmin" in refused.content.decode()) == (400, True)
    assert send(asking.teacher, "coordination:edit_request", request.pk, **typed | {"soon": "this_week"}).url
    found = asking.again(request)
    assert (found.about, str(found.wanted_by), found.channel, found.people) == ("Tarkemmin", "2026-11-29", "", 1)


def test_an_answered_request_is_not_edited(asking, send):
    request = asking.ask()
    answered(asking, request)
    typed = {"topic": asking.topic.pk, "about": "Muu", "soon": "no_hurry"}
    assert send(asking.teacher, "coordination:edit_request", request.pk, **typed).status_code == 302
    assert asking.again(request).about == SECRET


def test_what_was_looked_for_goes_along_to_the_request(asking, page):
    text = page(asking.teacher, "sessions:book", topic=asking.topic.pk, site=asking.site.pk, language="sv", part="day")
    address = text.partition(reverse("coordination:ask"))[2].partition('"')[0].replace("&amp;", "&")
    assert set(address.lstrip("?").split("&")) == {
        f"topic={asking.topic.pk}",
        f"site={asking.site.pk}",
        "language=sv",
        "part=day",
    }
    form = page(asking.teacher, "coordination:ask", topic=asking.topic.pk, site=asking.site.pk, part="day")
    for chosen in (f'value="{asking.topic.pk}" selected', f'value="{asking.site.pk}" selected'):
        assert chosen in form


@pytest.mark.parametrize("count", [10, 60])
def test_pages_ask_so_many_queries_however_much_there_is(asking, client, count, django_assert_max_num_queries):
    for _ in range(count - 1):
        asking.coach_of(asking.topic)
    requests = [asking.ask(person=asking.person()) for _ in range(count // 4)]
    asking.ask(topic=asking.other_topic)
    pages = (
        (asking.coordinator, reverse(LIST)),
        (asking.coordinator, reverse("coordination:assign", args=[requests[0].pk])),
        (asking.coach.user, reverse(LIST)),
        (asking.coach.user, reverse("coordination:take_request", args=[requests[0].pk])),
        (asking.coach.user, reverse("sessions:coach_desk")),
        (asking.teacher, reverse(LIST)),
        (asking.teacher, reverse("coordination:ask")),
    )
    for person, address in pages:
        client.force_login(person)
        with django_assert_max_num_queries(18 if "coach/" in address else 14):
            assert client.get(address).status_code == 200


def test_the_rows_of_the_desk_cost_no_more_for_more(asking, django_assert_num_queries):
    for number in range(8):
        asking.ask(person=asking.person(), weekdays=[1 + number % 5])
        open_all_week(make_coach(asking.institution, asking.topic))
    assert asking.coordinator.current_roles  # read once a request, as whether one coaches
    assert not hasattr(asking.coordinator, "coach")
    found = []
    for limit in (1, 8):
        with django_assert_num_queries(5):
            found.append(waiting_requests(asking.coordinator, limit))
    assert [len(rows) for rows in found] == [1, 8]
    assert all(row.best and row.best.why and row.others == 8 for row in found[1])


def test_a_groups_row_offers_no_single_press(asking):
    asking.ask(people=6)
    (row,) = waiting_requests(asking.coordinator, 5)
    assert (row.best, row.others, row.may_assign) == (None, 0, True)


def test_the_promise_passes(asking, clock):
    asking.ask()
    clock.shift(timedelta(days=7))
    (row,) = waiting_requests(asking.coordinator, 5)
    assert row.age.kind == "late"
