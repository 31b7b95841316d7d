"""What is offered, by example. Days are of 2027; Monday 1 March is in the odd ISO week 9."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from coaches.models import Channel, TimeOff, WeekSet
from sessions.free_times import Search, find_free_times
from sessions.models import State
from tests.factories import (
    make_coach,
    make_institution,
    make_sector,
    make_session,
    make_site,
    make_topic,
    make_user,
    open_all_week,
    open_hours,
)

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, NEXT_MONDAY, SUNDAY = date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 8), date(2027, 3, 7)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
"""The days on which Finland's clocks go from 3 to 4, and from 4 back to 3."""
WEEKDAY = 1


@pytest.fixture
def house():
    return make_institution(buffer_after_minutes=0, minimum_notice_minutes=0, step_minutes=30)


@pytest.fixture
def topic(house):
    return make_topic(house)


@pytest.fixture
def teacher(house):
    return make_user(house)


@pytest.fixture
def coach(house, topic):
    return make_coach(house, topic)


@pytest.fixture
def look(house, teacher):
    """`look(day, …)`: the free times found, an hour long, as seen on the eve of `day`."""

    def find(day, **asked):
        eve = datetime.combine(day, time(), UTC) - timedelta(days=1)
        defaults = {"first_day": day, "last_day": day, "length": timedelta(hours=1), "now": eve}
        return find_free_times(Search(institution=house, persons=(teacher.pk,), **{**defaults, **asked}))

    return find


@pytest.fixture
def offered(look, house):
    """`offered(day, …)`: the same as local clock times."""
    return lambda day, **asked: [f"{time.starts_at.astimezone(house.tz):%H:%M}" for time in look(day, **asked)]


def at(house, day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), house.tz).astimezone(UTC)


def test_a_time_lies_within_the_opening_hours_from_start_to_end(offered, coach):
    open_hours(coach, WEEKDAY, time(9), time(11))
    assert offered(MONDAY) == ["09:00", "09:30", "10:00"]
    assert offered(TUESDAY) == []


def test_a_time_starts_on_the_step_of_the_clock_wherever_the_hours_start(offered, house, coach):
    open_hours(coach, WEEKDAY, time(9, 10), time(11))
    assert offered(MONDAY) == ["09:30", "10:00"]
    house.step_minutes = 20
    assert offered(MONDAY) == ["09:20", "09:40", "10:00"]


