"""Series: all or nothing, over both change days, and acts on this, those that follow, or all that are ahead."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.models import Message
from sessions import services
from sessions.exceptions import BookingRefused, Reason, TimeTaken
from sessions.models import Kind, Pattern, Series, Session, State
from sessions.recurrence import MOST, at, dates_of, shifted, wall_shift
from sessions.services import (
    add_people,
    cancel_series,
    cancel_session,
    check_plan,
    edit_group,
    move_series,
    move_sessions,
    plan_sessions,
)
from sessions.services.away import take_time_off
from tests.coaching.scene import ended
from tests.sessions.extras import people_of, told
from tests.sessions.groups import TITLE, clinic, one_to_one, outline, starts, weekly

pytestmark = pytest.mark.django_db
HELSINKI = ZoneInfo("Europe/Helsinki")
WEEK = timedelta(days=7)


def refused(act, **fields) -> BookingRefused:
    with pytest.raises(BookingRefused) as caught:
        act(**fields)
    return caught.value


# dates


def test_every_week_and_every_second():
    first = date(2026, 11, 25)
    assert dates_of("weekly", first, times=3) == [first, date(2026, 12, 2), date(2026, 12, 9)]
    assert dates_of("fortnightly", first, until=date(2026, 12, 25)) == [first, date(2026, 12, 9), date(2026, 12, 23)]


def test_every_month_keeps_the_weekday_and_its_place():
    assert dates_of("monthly", date(2026, 11, 10), times=4) == [
        date(2026, 11, 10),
        date(2026, 12, 8),
        date(2027, 1, 12),
        date(2027, 2, 9),
    ]


def test_months_without_a_fifth_one_are_left_out():
    assert dates_of("monthly", date(2026, 12, 30), until=date(2027, 7, 1)) == [
        date(2026, 12, 30),
        date(2027, 3, 31),
        date(2027, 6, 30),
    ]


def test_custom_dates_once_each_and_in_order():
    first = date(2026, 11, 25)
    chosen = [date(2026, 12, 1), first, date(2026, 11, 30)]
    assert dates_of("custom", first, chosen=chosen) == [first, date(2026, 11, 30), date(2026, 12, 1)]


@given(
    pattern=st.sampled_from([Pattern.WEEKLY, Pattern.FORTNIGHTLY, Pattern.MONTHLY]),
    first=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    times=st.integers(1, 60),
    days=st.integers(0, 900),
    clock=st.times().map(lambda t: t.replace(hour=4 + t.hour % 19, second=0, microsecond=0)),
)
def test_any_series_keeps_weekday_order_bounds_and_wall_time(pattern, first, times, days, clock):
    until = first + timedelta(days=days)
    found = dates_of(pattern, first, times=times, until=until)
    assert found[0] == first
    assert found == sorted(set(found))
    assert len(found) <= min(times, MOST)
    assert all(day <= until and day.weekday() == first.weekday() for day in found)
    if pattern == Pattern.MONTHLY:
        assert len({(day.year, day.month) for day in found}) == len(found)
        assert {(day.day - 1) // 7 for day in found} == {(first.day - 1) // 7}
    else:
        step = timedelta(days=7 if pattern == Pattern.WEEKLY else 14)
        assert all(later - day == step for day, later in zip(found, found[1:], strict=False))
    assert {at(day, clock, HELSINKI).astimezone(HELSINKI).time() for day in found} == {clock}


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(lambda d: d.replace(hour=12, tzinfo=UTC)),
    days=st.integers(-400, 400),
    minutes=st.integers(-300, 300),
)
def test_a_shift_is_one_of_the_wall_clock(start, days, minutes):
    by = timedelta(days=days, minutes=minutes)
    moved = shifted(start, by, HELSINKI)
    assert wall_shift(start, moved, HELSINKI) == by
    assert shifted(moved, -by, HELSINKI) == start


@pytest.mark.parametrize(
    ("first", "utc_hours"),
    [(date(2027, 3, 15), [11, 11, 10, 10]), (date(2027, 10, 18), [10, 10, 11, 11])],
    ids=["28.3.2027", "31.10.2027"],
)
def test_wall_time_stays_over_both_change_days(day, first, utc_hours):
    wanted = [at(each, time(13), HELSINKI) for each in dates_of("weekly", first, times=4)]
    booked = plan_sessions(outline=outline(day), starts=wanted)
    assert [session.starts_at.astimezone(UTC).hour for session in booked] == utc_hours
    assert {session.starts_at.astimezone(HELSINKI).time() for session in booked} == {time(13)}
    assert {session.length for session in booked} == {timedelta(hours=1)}


# planning


def test_rows_of_their_own_with_events_of_their_own(day):
    sessions = weekly(day, 4)
    assert len({session.uid for session in sessions}) == 4
    assert [session.position for session in sessions] == [0, 1, 2, 3]
    assert {session.series for session in sessions} == {Series.objects.get()}


def test_one_mail_for_all_and_reminders_for_each(day):
    sessions = plan_sessions(
        outline=one_to_one(day, day.anna, day.bea), starts=[day.at(9, days=7 * n) for n in range(6)]
    )
    assert told("series_booked") == {day.coach.user, day.anna, day.bea}
    assert Message.objects.filter(kind="series_booked").count() == 3
    assert Message.objects.filter(kind="session_booked").count() == 0
    for session in sessions:
        assert told("session_reminder", thing_id=session.pk) == {day.coach.user, day.anna, day.bea}


def test_one_date_is_no_series(day):
    session = clinic(day)
    assert session.series is None
    assert told("session_booked", thing_id=session.pk) == {day.coach.user}


def test_a_clash_on_the_seventh_date_leaves_nothing_behind(day):
    clash = day.book(day.at(13, days=7 * 6), person=day.anna)
    refusal = refused(weekly, day=day, weeks=12)
    assert isinstance(refusal, TimeTaken)
    assert f"{clash.starts_at.astimezone(HELSINKI).day}." in refusal.sentence
    assert (Session.objects.get(), Series.objects.count()) == (clash, 0)
    assert not Message.objects.filter(kind__startswith="series").exists()


def test_planned_twice_they_are_the_same(day):
    assert weekly(day, 5) == weekly(day, 5)
    assert (Session.objects.count(), Series.objects.count()) == (5, 1)


def test_at_most_forty(day):
    assert refused(weekly, day=day, weeks=41).reason == Reason.COUNT
    assert refused(weekly, day=day, weeks=0).reason == Reason.COUNT


def test_looking_at_the_dates_books_nothing_and_takes_the_same_queries_for_forty(day, django_assert_num_queries):
    day.book(day.at(13, days=14), person=day.anna)
    wanted = [day.at(13, days=7 * n) for n in range(40)]
    with django_assert_num_queries(2):
        found = check_plan(outline(day), wanted[:4])
    with django_assert_num_queries(2):
        assert len(check_plan(outline(day), wanted)) == 40
    assert [each.refusal and each.refusal.reason for each in found] == [None, None, Reason.COACH_BUSY, None]
    assert Session.objects.count() == 1


def test_dates_of_one_plan_stand_in_each_others_way(day):
    found = check_plan(outline(day), [day.at(9), day.at(9, 30), day.at(12)])
    assert [each.refusal and each.refusal.reason for each in found] == [None, Reason.COACH_BUSY, None]
    day.coach.daily_cap = 2
    day.coach.save()
    found = check_plan(one_to_one(day, day.anna), [day.at(9), day.at(11), day.at(13)])
    assert [each.refusal and each.refusal.reason for each in found] == [None, None, Reason.DAILY_CAP]


def test_what_lies_outside_the_rules_is_said(day):
    found = check_plan(outline(day), [day.at(13), day.at(18)])
    assert [(each.refusal, each.passes_rules) for each in found] == [(None, False), (None, True)]


def test_time_off_is_passed_by_nobody(day):
    take_time_off(coach=day.coach, starts_at=day.at(8, days=7), ends_at=day.at(16, days=7))
    found = check_plan(outline(day), [day.at(13), day.at(13, days=7)])
    assert [each.refusal and each.refusal.reason for each in found] == [None, Reason.TIME_OFF]


# calling off


@pytest.mark.parametrize(("reach", "left"), [("this", [0, 2, 3]), ("following", [0]), ("all", [])])
def test_calling_off_this_those_that_follow_or_all(day, reach, left):
    sessions = weekly(day, 4)
    add_people(sessions=sessions, people=[day.anna])
    cancel_series(session=sessions[1], reach=reach, by=day.coach.user, reason="Kurssi")
    booked = Session.objects.filter(state=State.BOOKED).order_by("position")
    assert [session.position for session in booked] == left
    kind = "session_cancelled" if reach == "this" else "series_cancelled"
    assert told(kind) == {day.coach.user, day.anna}
    assert Message.objects.filter(kind__endswith="cancelled").count() == 2


def test_calling_off_twice_changes_nothing(day):
    sessions = weekly(day, 3)
    for _ in range(2):
        cancel_series(session=sessions[0], reach="all", by=day.coach.user)
    assert Message.objects.filter(kind="series_cancelled").count() == 1


def test_past_ones_are_left_as_they_were(day):
    sessions = weekly(day, 4)
    ended(sessions[0], days_ago=5)
    cancel_series(session=sessions[2], reach="all", by=day.coach.user)
    states = Session.objects.order_by("position").values_list("state", flat=True)
    assert list(states) == ["booked", "cancelled", "cancelled", "cancelled"]


# moving


def test_all_a_week_later_over_each_others_old_times(day):
    sessions = weekly(day, 4)
    before = starts(sessions)
    moved = move_series(session=sessions[0], reach="all", starts_at=before[1], by=day.coach.user)
    assert starts(moved) == [*before[1:], before[-1] + WEEK]
    assert told("series_moved") == {day.coach.user}
    assert Message.objects.filter(kind="session_moved").count() == 0


def test_those_that_follow_at_another_time_of_day(day):
    sessions = weekly(day, 4)
    before = starts(sessions)
    hour = timedelta(hours=1)
    move_series(session=sessions[2], reach="following", starts_at=before[2] + hour, by=day.coach.user)
    found = list(Session.objects.order_by("position").values_list("starts_at", "revision"))
    assert found == [(before[0], 0), (before[1], 0), (before[2] + hour, 1), (before[3] + hour, 1)]


def test_moving_keeps_the_wall_clock_over_a_change_day(day):
    wanted = [at(each, time(13), HELSINKI) for each in dates_of("weekly", date(2027, 3, 15), times=3)]
    sessions = plan_sessions(outline=outline(day), starts=wanted)
    later = at(date(2027, 3, 16), time(14), HELSINKI)
    moved = move_series(session=sessions[0], reach="all", starts_at=later, by=day.coach.user, pass_rules=True)
    local = [session.starts_at.astimezone(HELSINKI) for session in moved]
    assert [(when.date(), when.time()) for when in local] == [
        (date(2027, 3, 16), time(14)),
        (date(2027, 3, 23), time(14)),
        (date(2027, 3, 30), time(14)),
    ]


def test_a_clash_moves_nothing(day):
    sessions = weekly(day, 4)
    before = starts(sessions)
    day.book(before[-1] + WEEK, person=day.anna)
    refusal = refused(move_series, session=sessions[0], reach="all", starts_at=before[1], by=day.coach.user)
    assert isinstance(refusal, TimeTaken)
    assert (
        list(Session.objects.filter(kind=Kind.CLINIC).order_by("position").values_list("starts_at", flat=True))
        == before
    )
    assert not Message.objects.filter(kind="series_moved").exists()


def test_two_sessions_change_places(day):
    early, late = day.book(day.at(9)), day.book(day.at(11), person=day.bea)
    move_sessions(moves={early.pk: late.starts_at, late.pk: early.starts_at}, by=day.coach.user)
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.starts_at, late.starts_at) == (day.at(11), day.at(9))
    assert told("session_moved", thing_id=early.pk) == {day.coach.user, day.anna}


def test_one_of_a_series_moves_alone(day):
    sessions = weekly(day, 3)
    move_series(session=sessions[1], reach="this", starts_at=day.at(14, days=7), by=day.coach.user)
    assert told("session_moved", thing_id=sessions[1].pk) == {day.coach.user}
    assert Session.objects.filter(revision=0).count() == 2


# words and people


@pytest.mark.parametrize(("reach", "seats"), [("this", [3, 9, 3]), ("following", [3, 9, 9]), ("all", [9, 9, 9])])
def test_seats_and_words_of_this_those_that_follow_or_all(day, reach, seats):
    sessions = weekly(day, 3)
    edit_group(session=sessions[1], reach=reach, by=day.coach.user, seats=9, words=TITLE | {"title_fi": "Uusi"})
    found = list(Session.objects.order_by("position").values_list("seats", "title_fi"))
    assert found == [(count, "Uusi" if count == 9 else "Wilma-klinikka") for count in seats]


def test_each_time_has_its_own_people(day):
    sessions = weekly(day, 3)
    services.sign_up(session=sessions[1], person=day.anna)
    cancel_session(session=sessions[2], by=day.coach.user)
    assert [people_of(session) for session in sessions] == [{day.coach.user}, {day.coach.user, day.anna}, set()]


def test_follow_ups_are_a_series_too(day):
    session = day.book(person=day.anna)
    booked = services.book_series(session=session, starts=[day.at(10, days=7), day.at(10, days=14)], by=day.coach.user)
    assert {each.series_id for each in booked} == {Series.objects.get().pk}
    assert people_of(booked[1]) == {day.coach.user, day.anna}
