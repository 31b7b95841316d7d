"""Waiting for a seat: in order, one by one, each offer for a while; and for a topic."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Message
from sessions import services
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Session, Waiting
from sessions.services import (
    add_people,
    cancel_session,
    edit_group,
    lapse_offers,
    leave_session,
    offer_topics,
    sign_up,
    stop_waiting,
    stop_waiting_for_topic,
    wait_for_seat,
    wait_for_topic,
)
from tests.factories import make_topic
from tests.sessions.extras import told
from tests.sessions.groups import TITLE, clinic, helped_in, many

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def line(day):
    """A clinic of two seats that is full, with three who wait."""
    session = clinic(day, seats=2)
    add_people(sessions=[session], people=[day.anna, day.bea])
    waiting = many(day, 3)
    for person in waiting:
        wait_for_seat(session=session, person=person)
    return session, waiting


def states(session: Session) -> dict:
    return {row.person: row.state for row in session.waitings.select_related("person")}


def lapse(person) -> None:
    """The time for which a seat was kept for `person` is over."""
    Waiting.objects.filter(person=person, state="offered").update(expires_at=timezone.now())
    lapse_offers()


def refused(act, **fields) -> BookingRefused:
    with pytest.raises(BookingRefused) as caught:
        act(**fields)
    return caught.value


def test_whoever_waits_has_nothing_yet(day, line):
    session, (first, second, third) = line
    assert states(session) == dict.fromkeys((first, second, third), "waiting")
    assert told("seat_offered") == set()
    assert refused(sign_up, session=session, person=third).reason == Reason.SEATS


def test_a_seat_that_gets_free_is_the_firsts_and_nobody_elses(day, line):
    session, (first, second, _third) = line
    leave_session(session=session, person=day.anna, by=day.anna)
    assert told("seat_offered") == {first}
    for other in (second, day.carl, day.anna):
        assert refused(sign_up, session=session, person=other).reason == Reason.SEATS
    sign_up(session=session, person=first)
    assert helped_in(session) == {day.bea, first}
    assert states(session)[first] == "taken"


def test_two_free_seats_are_offered_to_two(day, line):
    session, (first, second, third) = line
    for person in (day.anna, day.bea):
        leave_session(session=session, person=person, by=person)
    assert states(session) == {first: "offered", second: "offered", third: "waiting"}


def test_an_offer_lapses_by_the_clock_and_goes_to_the_next(day, line):
    session, (first, second, third) = line
    leave_session(session=session, person=day.anna, by=day.anna)
    assert lapse_offers() == 0
    lapse(first)
    assert states(session) == {first: "lapsed", second: "offered", third: "waiting"}
    assert (told("seat_lapsed"), told("seat_offered")) == ({first}, {second})
    assert refused(sign_up, session=session, person=first).reason == Reason.SEATS
    wait_for_seat(session=session, person=first)
    lapse(second)
    assert states(session)[third] == "offered"


def test_a_lapsed_offer_is_not_taken_even_before_the_clock_has_noticed(day, line):
    session, (first, *_) = line
    leave_session(session=session, person=day.anna, by=day.anna)
    Waiting.objects.filter(person=first).update(expires_at=timezone.now())
    assert refused(sign_up, session=session, person=first).reason == Reason.SEATS


def test_a_seat_is_kept_for_a_day_or_until_two_hours_before_the_start(day, line):
    session, (first, *_) = line
    leave_session(session=session, person=day.anna, by=day.anna)
    offered = Waiting.objects.get(person=first)
    assert abs(offered.expires_at - timezone.now() - timedelta(hours=24)) < timedelta(minutes=1)


def test_close_to_the_start_it_is_kept_shorter(day, line, time_machine):
    session, (first, *_) = line
    time_machine.move_to(session.starts_at - 3 * HOUR, tick=False)
    leave_session(session=session, person=day.anna, by=day.anna)
    assert Waiting.objects.get(person=first).expires_at == session.starts_at - 2 * HOUR


def test_in_the_last_two_hours_whoever_comes_first_has_it(day, line, time_machine):
    session, (first, _second, third) = line
    time_machine.move_to(session.starts_at - HOUR, tick=False)
    leave_session(session=session, person=day.anna, by=day.anna)
    assert told("seat_offered") == set()
    sign_up(session=session, person=third)
    assert states(session)[third] == "taken"
    assert refused(sign_up, session=session, person=first).reason == Reason.SEATS


def test_letting_go_of_an_offer_passes_it_on(day, line):
    session, (first, second, _third) = line
    leave_session(session=session, person=day.anna, by=day.anna)
    for _ in range(2):
        stop_waiting(session=session, person=first)
    assert states(session)[first] == "ended"
    assert told("seat_offered") == {second}


def test_waiting_twice_is_one_place_in_line(day, line):
    session, (first, *_) = line
    assert wait_for_seat(session=session, person=first) == Waiting.objects.get(person=first)


def test_who_is_in_it_has_nothing_to_wait_for(day, line):
    session, _ = line
    for person in (day.anna, day.coach.user):
        assert refused(wait_for_seat, session=session, person=person).reason == Reason.STATE


def test_waiting_where_a_seat_is_free_is_offered_it_at_once(day):
    session = clinic(day, seats=2)
    assert wait_for_seat(session=session, person=day.anna).state == "offered"


def test_more_seats_go_to_those_who_wait(day, line):
    session, (first, second, third) = line
    edit_group(session=session, reach="this", by=day.coach.user, seats=4, words=TITLE)
    assert states(session) == {first: "offered", second: "offered", third: "waiting"}


def test_whoever_no_longer_works_here_is_passed_over(day, line):
    session, (first, second, _third) = line
    first.is_active = False
    first.save()
    leave_session(session=session, person=day.anna, by=day.anna)
    assert told("seat_offered") == {second}


def test_calling_off_ends_the_line(day, line):
    session, people = line
    cancel_session(session=session, by=day.coach.user)
    assert set(states(session).values()) == {"ended"}
    assert told("seat_gone") == set(people)


def test_the_line_ends_when_it_begins(day, line, time_machine):
    session, _people = line
    time_machine.move_to(session.starts_at + HOUR, tick=False)
    lapse_offers()
    assert set(states(session).values()) == {"ended"}
    assert not Message.objects.filter(kind="seat_gone").exists()


# topics


@pytest.fixture
def topic(day):
    """A topic on which nobody has a time."""
    return make_topic(day.house)


def test_nothing_comes_as_long_as_there_is_nothing(day, topic):
    wait_for_topic(topic=topic, person=day.anna)
    assert offer_topics() == 0


def test_a_clinic_on_the_topic_offers_a_seat_one_by_one(day, topic):
    for person in (day.anna, day.bea):
        wait_for_topic(topic=topic, person=person)
    day.coach.topics.add(topic)
    day.coach.opening_hours.all().delete()
    session = clinic(day, topic=topic, seats=1)
    assert offer_topics() == 1
    assert offer_topics() == 0
    assert (told("seat_offered"), services.free_seats(session)) == ({day.anna}, 0)
    assert refused(sign_up, session=session, person=day.carl).reason == Reason.SEATS
    lapse(day.anna)
    assert offer_topics() == 1
    sign_up(session=session, person=day.bea)
    assert helped_in(session) == {day.bea}


def test_free_times_are_told_of_one_by_one_a_day_apart(day, topic):
    for person in (day.anna, day.bea):
        wait_for_topic(topic=topic, person=person)
    day.other_coach.topics.add(topic)
    assert offer_topics() == 1
    assert told("topic_times") == {day.anna}
    assert offer_topics() == 0
    Waiting.objects.filter(person=day.anna).update(expires_at=timezone.now())
    lapse_offers()
    assert told("seat_lapsed") == set()
    assert offer_topics() == 1
    assert told("topic_times") == {day.bea}


def test_whoever_is_never_free_holds_nobody_up(day, topic):
    busy = day.other_coach.user
    wait_for_topic(topic=topic, person=busy)
    wait_for_topic(topic=topic, person=day.anna)
    day.other_coach.topics.add(topic)
    assert offer_topics() == 1
    assert told("topic_times") == {day.anna}


def test_no_longer_waiting_for_a_topic(day, topic):
    for _ in range(2):
        assert wait_for_topic(topic=topic, person=day.anna).state == "waiting"
    for _ in range(2):
        stop_waiting_for_topic(topic=topic, person=day.anna)
    assert [row.state for row in Waiting.objects.all()] == ["ended"]


def test_a_retired_topic_has_no_line(day):
    topic = make_topic(day.house, is_retired=True)
    assert refused(wait_for_topic, topic=topic, person=day.anna).reason == Reason.TOPIC