def test_opening_hours_are_wall_time_in_winter_and_in_summer(look, coach):
    open_hours(coach, WEEKDAY, time(9), time(10))
    winter, summer = look(MONDAY), look(date(2027, 6, 7))
    assert [time.starts_at for time in winter] == [datetime(2027, 3, 1, 7, tzinfo=UTC)]
    assert [time.starts_at for time in summer] == [datetime(2027, 6, 7, 6, tzinfo=UTC)]
    assert winter[0].ends_at == datetime(2027, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(("weeks", "days"), [(WeekSet.ODD, [MONDAY]), (WeekSet.EVEN, [NEXT_MONDAY])])
def test_alternate_weeks_go_by_the_number_of_the_iso_week(offered, coach, weeks, days):
    open_hours(coach, WEEKDAY, time(9), time(10), weeks=weeks)
    assert [day for day in (MONDAY, NEXT_MONDAY) if offered(day)] == days


def test_two_odd_weeks_follow_each_other_where_the_year_has_53(offered, coach):
    open_hours(coach, WEEKDAY, time(9), time(10), weeks=WeekSet.ODD)
    last, first = date(2026, 12, 28), date(2027, 1, 4)
    assert (last.isocalendar().week, first.isocalendar().week) == (53, 1)
    assert offered(last) == offered(first) == ["09:00"]


def test_hours_are_in_use_from_their_first_to_their_last_day(offered, coach):
    mondays = [MONDAY + timedelta(weeks=n) for n in range(4)]
    open_hours(coach, WEEKDAY, time(9), time(10), valid_from=mondays[1], valid_until=mondays[2])
    assert [bool(offered(day)) for day in mondays] == [False, True, True, False]


def test_adjacent_spans_of_one_place_are_one_and_of_two_ways_are_not(offered, coach):
    open_hours(coach, WEEKDAY, time(9), time(10))
    open_hours(coach, WEEKDAY, time(10), time(11))
    open_hours(coach, WEEKDAY, time(11), time(12), channel=Channel.PHONE)
    assert offered(MONDAY) == ["09:00", "09:30", "10:00", "11:00"]


def test_spans_too_short_by_themselves_are_long_enough_together(offered, coach):
    open_hours(coach, WEEKDAY, time(9), time(9, 30))
    open_hours(coach, WEEKDAY, time(9, 30), time(10))
    assert offered(MONDAY) == ["09:00"]


def test_time_off_and_what_overlaps_it_is_left_out(offered, house, coach):
    open_hours(coach, WEEKDAY, time(8), time(12))
    for first, last in ((9, 10), (9, 11)):
        TimeOff.objects.create(
            institution=house, coach=coach, during=(at(house, MONDAY, first), at(house, MONDAY, last, 5))
        )
    assert offered(MONDAY) == ["08:00"]


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        ((0, 0), (0, 0), ["08:00", "08:30", "09:00", "11:00", "11:30", "12:00"]),
        ((0, 30), (0, 0), ["08:00", "08:30", "11:00", "11:30", "12:00"]),
        ((30, 0), (0, 0), ["08:00", "08:30", "09:00", "11:30", "12:00"]),
        ((0, 0), (30, 30), ["08:00", "08:30", "11:30", "12:00"]),
        ((30, 30), (30, 30), ["08:00", "12:00"]),
    ],
)
def test_the_gap_is_the_after_of_the_first_and_the_before_of_the_second(
    offered, house, topic, coach, own, others, expected
):
    open_hours(coach, WEEKDAY, time(8), time(13))
    coach.buffer_before_minutes, coach.buffer_after_minutes = own
    coach.save()
    make_session(
        coach,
        make_user(house),
        at(house, MONDAY, 10),
        topic=topic,
        buffer_before_minutes=others[0],
        buffer_after_minutes=others[1],
    )
    assert offered(MONDAY) == expected


def test_buffers_may_reach_outside_the_opening_hours(offered, coach):
    open_hours(coach, WEEKDAY, time(9), time(10))
    coach.buffer_before_minutes = coach.buffer_after_minutes = 60
    coach.save()
    assert offered(MONDAY) == ["09:00"]


def test_a_buffer_reaches_over_the_end_of_the_week_in_both_directions(offered, house, topic, coach):
    open_hours(coach, 7, time(22), time(23, 59))
    open_hours(coach, WEEKDAY, time(0), time(2))
    coach.buffer_after_minutes = coach.buffer_before_minutes = 90
    coach.save()
    monday, sunday = SUNDAY + timedelta(days=1), SUNDAY
    session = make_session(coach, make_user(house), at(house, monday, 0, 10), minutes=30, topic=topic)
    assert offered(sunday) == []
    session.delete()
    make_session(coach, make_user(house), at(house, sunday, 23, 20), minutes=30, topic=topic)
    assert offered(monday) == []
    assert offered(monday, length=timedelta(minutes=30)) == ["01:30"]


@pytest.mark.parametrize("state", State)
def test_only_the_states_that_hold_a_time_take_it(offered, house, topic, coach, state):
    open_hours(coach, WEEKDAY, time(9), time(10))
    make_session(coach, make_user(house), at(house, MONDAY, 9), topic=topic, state=state)
    assert offered(MONDAY) == ([] if state in ("proposed", "booked", "held") else ["09:00"])


def test_the_minimum_notice_is_a_length_of_time_not_of_wall_clock(offered, house, coach):
    open_hours(coach, 7, time(8), time(18))
    house.minimum_notice_minutes = 12 * 60
    evening = at(house, SPRING - timedelta(days=1), 22)  # the night has an hour less
    assert offered(SPRING, now=evening)[0] == "11:00"
    assert offered(SPRING, now=evening + timedelta(seconds=1))[0] == "11:30"


def test_the_horizon_is_the_last_local_day_that_can_be_booked(offered, house, coach):
    open_all_week(coach, time(22), time(23))
    house.horizon_days = 1
    late = at(house, MONDAY, 23, 30)
    assert offered(TUESDAY, now=late) == ["22:00"]
    assert offered(date(2027, 3, 3), now=late) == []


