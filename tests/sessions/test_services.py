"""What people do with sessions: what comes of it, and what is refused, with which reason."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection
from django.db.models import ProtectedError
from django.utils import timezone

from coaches.models import BusyTime, Channel, TimeOff, WorkLog
from notifications.models import Message
from organisation.models import ClosedDay, Role
from sessions import services
from sessions.exceptions import BookingRefused, Reason, TimeTaken
from sessions.models import Awaits, Participation, Session, SessionEvent, State
from sessions.rules import Wish
from sessions.services.holding import constraints_speak, hold
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_sector,
    make_session,
    make_site,
    make_topic,
    make_user,
    open_all_week,
)
from tests.sessions.racing import troubles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday, noon in Helsinki
TEN = datetime(2026, 12, 2, 8, tzinfo=UTC)  # a week later at 10
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def scene():
    house = make_institution()
    topic = make_topic(house)
    coach = make_coach(house, topic, meeting_link="https://meet.example/1")
    open_all_week(coach)
    teacher = make_user(house, home_site=make_site(house), home_sector=make_sector(house))
    return SimpleNamespace(house=house, topic=topic, coach=coach, teacher=teacher)


@pytest.fixture
def book(scene):
    """`book()`: the teacher books an hour with the coach; anything may be said otherwise."""

    def book(starts_at=TEN, **other) -> Session:
        usual = {"coach": scene.coach, "topic": scene.topic, "person": scene.teacher, "length": HOUR}
        usual["by"] = other.get("person", scene.teacher)
        return services.book_session(starts_at=starts_at, **{**usual, **other})

    return book


@pytest.fixture
def propose(scene):
    def propose(starts_at=TEN, awaits=Awaits.TEACHER) -> Session:
        usual = {"coach": scene.coach, "topic": scene.topic, "person": scene.teacher, "length": HOUR}
        return services.propose_session(starts_at=starts_at, by=scene.coach.user, awaits=awaits, **usual)

    return propose


def refused(act, *args, **kwargs) -> Reason:
    with pytest.raises(BookingRefused) as refusal:
        act(*args, **kwargs)
    assert str(refusal.value)
    return refusal.value.reason


def told(session: Session, kind: str, state: str = Message.State.WAITING) -> set[int]:
    """Who is to get a message of `kind`."""
    rows = Message.objects.filter(kind=kind, thing_id=session.pk, state=state)
    return set(rows.values_list("recipient_id", flat=True))


def both(scene) -> set[int]:
    return {scene.coach.user_id, scene.teacher.pk}


# Booking


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
    (set_on("house"), Reason.PAST, {"starts_at": NOW}),
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


# Moving


def test_a_move_keeps_the_event_and_frees_the_old_time(scene, book):
    session = book()
    moved = services.move_session(session=session, starts_at=TEN + 2 * HOUR, by=scene.teacher)
    assert (moved.pk, moved.uid, moved.revision) == (session.pk, session.uid, 1)
    assert (moved.starts_at, moved.ends_at) == (TEN + 2 * HOUR, TEN + 3 * HOUR)
    assert told(moved, "session_moved") == both(scene)
    assert told(moved, "session_booked") == set()
    assert troubles() == 0
    assert book(person=make_user(scene.house))


def test_a_session_does_not_stand_in_its_own_way(scene, book):
    scene.coach.daily_cap = 1
    scene.coach.save()
    session = book()
    assert services.move_session(session=session, starts_at=TEN + 15 * MINUTE, by=scene.teacher).revision == 1
    assert services.move_session(session=session, starts_at=TEN + 15 * MINUTE, by=scene.teacher).revision == 1


def test_a_refused_move_leaves_everything(scene, book):
    session = book()
    book(TEN + 2 * HOUR, person=make_user(scene.house))
    assert refused(services.move_session, session=session, starts_at=TEN + 2 * HOUR, by=scene.teacher) == (
        Reason.COACH_BUSY
    )
    session.refresh_from_db()
    assert (session.starts_at, session.revision) == (TEN, 0)
    assert troubles() == 0


def test_what_was_booked_stays_with_a_retired_topic_when_it_moves(scene, book):
    session = book()
    scene.topic.is_retired = True
    scene.topic.save()
    scene.coach.topics.clear()
    assert services.move_session(session=session, starts_at=TEN + HOUR, by=scene.teacher)


@pytest.mark.parametrize("state", [State.CANCELLED, State.LAPSED, State.HELD, State.PROPOSED])
def test_only_a_booked_session_moves(scene, state):
    session = make_session(scene.coach, scene.teacher, TEN, state=state)
    assert refused(services.move_session, session=session, starts_at=TEN + HOUR, by=scene.teacher) == Reason.STATE


def test_what_has_begun_does_not_move(scene, clock, book):
    session = book()
    clock.move_to(TEN, tick=False)
    assert refused(services.move_session, session=session, starts_at=TEN + DAY, by=scene.teacher) == Reason.STATE


# Calling off


def test_calling_off_frees_the_time_and_tells_both(scene, book):
    session = services.cancel_session(session=book(), by=scene.teacher)
    assert (session.state, session.revision, session.holds_time) == (State.CANCELLED, 1, False)
    assert told(session, "session_cancelled") == both(scene)
    assert told(session, "session_reminder") == set()
    assert book(person=make_user(scene.house))


def test_calling_off_twice_changes_nothing(scene, book):
    session = services.cancel_session(session=book(), by=scene.teacher)
    assert services.cancel_session(session=session, by=scene.coach.user, reason="again").revision == 1
    assert Session.objects.get().cancel_reason == ""


@pytest.mark.parametrize(("before", "needed"), [(12 * HOUR, False), (12 * HOUR - MINUTE, True)])
def test_after_the_deadline_a_reason_is_needed(scene, clock, book, before, needed):
    session = book()
    clock.move_to(TEN - before, tick=False)
    assert services.reason_is_needed(session) is needed
    if needed:
        assert refused(services.cancel_session, session=session, by=scene.teacher) == Reason.REASON_NEEDED
        assert refused(services.cancel_session, session=session, by=scene.teacher, reason="  ") == Reason.REASON_NEEDED
    session = services.cancel_session(session=session, by=scene.teacher, reason=" Ill " if needed else "")
    session.refresh_from_db()
    assert (session.state, session.cancel_reason) == (State.CANCELLED, "Ill" if needed else "")


def test_what_has_begun_is_not_called_off(scene, clock, book):
    session = book()
    clock.move_to(TEN, tick=False)
    assert refused(services.cancel_session, session=session, by=scene.teacher, reason="x") == Reason.STATE


# Proposing


def test_a_proposal_holds_the_time_until_it_is_answered(scene, propose, book):
    session = propose()
    assert (session.state, session.awaits, session.expires_at) == (State.PROPOSED, Awaits.TEACHER, NOW + 3 * DAY)
    assert told(session, "session_proposed") == {scene.teacher.pk}
    assert refused(book, person=make_user(scene.house)) == Reason.COACH_BUSY


def test_a_proposal_ends_at_the_minimum_notice_where_that_comes_first(propose):
    assert propose(NOW + 2 * DAY).expires_at == NOW + 2 * DAY - 4 * HOUR


def test_yes_books_it_and_twice_yes_is_one(scene, propose):
    session = services.accept_session(session=propose(), by=scene.teacher)
    assert (session.state, session.awaits, session.expires_at, session.revision) == (State.BOOKED, "", None, 1)
    assert told(session, "session_booked") == told(session, "session_reminder") == both(scene)
    assert services.accept_session(session=session, by=scene.teacher).revision == 1


def test_no_frees_the_time(scene, propose, book):
    session = services.decline_session(session=propose(), by=scene.teacher, reason="Rather in spring")
    assert (session.state, session.cancel_reason) == (State.CANCELLED, "Rather in spring")
    assert told(session, "session_declined") == {scene.coach.user_id}
    assert services.decline_session(session=session, by=scene.teacher).revision == 1
    assert book(person=make_user(scene.house))


def test_a_proposal_is_withdrawn_without_a_reason(scene, propose):
    assert services.cancel_session(session=propose(), by=scene.coach.user).state == State.CANCELLED


def test_an_answer_after_the_end_is_too_late(scene, clock, propose):
    session = propose()
    clock.move_to(NOW + 3 * DAY, tick=False)
    assert refused(services.accept_session, session=session, by=scene.teacher) == Reason.STATE
    assert refused(services.decline_session, session=session, by=scene.teacher) == Reason.STATE


def test_a_proposal_that_nobody_answered_lapses(scene, clock, propose, book):
    session = propose()
    assert services.lapse_proposals() == 0
    clock.move_to(NOW + 3 * DAY, tick=False)
    assert (services.lapse_proposals(), services.lapse_proposals()) == (1, 0)
    session.refresh_from_db()
    assert (session.state, session.awaits, session.revision) == (State.LAPSED, "", 1)
    assert told(session, "session_lapsed") == both(scene)
    assert book(person=make_user(scene.house))


# Closing


@pytest.fixture
def past(scene):
    return make_session(
        scene.coach,
        scene.teacher,
        NOW - 2 * HOUR,
        site=scene.teacher.home_site,
        sector=scene.teacher.home_sector,
        channel=Channel.PHONE,
    )


def close(session, held, **more) -> Session:
    return services.close_session(session=session, held=held, by=session.coach.user, **more)


def test_held_writes_one_row_of_the_coachs_work(scene, past):
    session = close(past, held=True)
    row = session.work_log
    assert (session.state, row.user, row.minutes, row.kind) == (State.HELD, scene.coach.user, 60, "session")
    assert (row.starts_at, row.topic, row.channel) == (past.starts_at, scene.topic, Channel.PHONE)
    assert (row.site, row.sector) == (scene.teacher.home_site, scene.teacher.home_sector)
    assert list(row.persons.all()) == [scene.teacher]
    assert session.revision == 0  # nobody's calendar changes by it


def test_closing_again_corrects_the_same_row(past):
    first = close(past, held=True).work_log_id
    assert close(past, held=True, minutes=75).work_log_id == first
    assert WorkLog.objects.get().minutes == 75


def test_not_held_takes_the_row_and_the_time_back(scene, past):
    close(past, held=True)
    session = close(past, held=False)
    session.refresh_from_db()
    assert (session.state, session.work_log, WorkLog.objects.count()) == (State.NOT_HELD, None, 0)
    assert not Participation.objects.filter(active=True).exists()
    assert close(past, held=True).work_log.minutes == 60
    assert Participation.objects.filter(active=True).count() == 2


def test_held_after_all_gives_way_to_what_took_its_time(scene, past):
    close(past, held=False)
    make_session(scene.coach, make_user(scene.house), past.starts_at)
    assert refused(close, past, held=True) == Reason.COACH_BUSY
    past.refresh_from_db()
    assert (past.state, WorkLog.objects.count()) == (State.NOT_HELD, 0)


@pytest.mark.parametrize("state", [State.CANCELLED, State.LAPSED, State.PROPOSED])
def test_what_was_not_booked_is_not_closed(scene, state):
    session = make_session(scene.coach, scene.teacher, NOW - 2 * HOUR, state=state)
    assert refused(close, session, held=True) == Reason.STATE


def test_a_session_is_closed_once_it_has_begun(scene, clock, book):
    session = book()
    clock.move_to(TEN - MINUTE, tick=False)
    assert refused(close, session, held=True) == Reason.STATE
    clock.move_to(TEN, tick=False)
    assert close(session, held=True).state == State.HELD


def test_a_month_freezes_14_days_after_its_end(clock, past):
    freezes = datetime(2026, 12, 14, 22, tzinfo=UTC)  # midnight in Helsinki
    clock.move_to(freezes - MINUTE, tick=False)
    assert close(past, held=True).state == State.HELD
    clock.move_to(freezes, tick=False)
    assert refused(close, past, held=False) == Reason.FROZEN
    assert WorkLog.objects.count() == 1


# What is kept


def test_free_text_lies_encrypted_in_the_database(scene, book):
    session = book(about="The new timetable")
    services.cancel_session(session=session, by=scene.teacher, reason="A cold")
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM coaching_sessions_session s")
        (row,) = cursor.fetchone()
    assert "timetable" not in row
    assert "cold" not in row
    session.refresh_from_db()
    assert (session.about, session.cancel_reason) == ("The new timetable", "A cold")


def test_history_keeps_no_free_text(scene, book):
    session = book(about="The new timetable")
    services.move_session(session=session, starts_at=TEN + HOUR, by=scene.teacher)
    services.cancel_session(session=session, by=scene.teacher, reason="A cold")
    columns = {field.name for field in SessionEvent._meta.get_fields()}
    assert columns.isdisjoint({"about", "cancel_reason", "link"})
    events = SessionEvent.objects.filter(pgh_obj=session).order_by("pgh_id")
    assert [(event.state, event.revision) for event in events] == [("booked", 0), ("booked", 1), ("cancelled", 2)]


def test_people_of_a_session_cannot_be_deleted_away(scene, book):
    book()
    with pytest.raises(ProtectedError):
        scene.teacher.delete()


def test_everything_agrees_in_the_end(scene, clock, book, propose):
    session = book()
    services.move_session(session=session, starts_at=TEN + HOUR, by=scene.teacher)
    services.accept_session(session=propose(TEN + 3 * HOUR), by=scene.teacher)
    services.cancel_session(session=session, by=scene.coach.user)
    clock.move_to(TEN + DAY, tick=False)
    close(Session.objects.get(state=State.BOOKED), held=True)
    assert troubles() == 0
    assert timezone.now() == TEN + DAY
