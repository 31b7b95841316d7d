"""Everyone at the same instant. Each race is run as it is, and without lock and constraints, to see it fail.

RACES=20 runs each race twenty times over.
"""

from datetime import datetime, time, timedelta
from time import sleep
from types import SimpleNamespace

import pytest
from django.utils import timezone

from notifications.models import Message
from sessions import services
from sessions.exceptions import BookingRefused
from sessions.models import Session, State
from sessions.services import away, booking, proposing
from tests.factories import make_coach, make_institution, make_session, make_topic, make_user, open_all_week
from tests.sessions.conftest import TIMES
from tests.sessions.racing import Meet, at_once, done, polite, troubles, without_constraints, without_locks

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
MANY = 20
AS_IT_IS = pytest.mark.parametrize("guarded", [True] * TIMES, indirect=True)


@pytest.fixture
def meet(guarded, monkeypatch):
    """Two racers wait for each other just before they write."""
    point = Meet(parties=2, patience=0.3 if guarded else 30)
    for module in (booking, proposing):
        for write in ("hold", "change"):
            monkeypatch.setattr(module, write, point.before(getattr(module, write)))
    return point


@pytest.fixture
def scene(guarded):
    """Two coaches and many teachers, on a Wednesday at 10 that is more than a week away."""
    house = make_institution(buffer_after_minutes=0)
    topic = make_topic(house)
    coaches = [make_coach(house, topic) for _ in range(2)]
    for coach in coaches:
        open_all_week(coach)
    today = timezone.localdate()
    wednesday = today + timedelta(days=7 + (2 - today.weekday()) % 7)
    ten = datetime.combine(wednesday, time(10), house.tz)
    teachers = [make_user(house) for _ in range(MANY)]
    return SimpleNamespace(house=house, topic=topic, coaches=coaches, teachers=teachers, ten=ten)


def book(scene, coach, person, starts_at, by=None) -> Session:
    return services.book_session(
        coach=coach, topic=scene.topic, person=person, starts_at=starts_at, length=HOUR, by=by or person
    )


def test_twenty_want_one_slot(scene, guarded):
    results = at_once(*(lambda p=person: book(scene, scene.coaches[0], p, scene.ten) for person in scene.teachers))
    assert polite(results)
    assert (len(done(results)) > 1, troubles() > 0) == (not guarded, not guarded)


@AS_IT_IS
def test_the_lock_alone_is_enough(scene, guarded):
    with without_constraints():
        results = at_once(*(lambda p=person: book(scene, scene.coaches[0], p, scene.ten) for person in scene.teachers))
        assert (len(done(results)), troubles()) == (1, 0)


@AS_IT_IS
def test_the_constraints_alone_let_nobody_in_twice(scene, guarded, monkeypatch):
    without_locks(monkeypatch)
    few = scene.teachers[:4]  # without the lock they wait for each other's deadlock to be found, a second each
    results = at_once(*(lambda p=person: book(scene, scene.coaches[0], p, scene.ten) for person in few))
    assert (len(done(results)), troubles()) == (1, 0)


def test_one_teacher_books_two_coaches_at_the_same_time(scene, meet, guarded):
    teacher = scene.teachers[0]
    results = at_once(*(lambda c=coach: book(scene, c, teacher, scene.ten) for coach in scene.coaches))
    assert polite(results)
    assert (len(done(results)), troubles() > 0) == ((1, False) if guarded else (2, True))


def test_a_double_click_books_once(scene, meet, guarded):
    teacher, coach = scene.teachers[0], scene.coaches[0]
    results = at_once(*(lambda: book(scene, coach, teacher, scene.ten) for _ in range(2)))
    assert polite(results)
    assert len({session.pk for session in done(results)}) == (1 if guarded else 2)
    assert len(done(results)) == 2


def test_a_colleague_is_booked_by_two_coaches(scene, meet, guarded):
    person = scene.teachers[0]
    results = at_once(*(lambda c=coach: book(scene, c, person, scene.ten, by=c.user) for coach in scene.coaches))
    assert polite(results)
    assert (len(done(results)), troubles() > 0) == ((1, False) if guarded else (2, True))


def test_two_coaches_book_each_other(scene, meet, guarded):
    one, two = scene.coaches
    results = at_once(
        lambda: book(scene, one, two.user, scene.ten, by=two.user),
        lambda: book(scene, two, one.user, scene.ten, by=one.user),
    )
    assert polite(results)
    assert (len(done(results)), troubles() > 0) == ((1, False) if guarded else (2, True))


def test_a_booking_meets_a_move_to_the_same_time(scene, meet, guarded):
    coach, (first, second, *_) = scene.coaches[0], scene.teachers
    session = make_session(coach, first, scene.ten)
    noon = scene.ten + 2 * HOUR
    results = at_once(
        lambda: book(scene, coach, second, noon),
        lambda: services.move_session(session=session, starts_at=noon, by=first),
    )
    assert polite(results)
    assert (len(done(results)), troubles() > 0) == ((1, False) if guarded else (2, True))


def test_two_sessions_move_to_the_same_time(scene, meet, guarded):
    coach, (first, second, *_) = scene.coaches[0], scene.teachers
    early, late = make_session(coach, first, scene.ten - HOUR), make_session(coach, second, scene.ten + HOUR)
    results = at_once(
        lambda: services.move_session(session=early, starts_at=scene.ten, by=first),
        lambda: services.move_session(session=late, starts_at=scene.ten, by=second),
    )
    assert polite(results)
    assert (len(done(results)), troubles() > 0) == ((1, False) if guarded else (2, True))