def test_what_has_passed_is_not_offered(offered, house, coach):
    open_hours(coach, WEEKDAY, time(8), time(12))
    assert offered(MONDAY, now=at(house, MONDAY, 9, 40)) == ["10:00", "10:30", "11:00"]
    assert offered(MONDAY, now=at(house, TUESDAY, 9)) == []


def test_a_pause_ends_in_the_morning_of_its_day(offered, coach):
    open_all_week(coach, time(9), time(10))
    coach.paused_until = TUESDAY
    coach.save()
    assert [bool(offered(day)) for day in (MONDAY, TUESDAY)] == [False, True]


def test_a_coach_has_so_many_sessions_a_local_day(offered, house, topic, coach):
    open_all_week(coach, time(8), time(12))
    coach.daily_cap = 1
    coach.save()
    make_session(coach, make_user(house), at(house, TUESDAY, 0, 30), topic=topic)
    assert [bool(offered(day)) for day in (MONDAY, TUESDAY)] == [True, False]


def test_a_coach_has_so_many_sessions_an_iso_week(offered, house, topic, coach):
    open_all_week(coach, time(8), time(12))
    coach.weekly_cap = 1
    coach.save()
    session = make_session(coach, make_user(house), at(house, SUNDAY, 23, 30), topic=topic)
    assert [bool(offered(day)) for day in (MONDAY, NEXT_MONDAY)] == [False, True]
    assert offered(MONDAY, but=session.pk) != []


def test_the_teachers_own_sessions_are_taken_out_in_either_role(offered, house, topic, coach, teacher):
    open_hours(coach, WEEKDAY, time(8), time(12))
    make_session(make_coach(house, topic), teacher, at(house, MONDAY, 8), topic=topic)
    make_session(make_coach(house, topic, user=teacher), make_user(house), at(house, MONDAY, 11), topic=topic)
    assert offered(MONDAY) == ["09:00", "09:30", "10:00"]


def test_a_coach_who_is_helped_elsewhere_is_not_free_then(offered, house, topic, coach):
    open_hours(coach, WEEKDAY, time(8), time(12))
    make_session(make_coach(house, topic), coach.user, at(house, MONDAY, 9), topic=topic)
    assert offered(MONDAY) == ["08:00", "10:00", "10:30", "11:00"]


def test_nobody_is_offered_to_themselves(offered, house, topic, teacher):
    open_all_week(make_coach(house, topic, user=teacher))
    assert offered(MONDAY) == []


def test_only_coaches_of_the_house_who_take_bookings_are_offered(look, house, topic):
    stranger = make_institution()
    coaches = [
        make_coach(house, topic),
        make_coach(house, topic, is_active=False),
        make_coach(house, topic, user=make_user(house, is_active=False)),
        make_coach(stranger, make_topic(stranger)),
    ]
    for each in coaches:
        open_hours(each, WEEKDAY, time(9), time(10))
    assert [time.coach_id for time in look(MONDAY)] == [coaches[0].pk]


@pytest.fixture
def three(house, topic):
    """Three coaches who differ in everything that can be asked for: two of them at a site, two on the topic."""
    here, there, sector = make_site(house), make_site(house), make_sector(house)
    first = make_coach(house, topic, languages=["fi", "sv"])
    second = make_coach(house, topic)
    third = make_coach(house, languages=["en"])
    first.sectors.add(sector)
    open_hours(first, WEEKDAY, time(9), time(10), channel=Channel.IN_PERSON, site=here, room="A1")
    open_hours(second, WEEKDAY, time(12), time(13), channel=Channel.IN_PERSON, site=there)
    open_hours(third, WEEKDAY, time(15), time(16), channel=Channel.PHONE, site=there)
    return {"first": first, "second": second, "third": third, "here": here, "sector": sector}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["09:00", "12:00", "15:00"]),
        ({"topic_id": "topic"}, ["09:00", "12:00"]),
        ({"coach_id": "second"}, ["12:00"]),
        ({"sector_id": "sector"}, ["09:00"]),
        # A call needs no place, so it suits every site.
        ({"site_id": "here"}, ["09:00", "15:00"]),
        ({"language": "sv"}, ["09:00"]),
        ({"channels": ("phone", "chat")}, ["15:00"]),
        ({"hours": ((time(0), time(10)), (time(14), time(23)))}, ["09:00", "15:00"]),
        ({"hours": ((time(9, 15), time(15)),)}, ["12:00"]),
    ],
)
def test_each_thing_asked_for_narrows(offered, topic, three, asked, expected):
    named = {"topic": topic, **three}
    values = {key: named[value].pk if key.endswith("_id") else value for key, value in asked.items()}
    assert offered(MONDAY, **values) == expected


