"""Leaving, handing over and accepting at the same instant as something else; each with a control that goes wrong."""

from datetime import timedelta

import pytest

from sessions import services
from sessions.models import Session, State
from sessions.services import booking, handing_over, planning, together
from tests.sessions.extras import Day
from tests.sessions.racing import Meet, at_once, done, polite, troubles

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meet(guarded, monkeypatch):
    """Two racers wait for each other just before they write."""
    point = Meet(parties=2, patience=0.3 if guarded else 30)
    for module in (booking, planning):
        monkeypatch.setattr(module, "hold", point.before(module.hold))
    for module in (booking, handing_over, together):
        monkeypatch.setattr(module, "change", point.before(module.change))
    return point


@pytest.fixture
def day(guarded):
    return Day()


def test_handing_over_meets_calling_off(day, meet, guarded):
    """Whoever comes second finds what the first left: nobody is told that a cancelled session goes on."""
    session = day.book()
    results = at_once(
        lambda: services.hand_over_session(session=session, coach=day.other_coach, by=day.coach.user),
        lambda: services.cancel_session(session=session, by=day.anna),
    )
    session.refresh_from_db()
    # Without the lock either one change is lost, or the two wait for each other until the database ends one of them.
    assert (polite(results) and session.revision == len(done(results))) is guarded
    if guarded:
        assert (session.state, troubles()) == (State.CANCELLED, 0)


def test_handing_over_meets_a_booking_of_the_new_coach(day, meet, guarded):
    session = day.book()
    results = at_once(
        lambda: services.hand_over_session(session=session, coach=day.other_coach, by=day.coach.user),
        lambda: day.book(person=day.bea, coach=day.other_coach),
    )
    assert polite(results)
    assert (len(done(results)), troubles() > 0) == ((1, False) if guarded else (2, True))


@pytest.mark.parametrize("guarded", [True], indirect=True, ids=["guarded"])
def test_two_coaches_hand_over_to_each_other(day, meet, guarded):
    """Each lock both: nobody deadlocks, and each is refused or finds the other's place free."""
    mine, yours = day.book(), day.book(person=day.bea, coach=day.other_coach)
    results = at_once(
        lambda: services.hand_over_session(session=mine, coach=day.other_coach, by=day.coach.user),
        lambda: services.hand_over_session(session=yours, coach=day.coach, by=day.other_coach.user),
    )
    assert polite(results)
    assert (done(results), troubles()) == ([], 0)


@pytest.mark.parametrize("guarded", [True], indirect=True, ids=["guarded"])
def test_a_move_that_waited_for_the_handing_over_asks_the_new_coach(day, meet, guarded):
    """The move began with the earlier coach; what it finds is the new one's calendar."""
    session = day.book()
    day.book(day.at(12), person=day.bea, coach=day.other_coach)
    results = at_once(
        lambda: services.hand_over_session(session=session, coach=day.other_coach, by=day.coach.user),
        lambda: services.move_session(session=session, starts_at=day.at(12), by=day.anna),
    )
    assert polite(results)
    assert troubles() == 0
    assert len(done(results)) == 1


def test_the_last_two_leave_at_once(day, meet, guarded):
    """One leaves, and for the other it is calling off: it never stands with nobody to help."""
    session = day.book(together=[day.bea])
    results = at_once(
        *(lambda p=person: services.leave_session(session=session, person=p, by=p) for person in (day.anna, day.bea))
    )
    session.refresh_from_db()
    assert (polite(results) and session.state == State.CANCELLED) is guarded


def test_a_colleague_is_brought_to_two_sessions(day, meet, guarded):
    results = at_once(
        lambda: day.book(together=[day.carl]),
        lambda: day.book(person=day.bea, coach=day.other_coach, together=[day.carl]),
    )
    assert polite(results)
    assert (len(done(results)), troubles() > 0) == ((1, False) if guarded else (2, True))


def test_a_series_meets_a_booking_of_one_of_its_times(day, meet, guarded):
    session = day.book()
    starts = [day.at(10) + timedelta(days=n) for n in (7, 14)]
    results = at_once(
        lambda: services.book_series(session=session, starts=starts, by=day.coach.user),
        lambda: day.book(starts[0], person=day.bea),
    )
    assert polite(results)
    assert (troubles() > 0) is not guarded
    assert Session.objects.count() in ((2, 3) if guarded else (4,))
