"""From finding a time to a booked session, through the pages."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models.functions import Now

from coaches.models import CalendarSource
from notifications.models import Message
from organisation.models import Role
from sessions.free_times import time_token
from sessions.models import Session
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
from tests.sessions.pages.common import CODE, HOUR, NOW, TEN, at, wish, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_filters_stand_in_the_address_and_narrow(teacher, scene):
    for part, expected in (("morning", {8, 9}), ("afternoon", {14, 15})):
        answer = teacher.get("/book/", {"topic": scene.topic.pk, "minutes": 30, "part": part, "from": "2026-12-02"})
        starts = {
            offer.free.starts_at.astimezone(scene.house.tz).hour
            for day in answer.context["days"]
            for offer in day.offers
        }
        assert starts == expected


@pytest.mark.parametrize(("age", "marked"), [(timedelta(hours=3), True), (timedelta(hours=1), False)])
def test_times_are_marked_that_the_coachs_own_calendar_was_not_read_for(teacher, scene, age, marked):
    source = CalendarSource.objects.create(
        institution=scene.house, coach=scene.coach, address="https://calendar.example/"
    )
    CalendarSource.objects.filter(pk=source.pk).update(read_at=Now() - age)
    for path in (f"/book/?topic={scene.topic.pk}&from=2026-11-30", f"/coaches/{scene.coach.pk}/"):
        assert ("calendar read over 2 h ago" in words(teacher.get(path))) == marked
    make_session(scene.coach, make_user(scene.house), TEN)
    refused = teacher.post("/book/confirm/", wish(scene, about="Wilma"))
    assert ("calendar read over 2 h ago" in words(refused)) == marked


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
