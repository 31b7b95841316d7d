"""Another coach at another time, in one change: what must hold, and what everybody is told."""

from datetime import timedelta

import pytest

from coaches.models import TimeOff
from organisation.models import User
from sessions import services
from sessions.exceptions import BookingRefused, Reason, TimeTaken
from sessions.models import Session, State
from tests.factories import make_role, make_topic, make_user
from tests.sessions.extras import Day, people_of, told
from tests.sessions.racing import troubles
from tests.sessions.test_extras_messages import event_in
from tests.sessions.test_messages import delivered, sink, text_of

__all__ = ["sink"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = Day()
    day.coordinator = make_user(day.house)
    make_role(day.coordinator, "coordinator")
    return day


def reassign(day, session, coach=None, starts_at=None, by=None):
    return services.reassign_session(
        session=session, coach=coach or day.other_coach, starts_at=starts_at or day.at(13), by=by or day.coordinator
    )


def test_another_coach_at_another_time_is_one_change(day):
    session = day.book(together=[day.bea])
    reassign(day, session)
    session.refresh_from_db()
    assert (session.coach, session.starts_at, session.revision) == (day.other_coach, day.at(13), 1)
    assert session.ends_at - session.starts_at == timedelta(minutes=45)
    assert people_of(session) == {day.other_coach.user, day.anna, day.bea}
    assert told("session_reassigned", revision=1) == {day.anna, day.bea}
    assert told("session_booked", revision=1) == {day.other_coach.user}
    assert told("session_out", revision=1) == {day.coach.user}
    assert troubles() == 0


def test_with_its_own_coach_it_is_moved_and_at_its_own_time_handed_over(day):
    session = day.book()
    reassign(day, session, coach=day.coach)
    assert told("session_moved") == {day.coach.user, day.anna}
    session = reassign(day, session, starts_at=day.at(13))
    assert (session.coach, session.starts_at, session.revision) == (day.other_coach, day.at(13), 2)
    assert told("session_handed_over") == {day.anna}


def test_pressing_twice_changes_nothing(day):
    session = day.book()
    for _ in range(2):
        reassign(day, session)
    session.refresh_from_db()
    assert session.revision == 1


def test_the_new_coach_may_have_something_at_the_old_time(day):
    session = day.book()
    day.book(person=day.bea, coach=day.other_coach)
    reassign(day, session)
    assert troubles() == 0


def test_the_helped_may_have_been_there_already(day):
    """Only the session itself stands at the new time, half an hour later."""
    session = day.book()
    reassign(day, session, starts_at=day.at(10, 30))
    session.refresh_from_db()
    assert (session.starts_at, troubles()) == (day.at(10, 30), 0)


def refusals(day):
    def taken():
        day.book(day.at(13), person=day.bea, coach=day.other_coach)

    def helped_elsewhere():
        third = day.book(day.at(13), person=day.anna, coach=day.third)
        assert third.state == State.BOOKED

    def away():
        during = (day.at(12), day.at(15))
        TimeOff.objects.create(institution=day.house, coach=day.other_coach, during=during)

    def not_theirs():
        day.other_coach.topics.set([make_topic(day.house)])

    def closed():
        day.other_coach.opening_hours.all().delete()

    return {
        Reason.COACH_BUSY: taken,
        Reason.PERSON_BUSY: helped_elsewhere,
        Reason.TIME_OFF: away,
        Reason.TOPIC: not_theirs,
        Reason.OPENING_HOURS: closed,
    }


@pytest.mark.parametrize(
    "reason", [Reason.COACH_BUSY, Reason.PERSON_BUSY, Reason.TIME_OFF, Reason.TOPIC, Reason.OPENING_HOURS]
)
def test_every_rule_is_asked_and_it_stays_as_it_was(day, reason):
    day.third = Day(house=day.house).coach
    day.third.topics.add(day.topic)
    session = day.book()
    refusals(day)[reason]()
    with pytest.raises(BookingRefused) as refused:
        reassign(day, session)
    assert refused.value.reason == reason
    assert isinstance(refused.value, TimeTaken) is (reason in (Reason.COACH_BUSY, Reason.PERSON_BUSY))
    stayed = Session.objects.get(pk=session.pk)
    assert (stayed.coach, stayed.starts_at, stayed.revision) == (day.coach, day.at(10), 0)
    assert people_of(stayed) == {day.coach.user, day.anna}
    assert told("session_out") == set()


def test_what_was_called_off_stays_with_its_coach(day):
    session = day.book()
    services.cancel_session(session=session, by=day.anna)
    with pytest.raises(BookingRefused) as refused:
        reassign(day, session)
    assert refused.value.reason == Reason.STATE


def test_each_calendar_gets_what_is_true_for_it(day, sink):
    User.objects.filter(institution=day.house).update(language="en")
    session = day.book()
    delivered(sink)
    reassign(day, session)
    mails = delivered(sink)
    assert set(mails) == {day.coach.user.email, day.other_coach.user.email, day.anna.email}

    method, event, _people = event_in(mails[day.anna.email])
    assert (method, event["SEQUENCE"], event["DTSTART"].dt) == ("REQUEST", 1, day.at(13))
    assert "another coach takes your session, at another time" in text_of(mails[day.anna.email])
    assert "Earlier time" in text_of(mails[day.anna.email])

    method, event, _people = event_in(mails[day.coach.user.email])
    assert (method, event["SEQUENCE"], event["DTSTART"].dt) == ("CANCEL", 1, day.at(10))
    method, event, _people = event_in(mails[day.other_coach.user.email])
    assert (method, event["SEQUENCE"], event["DTSTART"].dt) == ("REQUEST", 1, day.at(13))