def test_a_time_says_how_and_where_and_has_a_name_of_its_own(look, three):
    time = look(MONDAY)[0]
    assert (time.channel, time.site_id, time.room) == ("in_person", three["here"].pk, "A1")
    assert time.token == f"{three['first'].pk}@20270301T0700Z"


def test_equal_times_go_by_room_in_the_week_then_by_who_was_booked_least_recently(look, house, topic):
    full, recent, never, long_ago = (make_coach(house, topic) for _ in range(4))
    recent.last_booked_at, long_ago.last_booked_at = at(house, MONDAY, 1), at(house, date(2027, 2, 1), 1)
    for each in (recent, long_ago):
        each.save()
    for each in (full, recent, never, long_ago):
        open_hours(each, 2, time(9), time(10))
    make_session(full, make_user(house), at(house, MONDAY, 9), topic=topic)
    found = [time.coach_id for time in look(TUESDAY)]
    assert found == [never.pk, long_ago.pk, recent.pk, full.pk]


def test_a_day_shows_its_first_times_spread_over_the_day_and_counts_them_all(look, offered, coach):
    open_hours(coach, WEEKDAY, time(8), time(16))
    assert offered(MONDAY, per_day=3) == ["08:00", "10:00", "12:00"]
    assert {time.in_day for time in look(MONDAY, per_day=3)} == {15}
    assert len(look(MONDAY, per_day=3, whole_day=MONDAY)) == 15


def test_the_soonest_alone_can_be_asked_for(offered, coach):
    open_all_week(coach, time(9), time(12))
    assert offered(MONDAY, last_day=SUNDAY, limit=2) == ["09:00", "09:30"]


def test_no_time_is_offered_in_the_hour_that_is_skipped(look, offered, coach):
    open_hours(coach, 7, time(1), time(6))
    assert offered(SPRING) == ["01:00", "01:30", "02:00", "02:30", "04:00", "04:30", "05:00"]
    across = next(time for time in look(SPRING) if time.starts_at == datetime(2027, 3, 28, 0, 30, tzinfo=UTC))
    assert across.ends_at - across.starts_at == timedelta(hours=1)


def test_hours_that_open_in_the_skipped_hour_open_at_its_end(offered, coach):
    open_hours(coach, 7, time(3, 20), time(5, 30))
    assert offered(SPRING) == ["04:00", "04:30"]


def test_hours_that_lie_in_the_skipped_hour_are_none(offered, coach):
    open_hours(coach, 7, time(3), time(4))
    assert offered(SPRING) == []
    assert offered(SPRING - timedelta(days=7)) == ["03:00"]


def test_the_hour_that_comes_twice_is_offered_twice_to_who_is_open_throughout(look, offered, coach):
    open_hours(coach, 7, time(2), time(5))
    assert offered(AUTUMN) == ["02:00", "02:30", "03:00", "03:30", "03:00", "03:30", "04:00"]
    assert len({time.starts_at for time in look(AUTUMN)}) == 7


def test_hours_in_the_hour_that_comes_twice_are_its_second_time(look, coach):
    open_hours(coach, 7, time(3), time(4))
    assert [time.starts_at for time in look(AUTUMN)] == [datetime(2027, 10, 31, 1, tzinfo=UTC)]


@pytest.mark.parametrize("coaches", [1, 12])
def test_one_statement_finds_the_times_of_all(look, house, topic, django_assert_num_queries, coaches):
    for _ in range(coaches):
        open_all_week(make_coach(house, topic))
    with django_assert_num_queries(1):
        found = look(MONDAY, last_day=SUNDAY, topic_id=topic.pk)
    assert len({time.coach_id for time in found}) == coaches
