"""Moving, calling off and proposing: what comes of it, and what is refused, with which reason."""

import pytest

from sessions import services
from sessions.exceptions import Reason
from sessions.models import Awaits, Session, State
from tests.factories import (
    make_session,
    make_user,
)
from tests.sessions.racing import troubles
from tests.sessions.services.common import DAY, HOUR, MINUTE, NOW, TEN, both, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_move_keeps_the_event_and_frees_the_old_time(scene, book):
    session = book()
    moved = services.move_session(session=session, starts_at=TEN + 2 * HOUR, by=scene.teacher)
    assert (moved.pk, moved.uid, moved.revision) == (session.pk, session.uid, 1)
    assert (moved.starts_at, moved.ends_at) == (TEN + 2 * HOUR, TEN + 3 * HOUR)
    assert told(moved, "session_moved") == both(scene)
    assert told(moved, "session_booked") == set()
    assert troubles() == 0
    assert book(person=make_user(scene.house))


def test_a_session_does_not_stand_in_its_own_way(scene, book):
    scene.coach.daily_cap = 1
    scene.coach.save()
    session = book()
    assert services.move_session(session=session, starts_at=TEN + 15 * MINUTE, by=scene.teacher).revision == 1
    assert services.move_session(session=session, starts_at=TEN + 15 * MINUTE, by=scene.teacher).revision == 1


def test_a_refused_move_leaves_everything(scene, book):
    session = book()
    book(TEN + 2 * HOUR, person=make_user(scene.house))
    assert refused(services.move_session, session=session, starts_at=TEN + 2 * HOUR, by=scene.teacher) == (
        Reason.COACH_BUSY
    )
    session.refresh_from_db()
    assert (session.starts_at, session.revision) == (TEN, 0)
    assert troubles() == 0


def test_what_was_booked_stays_with_a_retired_topic_when_it_moves(scene, book):
    session = book()
    scene.topic.is_retired = True
    scene.topic.save()
    scene.coach.topics.clear()
    assert services.move_session(session=session, starts_at=TEN + HOUR, by=scene.teacher)


@pytest.mark.parametrize("state", [State.CANCELLED, State.LAPSED, State.HELD, State.PROPOSED])
def test_only_a_booked_session_moves(scene, state):
    session = make_session(scene.coach, scene.teacher, TEN, state=state)
    assert refused(services.move_session, session=session, starts_at=TEN + HOUR, by=scene.teacher) == Reason.STATE


def test_what_has_begun_does_not_move(scene, clock, book):
    session = book()
    clock.move_to(TEN, tick=False)
    assert refused(services.move_session, session=session, starts_at=TEN + DAY, by=scene.teacher) == Reason.STATE


def test_calling_off_frees_the_time_and_tells_both(scene, book):
    session = services.cancel_session(session=book(), by=scene.teacher)
    assert (session.state, session.revision, session.holds_time) == (State.CANCELLED, 1, False)
    assert told(session, "session_cancelled") == both(scene)
    assert told(session, "session_reminder") == set()
    assert book(person=make_user(scene.house))


def test_calling_off_twice_changes_nothing(scene, book):
    session = services.cancel_session(session=book(), by=scene.teacher)
    assert services.cancel_session(session=session, by=scene.coach.user, reason="again").revision == 1
    assert Session.objects.get().cancel_reason == ""


@pytest.mark.parametrize(("before", "needed"), [(12 * HOUR, False), (12 * HOUR - MINUTE, True)])
def test_after_the_deadline_a_reason_is_needed(scene, clock, book, before, needed):
    session = book()
    clock.move_to(TEN - before, tick=False)
    assert services.reason_is_needed(session) is needed
    if needed:
        assert refused(services.cancel_session, session=session, by=scene.teacher) == Reason.REASON_NEEDED
        assert refused(services.cancel_session, session=session, by=scene.teacher, reason="  ") == Reason.REASON_NEEDED
    session = services.cancel_session(session=session, by=scene.teacher, reason=" Ill " if needed else "")
    session.refresh_from_db()
    assert (session.state, session.cancel_reason) == (State.CANCELLED, "Ill" if needed else "")


def test_what_has_begun_is_not_called_off(scene, clock, book):
    session = book()
    clock.move_to(TEN, tick=False)
    assert refused(services.cancel_session, session=session, by=scene.teacher, reason="x") == Reason.STATE


def test_a_proposal_holds_the_time_until_it_is_answered(scene, propose, book):
    session = propose()
    assert (session.state, session.awaits, session.expires_at) == (State.PROPOSED, Awaits.TEACHER, NOW + 3 * DAY)
    assert told(session, "session_proposed") == {scene.teacher.pk}
    assert refused(book, person=make_user(scene.house)) == Reason.COACH_BUSY


def test_a_proposal_ends_at_the_minimum_notice_where_that_comes_first(propose):
    assert propose(NOW + 2 * DAY).expires_at == NOW + 2 * DAY - 4 * HOUR


def test_yes_books_it_and_twice_yes_is_one(scene, propose):
    session = services.accept_session(session=propose(), by=scene.teacher)
    assert (session.state, session.awaits, session.expires_at, session.revision) == (State.BOOKED, "", None, 1)
    assert told(session, "session_booked") == told(session, "session_reminder") == both(scene)
    assert services.accept_session(session=session, by=scene.teacher).revision == 1


def test_no_frees_the_time(scene, propose, book):
    session = services.decline_session(session=propose(), by=scene.teacher, reason="Rather in spring")
    assert (session.state, session.cancel_reason) == (State.CANCELLED, "Rather in spring")
    assert told(session, "session_declined") == {scene.coach.user_id}
    assert services.decline_session(session=session, by=scene.teacher).revision == 1
    assert book(person=make_user(scene.house))


def test_a_proposal_is_withdrawn_without_a_reason(scene, propose):
    assert services.cancel_session(session=propose(), by=scene.coach.user).state == State.CANCELLED


def test_an_answer_after_the_end_is_too_late(scene, clock, propose):
    session = propose()
    clock.move_to(NOW + 3 * DAY, tick=False)
    assert refused(services.accept_session, session=session, by=scene.teacher) == Reason.STATE
    assert refused(services.decline_session, session=session, by=scene.teacher) == Reason.STATE


def test_a_proposal_that_nobody_answered_lapses(scene, clock, propose, book):
    session = propose()
    assert services.lapse_proposals() == 0
    clock.move_to(NOW + 3 * DAY, tick=False)
    assert (services.lapse_proposals(), services.lapse_proposals()) == (1, 0)
    session.refresh_from_db()
    assert (session.state, session.awaits, session.revision) == (State.LAPSED, "", 1)
    assert told(session, "session_lapsed") == both(scene)
    assert book(person=make_user(scene.house))
