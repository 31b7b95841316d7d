"""Follow-up times at once, and which are offered for it."""

from datetime import timedelta

import pytest

from sessions import services
from sessions.exceptions import BookingRefused, Reason, TimeTaken
from sessions.follow_ups import follow_up_weeks, usual_follow_ups
from sessions.models import Session
from sessions.policies import can_follow_up
from sessions.services import book_series, close_session
from tests.coaching.scene import ended
from tests.factories import make_role
from tests.sessions.extras import people_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(day):
    return day.book(together=[day.bea], about="Salaisuus")


def follow_up(day, session, *starts):
    return book_series(session=session, starts=starts, by=day.coach.user)


def refused(day, session, *starts):
    with pytest.raises(BookingRefused) as caught:
        follow_up(day, session, *starts)
    return caught.value


def test_three_times_for_the_same_people_on_the_same_topic(day, session):
    booked = follow_up(day, session, *(day.at(10, days=7 * n) for n in (3, 1, 2)))
    assert [each.starts_at for each in booked] == [day.at(10, days=7 * n) for n in (1, 2, 3)]
    for each in booked:
        assert people_of(each) == people_of(session)
        assert (each.topic, each.coach, each.minutes) == (day.topic, day.coach, 45)
        assert each.about == ""
    assert told("session_booked", thing_id__in=[each.pk for each in booked]) == set()
    assert told("series_booked", thing_id=booked[0].series_id) == {day.coach.user, day.anna, day.bea}


def test_of_a_session_that_was_held(day, session):
    held = close_session(session=ended(session), held=True, by=day.coach.user)
    assert len(follow_up(day, held, day.at(11))) == 1


def test_all_or_none_and_the_refusal_names_the_time(day, session):
    day.book(day.at(10, days=14), person=day.carl)
    refusal = refused(day, session, day.at(10, days=7), day.at(10, days=14))
    assert isinstance(refusal, TimeTaken)
    second = day.at(10, days=14)
    assert f"{second.day}.{second.month}." in refusal.sentence
    assert Session.objects.count() == 2


def test_each_by_the_rules(day, session):
    assert refused(day, session, day.at(10, days=7), day.at(20, days=7)).reason == Reason.OPENING_HOURS
    day.coach.weekly_cap = 1
    day.coach.save()
    assert refused(day, session, day.at(10, days=7), day.at(12, days=7)).reason == Reason.WEEKLY_CAP


def test_two_that_overlap_each_other(day, session):
    assert refused(day, session, day.at(10, days=7), day.at(10, 30, days=7)).reason == Reason.COACH_BUSY


@pytest.mark.parametrize("count", [0, 4])
def test_one_to_three(day, session, count):
    assert refused(day, session, *(day.at(10, days=7 * n) for n in range(1, count + 1))).reason == Reason.COUNT


def test_asked_for_twice_they_are_the_same(day, session):
    wanted = [day.at(10, days=7), day.at(10, days=14)]
    assert follow_up(day, session, *wanted) == follow_up(day, session, *wanted, *wanted)
    assert Session.objects.count() == 3


def test_what_was_called_off_has_no_follow_up(day, session):
    services.cancel_session(session=session, by=day.anna)
    assert refused(day, session, day.at(10, days=7)).reason == Reason.STATE


def test_who_may(day, session):
    make_role(day.carl, "coordinator")
    assert can_follow_up(day.coach.user, session)
    assert can_follow_up(day.carl, session)
    assert not any(can_follow_up(person, session) for person in (day.anna, day.other_coach.user))


def test_a_coordinator_books_them_too(day, session):
    make_role(day.carl, "coordinator")
    assert len(book_series(session=session, starts=[day.at(10, days=7)], by=day.carl)) == 1


def test_whoever_left_is_not_in_the_next(day, session):
    services.leave_session(session=session, person=day.anna, by=day.anna)
    [booked] = follow_up(day, session, day.at(10, days=7))
    assert people_of(booked) == {day.coach.user, day.bea}


def test_one_time_a_day_is_offered_closest_to_the_clock(day, session):
    day.book(day.at(10, days=7), person=day.carl)
    weeks = follow_up_weeks(session)
    first, second = weeks[0], weeks[1]
    assert [time.starts_at for time in first.times] == [day.at(10, days=1), day.at(10, days=2)]
    assert [time.starts_at for time in second.times][:2] == [day.at(10, days=5), day.at(10, days=6)]
    assert second.times[2].starts_at == day.at(9) + timedelta(days=7)
    assert len(weeks) == 7


def test_the_usual_ones_are_the_next_two_free_weeks_at_the_same_time(day, session):
    day.book(day.at(10, days=14), person=day.carl)
    usual = usual_follow_ups(session, follow_up_weeks(session))
    assert usual == {day.at(10, days=7), day.at(10, days=21)}


def test_every_time_offered_can_be_booked(day, session):
    day.book(day.at(10, 30, days=8), person=day.bea, coach=day.other_coach)
    for week in follow_up_weeks(session)[:2]:
        for time in week.times:
            [booked] = follow_up(day, session, time.starts_at)
            assert booked.starts_at == time.starts_at
