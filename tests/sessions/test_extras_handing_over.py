"""Another coach takes a booked session."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coaches.models import Channel, Team, TimeOff
from sessions import services
from sessions.exceptions import BookingRefused, Reason, TimeTaken
from sessions.models import Session, State
from sessions.offers import coaches_free_for
from sessions.people import participants
from sessions.policies import can_hand_over
from sessions.services import hand_over_session
from tests.coaching.scene import ended
from tests.factories import make_coach, make_role, make_site, make_topic, open_all_week
from tests.sessions.extras import Day, people_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(day):
    return day.book()


def hand_over(day, session, coach=None):
    return hand_over_session(session=session, coach=coach or day.other_coach, by=day.coach.user)


def refused(day, session, coach=None):
    with pytest.raises(BookingRefused) as caught:
        hand_over(day, session, coach)
    session.refresh_from_db()
    assert session.coach == day.coach
    return caught.value.reason


def test_the_new_coach_has_it_at_the_same_time(day, session):
    handed = hand_over(day, session)
    assert (handed.coach, handed.starts_at, handed.state) == (day.other_coach, day.at(10), State.BOOKED)
    assert (handed.revision, handed.uid) == (1, session.uid)
    assert people_of(handed) == {day.other_coach.user, day.anna}
    assert participants(Session.objects.get(pk=handed.pk)) == [day.other_coach.user, day.anna]


def test_everyone_is_told_what_it_means_for_them(day, session):
    hand_over(day, session)
    assert told("session_booked") == {day.other_coach.user}
    assert told("session_handed_over") == {day.anna}
    assert told("session_out") == {day.coach.user}
    assert told("session_reminder") == {day.other_coach.user, day.anna}


def test_the_earlier_coach_is_free_and_has_no_right_to_it(day, session):
    handed = hand_over(day, session)
    assert not Session.objects.visible_to(day.coach.user).exists()
    assert not can_hand_over(day.coach.user, handed)
    day.book(person=day.bea)


def test_the_place_becomes_the_new_coachs(day, session):
    site = make_site(day.house)
    day.other_coach.opening_hours.update(channel=Channel.IN_PERSON, site=site, room="B12")
    handed = hand_over(day, session)
    assert (handed.channel, handed.meeting_site, handed.room, handed.link) == (Channel.IN_PERSON, site, "B12", "")


def test_the_buffers_become_the_new_coachs(day, session):
    day.other_coach.buffer_after_minutes = 25
    day.other_coach.save()
    assert hand_over(day, session).buffer_after_minutes == 25


def test_twice_is_once(day, session):
    hand_over(day, session)
    assert hand_over(day, session).revision == 1


def test_back_again(day, session):
    hand_over(day, session)
    back = hand_over_session(session=session, coach=day.coach, by=day.other_coach.user)
    assert people_of(back) == {day.coach.user, day.anna}
    assert back.revision == 2
    assert told("session_out", revision=2) == {day.other_coach.user}


def test_everyone_who_is_helped_stays(day):
    handed = hand_over(day, day.book(together=[day.bea]))
    assert people_of(handed) == {day.other_coach.user, day.anna, day.bea}
    assert told("session_handed_over") == {day.anna, day.bea}


def test_a_coach_who_left_as_a_colleague_may_take_it(day):
    session = day.book(together=[day.other_coach.user])
    services.leave_session(session=session, person=day.other_coach.user, by=day.other_coach.user)
    handed = hand_over(day, session)
    assert handed.participations.get(person=day.other_coach.user).role == "coach"


def test_the_new_coach_must_be_free(day, session):
    taken = day.book(person=day.bea, coach=day.other_coach)
    assert refused(day, session) == Reason.COACH_BUSY
    services.cancel_session(session=taken, by=day.bea)
    TimeOff.objects.create(institution=day.house, coach=day.other_coach, during=(day.at(8), day.at(9, 59)))
    hand_over(day, session)


def test_the_new_coach_must_not_be_away(day, session):
    TimeOff.objects.create(institution=day.house, coach=day.other_coach, during=(day.at(8), day.at(12)))
    assert refused(day, session) == Reason.TIME_OFF


def test_the_new_coach_must_be_open(day, session):
    day.other_coach.opening_hours.all().delete()
    assert refused(day, session) == Reason.OPENING_HOURS


def test_the_new_coach_must_coach_on_the_topic(day, session):
    day.other_coach.topics.set([make_topic(day.house)])
    assert refused(day, session) == Reason.TOPIC
    day.topic.is_open = True
    day.topic.save()
    hand_over(day, session)


def test_a_topic_retired_since_can_still_be_handed_over(day, session):
    day.topic.is_retired = True
    day.topic.save()
    assert hand_over(day, session).coach == day.other_coach


def test_the_new_coachs_caps_hold(day, session):
    day.other_coach.daily_cap = 0
    day.other_coach.save()
    assert refused(day, session) == Reason.DAILY_CAP


def test_nobody_coaches_themselves(day):
    session = day.book(together=[day.other_coach.user])
    assert refused(day, session) == Reason.YOURSELF


def test_no_notice_holds_since_the_time_is_agreed_on(day, session, time_machine):
    time_machine.move_to(day.at(8))
    assert hand_over(day, session).coach == day.other_coach


def test_a_coach_of_another_house_gets_nothing(day, session):
    assert refused(day, session, Day().coach) == Reason.NOT_YOURS


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_only_what_is_booked_and_ahead_is_handed_over(day, session, state):
    if state == "cancelled":
        services.cancel_session(session=session, by=day.anna)
    else:
        services.close_session(session=ended(session), held=True, by=day.coach.user)
    assert refused(day, session) == Reason.STATE


def test_whoever_fits_is_offered_and_nobody_else(day, session):
    assert [offer.coach for offer in coaches_free_for(session)] == [day.other_coach]
    busy, unfit = make_coach(day.house, day.topic), make_coach(day.house)
    for coach in (busy, unfit):
        open_all_week(coach)
    day.book(person=day.bea, coach=busy)
    assert [offer.coach for offer in coaches_free_for(session)] == [day.other_coach]
    hand_over(day, session)
    assert coaches_free_for(Session.objects.get(pk=session.pk))[0].coach == day.coach


def test_who_may_hand_over(day, session):
    lead = make_coach(day.house, day.topic)
    assert can_hand_over(day.coach.user, session)
    assert not any(can_hand_over(person, session) for person in (day.anna, lead.user, day.other_coach.user))
    team = Team.objects.create(institution=day.house, name_fi="Tiimi")
    team.members.add(day.coach, day.other_coach)
    assert not can_hand_over(day.other_coach.user, session)
    team.leads.add(lead)
    assert can_hand_over(lead.user, session)
    make_role(day.carl, "coordinator")
    assert can_hand_over(day.carl, session)
    session.starts_at = timezone.now() - timedelta(minutes=1)
    assert not can_hand_over(day.coach.user, session)


def test_a_coach_with_the_same_time_elsewhere_as_a_colleague(day, session):
    day.book(person=day.bea, together=[day.other_coach.user], coach=_third(day))
    with pytest.raises(TimeTaken):
        hand_over(day, session)


def _third(day):
    coach = make_coach(day.house, day.topic)
    open_all_week(coach)
    return coach
