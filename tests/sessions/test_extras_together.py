"""One or two colleagues who come along, and one who leaves again."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from organisation.models import User
from sessions import services
from sessions.exceptions import BookingRefused, Reason, TimeTaken
from sessions.models import Session, State
from sessions.people import helped, participants
from sessions.policies import can_bring, can_cancel, can_leave, can_move, takes_part
from sessions.services import close_session, leave_session
from tests.coaching.scene import ended
from tests.factories import make_institution, make_user
from tests.sessions.extras import people_of, told

pytestmark = pytest.mark.django_db


def fresh(session: Session) -> Session:
    return Session.objects.get(pk=session.pk)


def test_colleagues_come_along(day):
    session = day.book(together=[day.bea, day.carl])
    assert people_of(session) == {day.coach.user, day.anna, day.bea, day.carl}
    assert helped(session) == [day.anna, day.bea, day.carl]
    assert told("session_booked") == {day.coach.user, day.anna, day.bea, day.carl}
    assert told("session_reminder") == {day.coach.user, day.anna, day.bea, day.carl}


def test_the_place_in_figures_is_that_of_whom_it_is_for(day):
    session = day.book(together=[day.bea])
    assert (session.site_id, session.sector_id) == (day.anna.home_site_id, day.anna.home_sector_id)


def test_a_colleague_who_is_elsewhere_is_named_and_nothing_more(day):
    day.book(person=day.bea, coach=day.other_coach, about="Salaisuus")
    with pytest.raises(TimeTaken) as caught:
        day.book(together=[day.bea])
    assert caught.value.reason == Reason.PERSON_BUSY
    assert day.bea.get_full_name() in caught.value.sentence
    assert day.other_coach.user.last_name not in caught.value.sentence
    assert day.topic.name not in caught.value.sentence
    assert Session.objects.filter(coach=day.coach).count() == 0


def test_ones_own_other_session_is_not_told_by_name(day):
    day.book(coach=day.other_coach)
    with pytest.raises(TimeTaken) as caught:
        day.book(together=[day.bea])
    assert day.anna.last_name not in caught.value.sentence


@pytest.mark.parametrize("stranger", ["of another house", "who left", "the coach"])
def test_nobody_else_can_be_brought(day, stranger):
    person = {
        "of another house": lambda: make_user(make_institution()),
        "who left": lambda: make_user(day.house, is_active=False),
        "the coach": lambda: day.coach.user,
    }[stranger]()
    with pytest.raises(BookingRefused) as caught:
        day.book(together=[person])
    assert caught.value.reason == (Reason.YOURSELF if stranger == "the coach" else Reason.NOT_YOURS)
    assert Session.objects.count() == 0


def test_who_may_be_brought(day):
    operator = make_user(None, is_operator=True)
    assert can_bring(day.anna, day.bea)
    assert not can_bring(day.anna, make_user(day.house, is_active=False))
    assert not can_bring(day.anna, make_user(make_institution()))
    assert not can_bring(operator, operator)


def test_bringing_oneself_books_nothing_for_another(day):
    """Being along gives no right to book for whom it is."""
    with pytest.raises(BookingRefused) as caught:
        day.book(person=day.anna, together=[day.bea], by=day.bea)
    assert caught.value.reason == Reason.NOT_YOURS


def test_a_coach_books_for_several(day):
    session = day.book(together=[day.bea], by=day.coach.user)
    assert people_of(session) == {day.coach.user, day.anna, day.bea}


def test_asked_for_twice_it_is_one_session(day):
    first, second = (day.book(together=[day.bea]) for _ in range(2))
    assert first == second


def test_whoever_comes_along_moves_and_calls_off_like_anyone(day):
    session = day.book(together=[day.bea])
    assert can_move(day.bea, session)
    moved = services.move_session(session=session, starts_at=day.at(12), by=day.bea)
    assert {row.during.lower for row in moved.participations.all()} == {day.at(12)}
    assert can_cancel(day.bea, moved)
    assert services.cancel_session(session=moved, by=day.bea).state == State.CANCELLED


def test_moving_asks_about_everyone(day):
    session = day.book(together=[day.bea])
    day.book(day.at(12), person=day.bea, coach=day.other_coach)
    with pytest.raises(TimeTaken) as caught:
        services.move_session(session=session, starts_at=day.at(12), by=day.anna)
    assert caught.value.reason == Reason.PERSON_BUSY


def test_leaving_frees_ones_time_and_tells_the_others(day):
    session = leave_session(session=day.book(together=[day.bea]), person=day.bea, by=day.bea)
    assert people_of(session) == {day.coach.user, day.anna}
    assert (session.state, session.revision) == (State.BOOKED, 1)
    assert told("session_left") == {day.coach.user, day.anna}
    assert told("session_out") == {day.bea}
    assert told("session_reminder", revision=1) == {day.coach.user, day.anna}
    assert told("session_reminder", revision=0) == set()
    day.book(person=day.bea, coach=day.other_coach)


def test_whoever_left_has_no_right_to_it_any_more(day):
    session = leave_session(session=day.book(together=[day.bea]), person=day.bea, by=day.bea)
    assert not Session.objects.visible_to(day.bea).exists()
    assert not Session.objects.of(day.bea).exists()
    assert not any(policy(day.bea, session) for policy in (takes_part, can_move, can_cancel, can_leave))
    assert participants(fresh(session)) == [day.coach.user, day.anna]


def test_leaving_twice_changes_nothing(day):
    session = day.book(together=[day.bea, day.carl])
    for _ in range(2):
        session = leave_session(session=session, person=day.bea, by=day.bea)
    assert session.revision == 1


def test_the_one_it_was_for_may_leave_too(day):
    session = leave_session(session=day.book(together=[day.bea]), person=day.anna, by=day.anna)
    assert helped(fresh(session)) == [day.bea]


def test_the_last_to_leave_calls_it_off(day):
    session = leave_session(session=day.book(together=[day.bea]), person=day.bea, by=day.bea)
    session = leave_session(session=session, person=day.anna, by=day.anna)
    assert session.state == State.CANCELLED
    assert told("session_cancelled") == {day.coach.user, day.anna}
    assert people_of(session) == set()


def test_the_last_to_leave_late_gives_a_reason(day):
    session = day.book()
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timezone.timedelta(hours=1))
    with pytest.raises(BookingRefused) as caught:
        leave_session(session=session, person=day.anna, by=day.anna)
    assert caught.value.reason == Reason.REASON_NEEDED
    assert leave_session(session=session, person=day.anna, by=day.anna, reason="Kuume").state == State.CANCELLED


def test_nobody_else_leaves(day):
    session = day.book(together=[day.bea])
    for person in (day.carl, day.coach.user):
        with pytest.raises(BookingRefused) as caught:
            leave_session(session=session, person=person, by=person)
        assert caught.value.reason == Reason.NOT_YOURS


def test_what_has_begun_is_left_by_nobody(day):
    session = ended(day.book(together=[day.bea]))
    with pytest.raises(BookingRefused) as caught:
        leave_session(session=session, person=day.bea, by=day.bea)
    assert caught.value.reason == Reason.STATE
    assert not can_leave(day.bea, session)


def test_only_one_of_several_leaves_by_that_button(day):
    alone, shared = day.book(), day.book(day.at(12), together=[day.bea])
    assert not can_leave(day.anna, alone)
    assert can_leave(day.anna, shared)
    assert not can_leave(day.coach.user, shared)


def test_closing_counts_those_who_stayed(day):
    session = leave_session(session=day.book(together=[day.bea]), person=day.bea, by=day.bea)
    for held in (True, False, True):
        session = close_session(session=ended(session), held=held, by=day.coach.user)
    assert list(session.work_log.persons.all()) == [day.anna]
    assert people_of(session) == {day.coach.user, day.anna}


def test_the_database_keeps_whoever_left_free(day):
    session = leave_session(session=day.book(together=[day.bea]), person=day.bea, by=day.bea)
    with pytest.raises(IntegrityError):
        session.participations.filter(person=day.bea).update(active=True)


def test_the_history_says_that_someone_left(day, client):
    session = leave_session(session=day.book(together=[day.bea]), person=day.bea, by=day.bea)
    client.force_login(User.objects.get(pk=day.anna.pk))
    assert client.get(f"/sessions/{session.pk}/").context["history"][0].text
