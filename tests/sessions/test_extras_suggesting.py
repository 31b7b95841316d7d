"""The coach suggests another time, which is accepted or declined, or goes by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sessions import services
from sessions.exceptions import BookingRefused, Reason, TimeTaken
from sessions.models import State, Suggestion
from sessions.policies import can_answer_suggestion, can_suggest
from sessions.services import accept_suggestion, decline_suggestion, forget_suggestions, suggest_time
from tests.coaching.scene import ended
from tests.factories import make_role, make_site
from tests.sessions.extras import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(day):
    return day.book(together=[day.bea])


@pytest.fixture
def suggestion(day, session):
    return suggest_time(session=session, starts_at=day.at(12), by=day.coach.user)


def refused(act, **fields):
    with pytest.raises(BookingRefused) as caught:
        act(**fields)
    return caught.value.reason


def test_it_tells_those_who_are_helped_and_holds_no_time(day, session, suggestion):
    assert told("session_suggested") == {day.anna, day.bea}
    session.refresh_from_db()
    assert (session.starts_at, session.revision) == (day.at(10), 0)
    day.book(day.at(12), person=day.carl)


def test_it_ends_after_three_days(day, session, suggestion):
    assert suggestion.expires_at - timezone.now() == pytest.approx(timedelta(days=3), abs=timedelta(minutes=1))


def test_it_ends_when_the_session_starts(day, session):
    during = (timezone.now() + timedelta(hours=30), timezone.now() + timedelta(hours=31))
    session.starts_at, session.ends_at = during
    session.save()
    session.participations.update(during=during)
    suggestion = suggest_time(session=session, starts_at=day.at(12), by=day.coach.user)
    assert suggestion.expires_at == during[0]


def test_it_ends_when_the_new_time_could_no_longer_be_booked(day, session, time_machine):
    time_machine.move_to(day.at(9, days=-1), tick=False)
    suggestion = suggest_time(session=session, starts_at=day.at(9), by=day.coach.user)
    assert suggestion.expires_at == day.at(5)


def test_accepting_moves(day, session, suggestion):
    moved = accept_suggestion(session=session, starts_at=day.at(12), by=day.anna)
    assert (moved.starts_at, moved.ends_at) == (day.at(12), day.at(12, 45))
    assert told("session_moved") == {day.coach.user, day.anna, day.bea}
    assert not Suggestion.objects.exists()


def test_accepting_twice_moves_once(day, session, suggestion):
    for _ in range(2):
        moved = accept_suggestion(session=session, starts_at=day.at(12), by=day.anna)
    assert moved.revision == 1


def test_accepting_what_is_taken_meanwhile_is_refused(day, session, suggestion):
    day.book(day.at(12), person=day.carl)
    with pytest.raises(TimeTaken):
        accept_suggestion(session=session, starts_at=day.at(12), by=day.anna)
    session.refresh_from_db()
    assert session.starts_at == day.at(10)


def test_declining_tells_the_coach_and_changes_nothing(day, session, suggestion):
    for _ in range(2):
        decline_suggestion(session=session, starts_at=day.at(12), by=day.bea)
    session.refresh_from_db()
    assert session.starts_at == day.at(10)
    assert told("session_suggestion_declined") == {day.coach.user}
    assert refused(accept_suggestion, session=session, starts_at=day.at(12), by=day.anna) == Reason.STATE


def test_declining_tells_the_coordinator_too_who_suggested_it(day, session):
    suggest_time(session=session, starts_at=day.at(12), by=coordinator(day))
    decline_suggestion(session=session, starts_at=day.at(12), by=day.bea)
    assert len(told("session_suggestion_declined") - {day.coach.user}) == 1
    assert day.coach.user in told("session_suggestion_declined")


def coordinator(day):
    person = day.carl
    make_role(person, "coordinator")
    return person


def test_a_declined_time_can_be_suggested_again_and_is_told_again(day, session, suggestion):
    decline_suggestion(session=session, starts_at=day.at(12), by=day.bea)
    again = suggest_time(session=session, starts_at=day.at(12), by=day.coach.user)
    assert again.is_open
    decline_suggestion(session=session, starts_at=day.at(12), by=day.bea)
    assert told("session_suggestion_declined", revision=again.revision + 1) == {day.coach.user}


def test_a_newer_one_replaces_it(day, session, suggestion):
    newer = suggest_time(session=session, starts_at=day.at(13), by=day.coach.user)
    assert (newer.pk, newer.revision) == (suggestion.pk, 1)
    assert told("session_suggested", revision=1) == {day.anna, day.bea}
    assert refused(accept_suggestion, session=session, starts_at=day.at(12), by=day.anna) == Reason.STATE
    assert refused(decline_suggestion, session=session, starts_at=day.at(12), by=day.anna) == Reason.STATE


def test_suggesting_the_same_twice_is_one(day, session, suggestion):
    again = suggest_time(session=session, starts_at=day.at(12), by=day.coach.user)
    assert (again.pk, again.revision) == (suggestion.pk, 0)


@pytest.mark.parametrize("change", ["moved", "cancelled", "closed", "handed over"])
def test_it_goes_with_what_it_was_about(day, session, suggestion, change):
    by = day.coach.user
    {
        "moved": lambda: services.move_session(session=session, starts_at=day.at(13), by=by),
        "cancelled": lambda: services.cancel_session(session=session, by=by),
        "closed": lambda: services.close_session(session=ended(session), held=True, by=by),
        "handed over": lambda: services.hand_over_session(session=session, coach=day.other_coach, by=by),
    }[change]()
    assert not Suggestion.objects.exists()
    assert refused(accept_suggestion, session=session, starts_at=day.at(12), by=day.anna) == Reason.STATE


def test_it_stays_when_a_colleague_leaves(day, session, suggestion):
    services.leave_session(session=session, person=day.bea, by=day.bea)
    assert accept_suggestion(session=session, starts_at=day.at(12), by=day.anna).starts_at == day.at(12)


def test_one_that_expired_is_not_shown_nor_accepted_and_is_deleted_later(day, session, suggestion):
    Suggestion.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert not Suggestion.objects.open().exists()
    assert refused(accept_suggestion, session=session, starts_at=day.at(12), by=day.anna) == Reason.STATE
    assert forget_suggestions() == 0
    Suggestion.objects.update(expires_at=timezone.now() - timedelta(days=3, minutes=1))
    assert forget_suggestions() == 1


def test_what_could_not_be_booked_cannot_be_suggested(day, session):
    suggest = {"session": session, "by": day.coach.user}
    assert refused(suggest_time, starts_at=day.at(20), **suggest) == Reason.OPENING_HOURS
    assert refused(suggest_time, starts_at=day.at(10), **suggest) == Reason.STATE
    day.book(day.at(12), person=day.carl)
    assert refused(suggest_time, starts_at=day.at(12), **suggest) == Reason.COACH_BUSY
    services.cancel_session(session=session, by=day.anna)
    assert refused(suggest_time, starts_at=day.at(13), **suggest) == Reason.STATE


def test_who_suggests_and_who_answers(day, session):
    make_role(day.carl, "coordinator", site=make_site(day.house))
    assert can_suggest(day.coach.user, session)
    assert not any(can_suggest(person, session) for person in (day.anna, day.bea, day.carl, day.other_coach.user))
    assert all(can_answer_suggestion(person, session) for person in (day.anna, day.bea))
    assert not can_answer_suggestion(day.coach.user, session)
    session.state = State.HELD
    assert not can_suggest(day.coach.user, session)
