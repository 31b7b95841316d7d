"""Everyone at the same request at the same instant; with a control that has no lock and takes without looking.

RACES=20 runs each race twenty times over.
"""

import os
from datetime import timedelta

import pytest

from coordination import services
from coordination.exceptions import RequestClosed
from coordination.models import HelpRequest
from coordination.services import answer_request, assigning, withdraw_request
from sessions.exceptions import BookingRefused
from sessions.models import Session
from sessions.services import book_session, decline_session
from tests.coordination.asking import Asking
from tests.factories import make_role
from tests.sessions.racing import Meet, at_once, done, troubles

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]
ROUNDS = 5 * int(os.environ.get("RACES", 1))
HOUR = timedelta(hours=1)
State = HelpRequest.State


@pytest.fixture
def clock(time_machine):
    """Nothing stands still here: threads wait for each other by the clock."""


@pytest.fixture
def asking(transactional_db):
    return Asking()


@pytest.fixture
def takers(asking):
    """Two coordinators and two coaches, each with a time that no other wants; `by` and `coach`."""
    coordinators = [asking.person() for _ in range(2)]
    for person in coordinators:
        make_role(person, "coordinator")
    own = [asking.coach_of(asking.topic) for _ in range(2)]
    others = [asking.coach_of(asking.topic) for _ in range(2)]
    return [*zip(coordinators, others, strict=True), *((coach.user, coach) for coach in own)]


def times_for(asking):
    """A time for each of the takers on the next working day, two hours apart."""
    found = assigning.rank_coaches(assigning.need_of(HelpRequest.objects.for_list().first()))[0]
    nine = found.times[-1].starts_at
    return [nine + 2 * n * HOUR for n in range(4)]


def race(asking, takers, request) -> list[object]:
    """All of them answer `request` at once."""
    times = times_for(asking)
    return at_once(
        *(
            lambda by=by, coach=coach, at=at: answer_request(request=request, coach=coach, starts_at=at, by=by)
            for (by, coach), at in zip(takers, times, strict=True)
        )
    )


def closed(results) -> int:
    return sum(isinstance(result, RequestClosed) for result in results)


def test_of_two_coordinators_and_two_coaches_one_takes_it(asking, takers):
    for number in range(ROUNDS):
        request = asking.ask(person=asking.person(), about=f"Kierros {number}")
        results = race(asking, takers, request)
        assert (len(done(results)), closed(results)) == (1, 3), results
        assert asking.again(request).session == done(results)[0]
        Session.objects.all().delete()
        HelpRequest.objects.all().delete()


def test_without_the_lock_it_is_answered_more_than_once(asking, takers, monkeypatch):
    meet = Meet(parties=4, patience=30)
    monkeypatch.setattr(assigning, "lock_request", lambda request: HelpRequest.objects.for_list().get(pk=request.pk))
    monkeypatch.setattr(assigning, "take", lambda *args: None)
    monkeypatch.setattr(assigning, "book_session", meet.before(book_session))
    results = race(asking, takers, asking.ask())
    assert len(done(results)) > 1, results


def test_the_change_of_state_alone_is_enough(asking, takers, monkeypatch):
    """Behind the lock stands the condition of the change itself."""
    meet = Meet(parties=4, patience=30)
    monkeypatch.setattr(assigning, "lock_request", lambda request: HelpRequest.objects.for_list().get(pk=request.pk))
    monkeypatch.setattr(assigning, "book_session", meet.before(book_session))
    results = race(asking, takers, asking.ask())
    assert (len(done(results)), closed(results), Session.objects.count()) == (1, 3, 1), results


def test_withdrawn_or_answered_never_both(asking, takers):
    by, coach = takers[0]
    for number in range(ROUNDS):
        request = asking.ask(person=asking.person(), about=f"Kierros {number}")
        at = times_for(asking)[0]
        results = at_once(
            lambda r=request, t=at: answer_request(request=r, coach=coach, starts_at=t, by=by),
            lambda r=request: withdraw_request(request=r),
        )
        state, booked = asking.again(request).state, Session.objects.count()
        assert (state, booked, closed(results)) in ((State.ANSWERED, 1, 0), (State.WITHDRAWN, 0, 1)), results
        Session.objects.all().delete()
        HelpRequest.objects.all().delete()


def test_a_booking_of_ones_own_and_an_answer_do_not_wait_for_each_other_for_ever(asking, takers):
    by, coach = takers[0]
    for number in range(ROUNDS):
        request = asking.ask(person=asking.person(), about=f"Kierros {number}")
        first, second, *_ = times_for(asking)
        own = {"coach": takers[1][1], "topic": asking.topic, "person": request.person, "starts_at": second}
        results = at_once(
            lambda r=request, t=first: answer_request(request=r, coach=coach, starts_at=t, by=by),
            lambda w=own, r=request: book_session(**w, length=timedelta(minutes=45), by=r.person),
        )
        polite = [isinstance(result, (Session, RequestClosed, BookingRefused)) for result in results]
        assert all(polite), results
        assert (asking.again(request).state, troubles()) == (State.ANSWERED, 0)
        Session.objects.all().delete()
        HelpRequest.objects.all().delete()


def test_declining_and_answering_anew_do_not_wait_for_each_other_for_ever(asking, takers):
    (by, coach), (other, another) = takers[:2]
    for number in range(ROUNDS):
        request = asking.ask(person=asking.person(), about=f"Kierros {number}")
        first, second, *_ = times_for(asking)
        wish = {"coach": coach, "starts_at": first, "by": by, "propose": True}
        session = services.answer_request(request=request, **wish)
        results = at_once(
            lambda r=request, t=second: answer_request(request=r, coach=another, starts_at=t, by=other),
            lambda s=session, r=request: decline_session(session=s, by=r.person),
        )
        assert isinstance(results[1], Session), results
        expected = State.OPEN if closed(results) else State.ANSWERED
        assert (asking.again(request).state, troubles()) == (expected, 0)
        Session.objects.all().delete()
        HelpRequest.objects.all().delete()
