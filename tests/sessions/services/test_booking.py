"""Booking: what comes of it, and what is refused, with which reason."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError

from coaches.models import BusyTime, Channel, TimeOff
from notifications.models import Message
from organisation.models import ClosedDay, Role
from sessions.exceptions import Reason, TimeTaken
from sessions.models import Awaits, Session, State
from sessions.rules import Wish
from sessions.services.holding import constraints_speak, hold
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_session,
    make_site,
    make_topic,
    make_user,
    open_all_week,
)
from tests.sessions.services.common import DAY, HOUR, MINUTE, NOW, TEN, both, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_booking_holds_the_time_of_both_and_tells_them(scene, book):
    session = book(about="Wilma")
    session.refresh_from_db()
    assert (session.state, session.starts_at, session.ends_at) == (State.BOOKED, TEN, TEN + HOUR)
    assert (session.site, session.sector) == (scene.teacher.home_site, scene.teacher.home_sector)
    assert (session.channel, session.link) == (Channel.ONLINE, "https://meet.example/1")
    assert (session.buffer_before_minutes, session.buffer_after_minutes, session.revision) == (0, 10, 0)
    assert (session.booked_by, session.passes_rules, session.about) == (scene.teacher, False, "Wilma")
    rows = session.participations.order_by("role").values_list("person_id", "role", "active")
    assert list(rows) == [(scene.coach.user_id, "coach", True), (scene.teacher.pk, "helped", True)]
    assert told(session, "session_booked") == told(session, "session_reminder") == both(scene)
    scene.coach.refresh_from_db()
    assert scene.coach.last_booked_at == NOW


def test_asking_twice_books_once_and_tells_once(scene, book):
    assert book() == book()
    assert Session.objects.count() == 1
    assert Message.objects.filter(kind="session_booked").count() == 2


def test_the_time_of_another_is_taken_and_nothing_is_left_behind(scene, book):
    book()
    other = make_user(scene.house)
    before = Message.objects.count()
    with pytest.raises(TimeTaken) as refusal:
        book(TEN + HOUR / 2, person=other)
    assert refusal.value.reason == Reason.COACH_BUSY
    assert (Session.objects.count(), Message.objects.count()) == (1, before)


def test_a_pause_of_ten_minutes_is_kept_after_a_session(scene, book):
    book()
    other = make_user(scene.house)
    assert refused(book, TEN + HOUR, person=other) == Reason.COACH_BUSY
    assert book(TEN + HOUR + 15 * MINUTE, person=other)


def test_nobody_is_booked_in_two_places(scene, book):
    book()
    other = make_coach(scene.house, scene.topic)
    open_all_week(other)
    assert refused(book, coach=other) == Reason.PERSON_BUSY
    assert book(TEN + HOUR, coach=other)  # nobody's pause is the teacher's


def test_a_coach_who_is_helped_cannot_help_meanwhile(scene, book):
    other = make_coach(scene.house, scene.topic)
    open_all_week(other)
    book(coach=other, person=scene.coach.user)
    assert refused(book) == Reason.COACH_BUSY


def off(model):
    def put(scene):
        model.objects.create(institution=scene.house, coach=scene.coach, during=(TEN + 45 * MINUTE, TEN + DAY))

    return put


def set_on(name, **values):
    def put(scene):
        thing = getattr(scene, name)
        for key, value in values.items():
            setattr(thing, key, value)
        thing.save()

    return put


def close_the_day(scene):
    ClosedDay.objects.create(institution=scene.house, day=date(2026, 12, 2))


def fill_the_day(scene):
    scene.coach.daily_cap = 1
    scene.coach.save()
    make_session(scene.coach, make_user(scene.house), TEN - 2 * HOUR)


def fill_the_week(scene):
    scene.coach.weekly_cap = 1
    scene.coach.save()
    make_session(scene.coach, make_user(scene.house), TEN - 2 * DAY)


PASSABLE = [
    (set_on("house", minimum_notice_minutes=7 * 24 * 60), Reason.NOTICE, {}),
    (set_on("house", horizon_days=6), Reason.HORIZON, {}),
    (set_on("coach", paused_until=date(2026, 12, 3)), Reason.PAUSED, {}),
    (set_on("house", step_minutes=60), Reason.STEP, {"starts_at": TEN + 15 * MINUTE}),
    (set_on("house"), Reason.OPENING_HOURS, {"starts_at": TEN + 5 * HOUR + 15 * MINUTE}),
    (close_the_day, Reason.CLOSED, {}),
    (fill_the_day, Reason.DAILY_CAP, {}),
    (fill_the_week, Reason.WEEKLY_CAP, {}),
]
BINDING = [
    (off(TimeOff), Reason.TIME_OFF, {}),
    (off(BusyTime), Reason.BUSY_TIME, {}),
    (set_on("coach", is_active=False), Reason.COACH_CLOSED, {}),
    (set_on("topic", is_retired=True), Reason.TOPIC, {}),
    (lambda scene: scene.coach.topics.clear(), Reason.TOPIC, {}),
    (set_on("house"), Reason.LENGTH, {"length": 4 * MINUTE}),
    (set_on("house"), Reason.LENGTH, {"length": 9 * HOUR}),
    (set_on("house"), Reason.PAST, {"starts_at": NOW - MINUTE}),
]


@pytest.mark.parametrize(("make_so", "reason", "asked"), PASSABLE + BINDING)
def test_each_rule_refuses_with_its_reason(scene, book, make_so, reason, asked):
    make_so(scene)
    assert refused(book, **asked) == reason
    assert not told(scene.coach, "session_booked")


@pytest.mark.parametrize(("make_so", "reason", "asked"), PASSABLE)
def test_the_coach_may_pass_some_rules_and_it_is_marked(scene, book, make_so, reason, asked):
    make_so(scene)
    assert refused(book, **asked, pass_rules=True) == reason  # a teacher can ask for it, and does not get it
    assert refused(book, **asked, by=scene.coach.user) == reason  # nor does a coach who did not ask
    assert book(**asked, by=scene.coach.user, pass_rules=True).passes_rules


@pytest.mark.parametrize(("make_so", "reason", "asked"), BINDING)
def test_nobody_passes_the_others(scene, book, make_so, reason, asked):
    make_so(scene)
    assert refused(book, **asked, by=scene.coach.user, pass_rules=True) == reason


def test_without_a_notice_a_time_can_be_booked_until_it_starts(scene, book):
    set_on("house", minimum_notice_minutes=0)(scene)
    assert book(starts_at=NOW).starts_at == NOW


def test_what_passes_no_rule_is_not_marked(scene, book):
    assert not book(by=scene.coach.user, pass_rules=True).passes_rules


def test_a_coordinator_passes_rules_for_people_in_scope_only(scene, book):
    fill_the_day(scene)
    near, far = make_user(scene.house), make_user(scene.house)
    make_role(near, Role.Kind.COORDINATOR, site=scene.teacher.home_site)
    make_role(far, Role.Kind.COORDINATOR, site=make_site(scene.house))
    assert refused(book, by=far, pass_rules=True) == Reason.NOT_YOURS
    assert book(by=near, pass_rules=True).passes_rules


def test_a_coach_books_a_colleague_with_oneself_alone(scene, book):
    other = make_coach(scene.house, scene.topic)
    open_all_week(other)
    assert refused(book, by=other.user) == Reason.NOT_YOURS
    session = book(coach=other, by=other.user)
    assert session.booked_by == other.user
    assert told(session, "session_booked") == {other.user_id, scene.teacher.pk}


def test_whom_one_may_not_book(scene, book):
    assert refused(book, person=scene.coach.user) == Reason.YOURSELF
    assert refused(book, person=make_user(scene.house), by=scene.teacher) == Reason.NOT_YOURS
    assert refused(book, person=make_user(make_institution())) == Reason.NOT_YOURS
    assert refused(book, person=make_user(scene.house, is_active=False)) == Reason.NOT_YOURS


def test_the_open_topic_is_every_coachs(scene, book):
    assert book(topic=make_topic(scene.house, is_open=True))


def test_the_constraints_speak_where_a_rule_was_forgotten(scene, book):
    first, other = book(), make_coach(scene.house, scene.topic)

    def forget(coach, person):
        wish = Wish(coach=coach, people=(person,), topic=scene.topic, starts_at=TEN, ends_at=TEN + HOUR, by=person)
        return hold(wish, SimpleNamespace(place=None, passes_rules=False), state=State.BOOKED)

    assert refused(forget, scene.coach, make_user(scene.house)) == Reason.COACH_BUSY
    assert refused(forget, other, scene.teacher) == Reason.PERSON_BUSY
    assert list(Session.objects.all()) == [first]


def test_other_mistakes_are_not_taken_for_a_taken_time(scene, book):
    session = book()
    with pytest.raises(IntegrityError, match="a_proposed_session_awaits_someone"), constraints_speak():
        Session.objects.filter(pk=session.pk).update(awaits=Awaits.COACH)
