"""The way of a booking through the pages: found, confirmed, moved, called off, answered, closed."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaches.models import WorkLog
from kit.times import NBSP
from notifications.models import Message
from organisation.models import Role
from sessions.free_times import time_token
from sessions.models import Awaits, Session, State
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_session,
    make_site,
    make_topic,
    make_user,
    open_all_week,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday, noon in Helsinki
TEN = datetime(2026, 12, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
CODE = "131052-308T"


@pytest.fixture
def scene():
    house = make_institution()
    topic = make_topic(house)
    coach = make_coach(house, topic, user=make_user(house, first_name="Liisa", last_name="Lahti", language="en"))
    open_all_week(coach)
    teacher = make_user(house, language="en", home_site=make_site(house))
    return SimpleNamespace(house=house, topic=topic, coach=coach, teacher=teacher)


@pytest.fixture
def as_():
    """`as_(person)`: that person's browser."""

    def sign_in(person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def teacher(as_, scene):
    return as_(scene.teacher)


@pytest.fixture
def session(scene):
    return make_session(scene.coach, scene.teacher, TEN)


def wish(scene, starts_at=TEN, **other) -> dict:
    token = time_token(other.pop("coach", scene.coach).pk, starts_at)
    return {"time": token, "topic": scene.topic.pk, "minutes": 60, **other}


def at(name, session) -> str:
    return reverse(f"sessions:{name}", args=[session.pk])


def words(answer) -> str:
    return answer.content.decode()


# Booking


def test_from_the_topic_to_a_booked_session_in_three_steps(teacher, scene):
    topics = words(teacher.get("/book/"))
    assert f"topic={scene.topic.pk}" in topics
    times = teacher.get("/book/", {"topic": scene.topic.pk, "from": "2026-12-02"})
    assert time_token(scene.coach.pk, TEN) in words(times)
    asked = teacher.get("/book/confirm/", wish(scene))
    assert (asked.status_code, Session.objects.count()) == (200, 0)
    booked = teacher.post("/book/confirm/", wish(scene, about="Wilma"))
    session = Session.objects.get()
    assert (booked.status_code, booked["Location"]) == (302, at("detail", session))
    assert (session.starts_at, session.about, session.booked_by) == (TEN, "Wilma", scene.teacher)
    shown = words(teacher.get(booked["Location"]))
    assert "The time is booked." in shown
    assert "Wilma" in shown


def test_a_double_click_books_once_and_lands_in_the_same_place(teacher, scene):
    places = {teacher.post("/book/confirm/", wish(scene))["Location"] for _ in range(2)}
    assert places == {at("detail", Session.objects.get())}
    assert Message.objects.filter(kind="session_booked").count() == 2


def test_a_lost_time_is_a_409_with_the_nearest_times_and_what_was_typed(teacher, scene):
    other = make_coach(scene.house, scene.topic, user=make_user(scene.house, first_name="Pekka", last_name="Pelto"))
    open_all_week(other)
    make_session(scene.coach, make_user(scene.house), TEN)
    answer = teacher.post("/book/confirm/", wish(scene, about="The <new> timetable"))
    page = words(answer)
    assert (answer.status_code, Session.objects.count()) == (409, 1)
    assert "This time is no longer free" in page
    offered = {offer.free.token for offer in answer.context["offers"]}
    assert time_token(other.pk, TEN) in offered
    assert time_token(scene.coach.pk, TEN - HOUR - timedelta(minutes=15)) in offered  # ten minutes are kept free
    assert time_token(scene.coach.pk, TEN) not in offered
    assert all(f'value="{token}"' in page for token in offered)
    assert page.count("The &lt;new&gt; timetable") == 2  # to be read, and to be sent again
    assert "The <new>" not in page


def test_one_of_the_nearest_times_is_one_press_away(teacher, scene):
    make_session(scene.coach, make_user(scene.house), TEN)
    refused = teacher.post("/book/confirm/", wish(scene, about="Wilma"))
    nearest = refused.context["offers"][0].free
    answer = teacher.post("/book/confirm/", wish(scene, nearest.starts_at, about="Wilma"))
    assert answer.status_code == 302
    assert Session.objects.of(scene.teacher).get().about == "Wilma"


def test_a_time_of_last_week_still_leads_to_free_times(teacher, scene):
    answer = teacher.post("/book/confirm/", wish(scene, NOW - timedelta(days=20)))
    assert answer.status_code == 409
    assert answer.context["offers"]


def test_a_coach_who_books_for_a_colleague_is_not_sent_to_other_coaches(as_, scene):
    open_all_week(make_coach(scene.house, scene.topic))
    make_session(scene.coach, make_user(scene.house), TEN)
    answer = as_(scene.coach.user).post("/book/confirm/", wish(scene, **{"for": scene.teacher.pk}))
    assert answer.status_code == 409
    assert {offer.coach for offer in answer.context["offers"]} == {scene.coach}


def test_an_identity_code_is_refused_with_a_sentence_and_nothing_is_lost(teacher, scene):
    text = f"Student {CODE} in the group"
    answer = teacher.post("/book/confirm/", wish(scene, about=text))
    page = words(answer)
    assert (answer.status_code, Session.objects.count()) == (400, 0)
    assert "The text seems to contain a personal identity code." in page
    assert text in page
    assert f'value="{time_token(scene.coach.pk, TEN)}"' in page


@pytest.mark.parametrize(
    "bad",
    [
        {"time": "x"},
        {"time": "1@20261332T9999Z"},
        {"time": "1@99991231T2359Z"},
        {"time": "999999999999999999@20261202T0800Z"},
        {"topic": "x"},
        {"topic": "999999999999999999999"},
        {"minutes": "0"},
        {"minutes": "1e9"},
        {"minutes": ""},
        {"for": "x"},
        {"for": "999999999999999999"},
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_nobody_offered_is_not_found(teacher, scene, method, bad):
    answer = getattr(teacher, method)("/book/confirm/", wish(scene) | bad)
    assert (answer.status_code, Session.objects.count()) == (404, 0)


def test_a_coach_and_a_topic_of_another_house_are_not_found(teacher, scene):
    other = make_institution()
    topic = make_topic(other)
    assert teacher.post("/book/confirm/", wish(scene, coach=make_coach(other, topic))).status_code == 404
    assert teacher.post("/book/confirm/", wish(scene, topic=topic.pk)).status_code == 404


def test_a_colleague_is_booked_by_a_coach_and_by_a_coordinator_in_scope(as_, scene):
    near, far = make_user(scene.house), make_user(scene.house)
    make_role(near, Role.Kind.COORDINATOR, site=scene.teacher.home_site)
    make_role(far, Role.Kind.COORDINATOR, site=make_site(scene.house))
    for person in (scene.coach.user, near, far, make_user(scene.house)):
        as_(person).post("/book/confirm/", wish(scene, **{"for": scene.teacher.pk}))
    session = Session.objects.get()  # the coordinator's was the same one
    assert session.booked_by == scene.coach.user
    statuses = [
        as_(person).get("/book/", {"for": scene.teacher.pk, "topic": scene.topic.pk}).status_code
        for person in (scene.coach.user, near, far, make_user(scene.house), make_user(make_institution()))
    ]
    assert statuses == [200, 200, 403, 403, 404]


def test_the_coach_finds_a_colleague_by_name(as_, scene):
    page = words(as_(scene.coach.user).get("/book/colleague/", {"q": scene.teacher.last_name[:5]}))
    assert f"for={scene.teacher.pk}" in page


# The page of a session


def test_others_do_not_find_a_session(as_, session):
    for person in (make_user(session.institution), make_user(make_institution())):
        for name in ("detail", "move", "cancel", "calendar_file", "decline"):
            assert as_(person).get(at(name, session)).status_code == 404
        for name in ("move", "cancel", "accept", "decline", "close"):
            assert as_(person).post(at(name, session)).status_code == 404


def test_a_coordinator_reads_neither_what_it_is_about_nor_the_calendar_file(as_, scene):
    session = make_session(scene.coach, scene.teacher, TEN, about="Wilma and me")
    coordinator = make_user(scene.house, language="en")
    make_role(coordinator, Role.Kind.COORDINATOR)
    browser = as_(coordinator)
    assert "Wilma and me" not in words(browser.get(at("detail", session)))
    assert browser.get(at("calendar_file", session)).status_code == 403


def test_a_lead_coach_reads_the_teams_sessions_without_names(as_, scene, session):
    lead = make_coach(scene.house)
    team = scene.house.teams.create(name_fi="Tiimi")
    team.members.add(scene.coach)
    team.leads.add(lead)
    page = words(as_(lead.user).get(at("detail", session)))
    assert scene.coach.user.get_full_name() in page
    assert scene.teacher.get_full_name() not in page


def test_the_history_tells_what_happened_and_by_whom(as_, teacher, scene):
    place = teacher.post("/book/confirm/", wish(scene))["Location"]
    session = Session.objects.get()
    as_(scene.coach.user).post(at("move", session), {"time": time_token(scene.coach.pk, TEN + 2 * HOUR)})
    history = teacher.get(place).context["history"]
    assert [(line.text, line.by) for line in history] == [
        (f"Moved to Wed 2{NBSP}Dec, 12:00", "Liisa Lahti"),
        (f"Booked for Wed 2{NBSP}Dec, 10:00", scene.teacher.get_full_name()),
    ]


# Moving


def test_moving_shows_times_then_asks_then_moves(teacher, scene, session):
    token = time_token(scene.coach.pk, TEN + 15 * timedelta(minutes=1))
    assert quote(token) in words(teacher.get(at("move", session), {"from": "2026-12-02", "day": "2026-12-02"}))
    assert teacher.get(at("move", session), {"time": token}).status_code == 200
    session.refresh_from_db()
    assert session.starts_at == TEN
    for _ in range(2):  # a double click
        assert teacher.post(at("move", session), {"time": token})["Location"] == at("detail", session)
    session.refresh_from_db()
    assert (session.starts_at, session.revision) == (TEN + timedelta(minutes=15), 1)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_move_to_a_lost_time_is_a_409_and_the_session_stays(teacher, scene, session, method):
    make_session(scene.coach, make_user(scene.house), TEN + HOUR)
    answer = getattr(teacher, method)(at("move", session), {"time": time_token(scene.coach.pk, TEN + HOUR)})
    assert answer.status_code == 409
    assert "The session stayed where it was." in words(answer)
    session.refresh_from_db()
    assert session.starts_at == TEN


def test_a_session_does_not_move_to_another_coach(teacher, scene, session):
    token = time_token(make_coach(scene.house, scene.topic).pk, TEN + HOUR)
    assert teacher.post(at("move", session), {"time": token}).status_code == 404
    assert teacher.post(at("move", session), {"time": "nonsense"}).status_code == 404


# Calling off


def test_calling_off_and_again(teacher, session):
    for _ in range(2):
        answer = teacher.post(at("cancel", session), {"reason": ""})
        assert (answer.status_code, answer["Location"]) == (302, at("detail", session))
    session.refresh_from_db()
    assert (session.state, session.revision) == (State.CANCELLED, 1)


def test_a_coordinators_double_click_is_no_error_either(as_, scene, session):
    coordinator = make_user(scene.house)
    make_role(coordinator, Role.Kind.COORDINATOR)
    browser = as_(coordinator)
    assert [browser.post(at("cancel", session)).status_code for _ in range(2)] == [302, 302]


def test_after_the_deadline_a_reason_is_asked_for(as_, session, scene, clock):
    clock.move_to(TEN - HOUR, tick=False)
    teacher = as_(scene.teacher)
    answer = teacher.post(at("cancel", session), {"reason": " "})
    assert answer.status_code == 400
    assert "Write in a few words why" in words(answer)
    answer = teacher.post(at("cancel", session), {"reason": f"Student {CODE}"})
    assert (answer.status_code, f"Student {CODE}" in words(answer)) == (400, True)
    assert teacher.post(at("cancel", session), {"reason": "Ill"}).status_code == 302
    assert "Ill" in words(teacher.get(at("detail", session)))


def test_what_has_begun_is_not_called_off(as_, session, scene, clock):
    clock.move_to(TEN, tick=False)
    teacher = as_(scene.teacher)
    assert teacher.post(at("cancel", session), {"reason": "Ill"}).status_code == 403
    assert teacher.post(at("move", session), {"time": time_token(session.coach_id, TEN + HOUR)}).status_code == 403


# Proposals


@pytest.fixture
def proposal(scene):
    return make_session(
        scene.coach, scene.teacher, TEN, state=State.PROPOSED, awaits=Awaits.TEACHER, expires_at=NOW + HOUR
    )


def test_yes_books_a_proposal_however_often_it_is_pressed(teacher, proposal):
    answers = [teacher.post(at("accept", proposal)) for _ in range(2)]
    assert [answer.get("Location") for answer in answers] == [at("detail", proposal)] * 2
    proposal.refresh_from_db()
    assert (proposal.state, proposal.revision) == (State.BOOKED, 1)


def test_no_ends_a_proposal_however_often_it_is_pressed(teacher, proposal):
    assert teacher.get(at("decline", proposal)).status_code == 200
    answers = [teacher.post(at("decline", proposal), {"reason": "Not now"}) for _ in range(2)]
    assert [answer.get("Location") for answer in answers] == [at("detail", proposal)] * 2
    proposal.refresh_from_db()
    assert (proposal.state, proposal.revision, proposal.cancel_reason) == (State.CANCELLED, 1, "Not now")


def test_only_the_one_who_is_asked_answers(as_, scene, proposal):
    assert as_(scene.coach.user).post(at("accept", proposal)).status_code == 403
    assert as_(scene.coach.user).post(at("decline", proposal)).status_code == 403


def test_an_answer_that_comes_too_late_gets_a_sentence(teacher, proposal, clock):
    clock.move_to(NOW + HOUR, tick=False)
    assert teacher.post(at("accept", proposal)).status_code == 302
    assert "This proposal is no longer open." in words(teacher.get(at("detail", proposal)))
    proposal.refresh_from_db()
    assert proposal.state == State.PROPOSED


# Closing


def test_the_coach_says_that_it_was_held_and_corrects_it(as_, scene, session, clock):
    clock.move_to(TEN + 2 * HOUR, tick=False)
    coach = as_(scene.coach.user)
    coach.post(at("close", session), {"held": "yes", "minutes": "50"})
    session.refresh_from_db()
    assert (session.state, session.work_log.minutes) == (State.HELD, 50)
    coach.post(at("close", session), {"held": "no"})
    session.refresh_from_db()
    assert (session.state, session.work_log, WorkLog.objects.count()) == (State.NOT_HELD, None, 0)
    assert as_(scene.teacher).post(at("close", session), {"held": "yes"}).status_code == 403


def test_a_frozen_month_gets_a_sentence(as_, scene, session, clock):
    clock.move_to(datetime(2027, 1, 14, 22, tzinfo=UTC), tick=False)
    coach = as_(scene.coach.user)
    assert coach.post(at("close", session), {"held": "yes"}).status_code == 302
    assert "The figures of that month are closed" in words(coach.get(at("detail", session)))
    assert WorkLog.objects.count() == 0


@pytest.mark.parametrize("bad", [{}, {"held": "maybe"}, {"held": "yes", "minutes": "-5"}])
def test_an_unclear_word_closes_nothing(as_, session, clock, bad):
    clock.move_to(TEN + 2 * HOUR, tick=False)
    assert as_(session.coach.user).post(at("close", session), bad).status_code == 302
    session.refresh_from_db()
    assert session.state == State.BOOKED


# Finding


def test_the_filters_stand_in_the_address_and_narrow(teacher, scene):
    for part, expected in (("morning", {8, 9}), ("afternoon", {14, 15})):
        answer = teacher.get("/book/", {"topic": scene.topic.pk, "minutes": 30, "part": part, "from": "2026-12-02"})
        starts = {
            offer.free.starts_at.astimezone(scene.house.tz).hour
            for day in answer.context["days"]
            for offer in day.offers
        }
        assert starts == expected


def test_nothing_free_shows_when_there_will_be(teacher, scene):
    scene.coach.paused_until = date(2026, 12, 15)
    scene.coach.save()
    answer = teacher.get("/book/", {"topic": scene.topic.pk})
    assert answer.context["total"] == 0
    assert answer.context["next_offer"].free.starts_at == datetime(2026, 12, 15, 6, tzinfo=UTC)


def test_the_list_alone_has_the_address_of_its_page(teacher, scene):
    answer = teacher.get("/book/times/", {"topic": scene.topic.pk, "part": "morning"})
    address = urlsplit(answer["HX-Push-Url"])
    assert (address.path, parse_qs(address.query)) == ("/book/", {"topic": [str(scene.topic.pk)], "part": ["morning"]})
    assert "<html" not in words(answer)


@pytest.mark.parametrize("bad", [{"topic": "x"}, {"site": "x"}, {"coach": "99999999999999999999"}, {"minutes": "7"}])
def test_filters_that_are_none_of_ours_are_said(teacher, scene, bad):
    assert teacher.get("/book/", {"topic": scene.topic.pk} | bad).status_code == 400


@pytest.mark.parametrize("bad", [{"from": "x"}, {"from": "9999-12-31"}, {"day": "2026-02-30"}, {"from": "2028-01-01"}])
def test_days_that_are_none_of_ours_are_not_found(teacher, scene, bad):
    assert teacher.get("/book/", {"topic": scene.topic.pk} | bad).status_code == 404


# The number of questions to the database


def queries_of(client, path) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


MOST_QUERIES = 12


def test_finding_a_time_asks_the_same_whatever_there_is(teacher, scene):
    path = f"/book/?topic={scene.topic.pk}&from=2026-12-02"
    few = queries_of(teacher, path)
    for _ in range(8):
        open_all_week(
            make_coach(scene.house, scene.topic, user=make_user(scene.house, home_site=make_site(scene.house)))
        )
        make_session(scene.coach, make_user(scene.house), TEN + HOUR * Session.objects.count())
    assert queries_of(teacher, path) == few
    assert few <= MOST_QUERIES


def test_finding_nothing_asks_no_more_than_it_may(teacher, scene):
    scene.coach.paused_until = date(2028, 1, 1)
    scene.coach.save()
    assert queries_of(teacher, f"/book/?topic={scene.topic.pk}") <= MOST_QUERIES


@pytest.mark.parametrize("who", ["teacher", "coach"])
def test_the_list_asks_the_same_whatever_there_is(as_, scene, session, who):
    browser = as_(scene.teacher if who == "teacher" else scene.coach.user)
    few = queries_of(browser, "/sessions/")
    for number in range(1, 9):
        make_session(scene.coach, scene.teacher, TEN + timedelta(days=number))
    assert queries_of(browser, "/sessions/") == few
    assert few <= MOST_QUERIES


@pytest.mark.parametrize("who", ["teacher", "coach", "coordinator"])
def test_a_session_asks_the_same_whatever_happened_to_it(as_, scene, session, who):
    people = {"teacher": scene.teacher, "coach": scene.coach.user, "coordinator": make_user(scene.house)}
    make_role(people["coordinator"], Role.Kind.COORDINATOR)
    browser = as_(people[who])
    few = queries_of(browser, at("detail", session))
    mover = as_(scene.teacher)
    for number in range(1, 6):
        token = time_token(scene.coach.pk, TEN + timedelta(minutes=15 * number))
        assert mover.post(at("move", session), {"time": token}).status_code == 302
    assert queries_of(browser, at("detail", session)) <= few + 1  # the names of those who did it
    assert few + 1 <= MOST_QUERIES