def test_two_sessions_of_the_same_people_move_crosswise(scene, meet, guarded):
    """Each coach helps the other: the two moves lock the same two people, and overlap by half an hour."""
    one, two = scene.coaches
    first, second = make_session(one, two.user, scene.ten - 2 * HOUR), make_session(two, one.user, scene.ten + 2 * HOUR)
    results = at_once(
        lambda: services.move_session(session=first, starts_at=scene.ten, by=one.user),
        lambda: services.move_session(session=second, starts_at=scene.ten + HOUR / 2, by=two.user),
    )
    assert polite(results)
    assert (len(done(results)), troubles() > 0) == ((1, False) if guarded else (2, True))


def test_a_move_into_anothers_place_waits_for_nobody(scene, guarded):
    """Two sessions that want each other's time are both refused, or one finds the other gone; nobody deadlocks."""
    coach, (first, second, *_) = scene.coaches[0], scene.teachers
    early, late = make_session(coach, first, scene.ten), make_session(coach, second, scene.ten + 2 * HOUR)
    results = at_once(
        lambda: services.move_session(session=early, starts_at=late.starts_at, by=first),
        lambda: services.move_session(session=late, starts_at=early.starts_at, by=second),
    )
    assert polite(results)
    assert (done(results), troubles()) == ([], 0)


def test_a_booking_meets_time_off(scene, meet, guarded):
    """Either the time off lists the session, or the booking is refused: no session is left that nobody told of."""
    coach, teacher = scene.coaches[0], scene.teachers[0]

    def go_away() -> list[Session]:
        meet()  # the booking has been checked
        hit = away.take_time_off(coach=coach, starts_at=scene.ten - HOUR, ends_at=scene.ten + HOUR)
        meet()
        return hit

    booked, hit = at_once(lambda: book(scene, coach, teacher, scene.ten), go_away)
    assert polite([booked, hit])
    unseen = isinstance(booked, Session) and booked not in hit
    assert unseen is not guarded


def test_an_answer_meets_the_end_of_the_proposal(scene, meet, guarded):
    """A yes in the last moment counts, or comes too late; never both."""
    coach, teacher = scene.coaches[0], scene.teachers[0]
    ends = timezone.now() + timedelta(seconds=2)
    proposal = make_session(coach, teacher, scene.ten, state=State.PROPOSED, expires_at=ends)

    def lapse() -> int:
        while timezone.now() <= ends:
            sleep(0.05)
        return services.lapse_proposals()

    meet.patience = 3 if guarded else 30  # the yes waits until the clock has struck
    accepted, lapsed = at_once(lambda: services.accept_session(session=proposal, by=teacher), lapse)
    assert polite([accepted, lapsed])
    told = Message.objects.filter(kind__in=("session_booked", "session_lapsed")).exclude(state="withdrawn")
    both = len(set(told.values_list("kind", flat=True))) == 2
    assert (isinstance(accepted, Session) and lapsed == 1, both) == (not guarded, not guarded)
    assert troubles() == 0 or not guarded


def test_calling_off_meets_moving(scene, meet, guarded):
    """Each finds what the other left: two changes are two revisions, or one of them is refused."""
    coach, teacher = scene.coaches[0], scene.teachers[0]
    session = make_session(coach, teacher, scene.ten)
    results = at_once(
        lambda: services.move_session(session=session, starts_at=scene.ten + HOUR, by=teacher),
        lambda: services.cancel_session(session=session, by=coach.user),
    )
    assert polite(results)
    session.refresh_from_db()
    assert (session.revision == len(done(results))) is guarded
    assert session.state == State.CANCELLED or not guarded
    assert troubles() == 0 or not guarded


@AS_IT_IS
def test_calling_off_twice_at_once_is_one_change(scene, meet, guarded):
    coach, teacher = scene.coaches[0], scene.teachers[0]
    session = make_session(coach, teacher, scene.ten)
    results = at_once(*(lambda: services.cancel_session(session=session, by=teacher) for _ in range(2)))
    assert polite(results)
    assert len(done(results)) == 2
    told = Message.objects.filter(kind="session_cancelled", recipient=coach.user)
    assert {message.revision for message in told} == {1}


def test_the_last_place_under_a_cap_goes_to_one(scene, meet, guarded):
    coach, (first, second, *_) = scene.coaches[0], scene.teachers
    coach.daily_cap = 1
    coach.save()
    results = at_once(
        lambda: book(scene, coach, first, scene.ten), lambda: book(scene, coach, second, scene.ten + 2 * HOUR)
    )
    assert polite(results)
    assert len(done(results)) == (1 if guarded else 2)


@AS_IT_IS
def test_a_week_of_everything_at_once_ends_in_order(scene, guarded):
    """Twenty teachers book, move and cancel on the same few times: whatever comes of it, nobody is in two places."""

    def live(number: int) -> list:
        person, coach = scene.teachers[number], scene.coaches[number % 2]
        outcomes = []
        for turn in range(6):
            try:
                at = scene.ten + (number + turn) % 4 * HOUR / 2
                mine = Session.objects.of(person).filter(state=State.BOOKED).first()
                if mine is None:
                    outcomes.append(book(scene, coach, person, at))
                elif turn % 3:
                    outcomes.append(services.move_session(session=mine, starts_at=at, by=person))
                else:
                    outcomes.append(services.cancel_session(session=mine, by=person))
            except BookingRefused as refusal:
                outcomes.append(refusal)
        return outcomes

    results = at_once(*(lambda n=number: live(n) for number in range(8)))
    assert polite(results)
    assert troubles() == 0
    assert any(done(outcomes) for outcomes in results)
