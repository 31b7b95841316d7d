"""A session's pages: read, moved, called off, answered, closed."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from coaches.models import WorkLog
from kit.times import NBSP
from organisation.models import Role
from sessions.free_times import time_token
from sessions.models import Awaits, Session, State
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_session,
    make_user,
)
from tests.sessions.pages.common import CODE, HOUR, NOW, TEN, at, wish, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


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
    clock.move_to(TEN + HOUR, tick=False)
    assert as_(scene.coach.user).post(at("close", session), {"held": "yes"}).status_code == 302
    clock.move_to(datetime(2027, 1, 14, 22, tzinfo=UTC), tick=False)
    coach = as_(scene.coach.user)
    assert coach.post(at("close", session), {"held": "no"}).status_code == 302
    assert "The figures of that month are closed" in words(coach.get(at("detail", session)))
    assert WorkLog.objects.count() == 1


def test_a_session_that_nobody_closed_in_time_can_be_closed_still(as_, scene, session, clock):
    clock.move_to(datetime(2027, 1, 14, 22, tzinfo=UTC), tick=False)
    coach = as_(scene.coach.user)
    assert coach.post(at("close", session), {"held": "yes"}).status_code == 302
    assert WorkLog.objects.get().late_for == TEN.date()


@pytest.mark.parametrize("bad", [{}, {"held": "maybe"}, {"held": "yes", "minutes": "-5"}])
def test_an_unclear_word_closes_nothing(as_, session, clock, bad):
    clock.move_to(TEN + 2 * HOUR, tick=False)
    assert as_(session.coach.user).post(at("close", session), bad).status_code == 302
    session.refresh_from_db()
    assert session.state == State.BOOKED
