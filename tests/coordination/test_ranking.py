"""Which coach comes first, and what is said of it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone, translation

from coaches.calendar_source import CalendarSource
from coaches.models import Channel, Coach, Mandate, WorkLog
from coordination.selectors.candidates import Need
from coordination.selectors.ranking import rank_coaches, rank_each
from coordination.selectors.replacing import LOOKED_AT, replacements_for, replacements_for_each
from sessions.models import Session
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
TODAY = date(2026, 11, 25)
"""The clock of these tests stands still on this Wednesday, noon in Helsinki."""


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(datetime(2026, 11, 25, 10, tzinfo=UTC), tick=False)


@pytest.fixture
def house():
    return make_institution(minimum_notice_minutes=0)


@pytest.fixture
def topic(house):
    return make_topic(house)


@pytest.fixture
def teacher(house):
    return make_user(house, home_site=make_site(house), home_sector=make_sector(house))


@pytest.fixture
def coach(house, topic):
    """`coach(opens=…)`: one who is open on all days from that hour on."""

    def make(opens=8, **fields) -> Coach:
        sites, sectors = fields.pop("sites", ()), fields.pop("sectors", ())
        made = make_coach(house, topic, **fields)
        made.sites.set(sites)
        made.sectors.set(sectors)
        open_all_week(made, time(opens), time(16))
        return made

    return make


@pytest.fixture
def need(house, topic, teacher):
    def make(**wish) -> Need:
        days = {"first_day": TODAY, "last_day": TODAY + timedelta(days=14)}
        common = {"institution": house, "topic": topic, "persons": (teacher.pk,), "length": timedelta(minutes=45)}
        return Need(**common | days | wish)

    return make


def coaches(candidates) -> list[Coach]:
    return [candidate.coach for candidate in candidates]


def give_hours(coach: Coach, hours: int, used: int = 0) -> None:
    days = {"starts_on": date(2026, 8, 1), "ends_on": date(2027, 7, 31)}
    Mandate.objects.create(
        institution=coach.institution, user=coach.user, academic_year=2026, quarter_hours=4 * hours, **days
    )
    for _ in range(used):
        WorkLog.objects.create(
            institution=coach.institution, user=coach.user, kind="help", starts_at=timezone.now(), minutes=60
        )


def test_only_coaches_of_the_topic_with_a_free_time_are_named(house, topic, coach, need):
    fits, other_topic, closed, inactive = coach(), coach(), make_coach(house, topic), coach(is_active=False)
    other_topic.topics.set([make_topic(house)])
    elsewhere = make_institution()
    open_all_week(make_coach(elsewhere, make_topic(elsewhere)))

    assert coaches(rank_coaches(need())) == [fits]
    assert {closed, inactive}.isdisjoint(coaches(rank_coaches(need())))


def test_everyone_takes_the_open_topic(house, coach, need):
    anyone = coach()
    anyone.topics.clear()
    assert coaches(rank_coaches(need(topic=make_topic(house, is_open=True)))) == [anyone]


def test_the_asker_is_not_asked(coach, need):
    asker = coach()
    assert rank_coaches(need(persons=(asker.user_id,))) == []


def test_among_equals_the_soonest_comes_first(coach, need):
    later, sooner = coach(opens=15), coach(opens=13)
    assert coaches(rank_coaches(need())) == [sooner, later]
    assert rank_coaches(need())[0].first.starts_at == datetime(2026, 11, 25, 11, tzinfo=UTC)


def test_at_the_same_time_whoever_has_most_hours_left_comes_first(coach, need):
    few, many, none = coach(), coach(), coach()
    give_hours(few, 10)
    give_hours(many, 40, used=2)
    give_hours(none, 2, used=3)
    ranked = rank_coaches(need())
    assert coaches(ranked) == [many, few, none]
    assert [candidate.minutes_left for candidate in ranked] == [38 * 60, 10 * 60, -60]


def test_hours_of_another_year_do_not_count(coach, need):
    one = coach()
    give_hours(one, 10)
    Mandate.objects.update(academic_year=2025, starts_on=date(2025, 8, 1), ends_on=date(2026, 7, 31))
    assert rank_coaches(need())[0].minutes_left is None


def test_with_the_same_hours_most_room_and_then_the_longest_unbooked(house, coach, need):
    lately, long_ago, busy = coach(), coach(), coach()
    Coach.objects.filter(pk=lately.pk).update(last_booked_at=timezone.now())
    Coach.objects.filter(pk=long_ago.pk).update(last_booked_at=timezone.now() - timedelta(days=90))
    make_session(busy, make_user(house), datetime(2026, 11, 23, 10, tzinfo=UTC))
    assert coaches(rank_coaches(need())) == [long_ago, lately, busy]


def test_what_fits_comes_before_what_is_soon(teacher, coach, need):
    soon = coach(opens=13)
    near = coach(opens=14, sites=[teacher.home_site])
    swedish = coach(opens=15, languages=["sv"])
    wish = need(near=frozenset({teacher.home_site_id}))
    assert coaches(rank_coaches(wish)) == [near, soon, swedish]
    assert coaches(rank_coaches(need(near=wish.near, language="sv"))) == [swedish, near, soon]


def test_names_do_not_matter(house, topic, need, coach):
    z = coach(user=make_user(house, first_name="Öö", last_name="Öö"))
    a = coach(user=make_user(house, first_name="Aa", last_name="Aa"))
    assert coaches(rank_coaches(need())) == [z, a]
    Coach.objects.filter(pk=z.pk).update(last_booked_at=timezone.now())
    assert coaches(rank_coaches(need())) == [a, z]


def test_a_time_within_the_wish_comes_before_a_sooner_one(house, topic, coach, need):
    thursdays = make_coach(house, topic)
    open_hours(thursdays, 4, time(12), time(16))
    fridays = make_coach(house, topic)
    open_hours(fridays, 5, time(8), time(9))
    wish = need(weekdays=(5,), hours=((time(0), time(10)),))
    ranked = rank_coaches(wish)
    assert [(c.coach, c.in_wish) for c in ranked] == [(fridays, True), (thursdays, False)]
    assert coaches(rank_coaches(wish, everyone=False)) == [fridays]


def test_if_nobody_has_such_a_time_the_others_are_named(coach, need):
    one = coach()
    ranked = rank_coaches(need(weekdays=(6,)), everyone=False)
    assert [(c.coach, c.in_wish) for c in ranked] == [(one, False)]


def test_channel_and_site_bind_where_one_meets(house, topic, need):
    here, there = make_site(house), make_site(house)
    at_site = {}
    for site in (here, there):
        at_site[site] = make_coach(house, topic)
        open_hours(at_site[site], 4, time(8), time(10), site=site, channel=Channel.IN_PERSON)
    online = make_coach(house, topic)
    open_hours(online, 4, time(9), time(10), channel=Channel.ONLINE)
    assert coaches(rank_coaches(need(meeting_site=here.pk), everyone=False)) == [at_site[here], online]
    wish = need(meeting_site=here.pk, channels=("in_person",))
    assert coaches(rank_coaches(wish, everyone=False)) == [at_site[here]]


def test_each_shows_the_first_times_of_different_days(coach, need):
    one = coach(opens=9)
    (candidate,) = rank_coaches(need())
    assert [time.starts_at for time in candidate.times] == [
        datetime(2026, 11, 25, 10, tzinfo=UTC),
        datetime(2026, 11, 26, 7, tzinfo=UTC),
        datetime(2026, 11, 27, 7, tzinfo=UTC),
    ]
    assert candidate.times[0].coach_id == one.pk


def test_the_reasons_in_words(house, teacher, coach, need):
    near = coach(languages=["fi", "sv"], sites=[teacher.home_site], sectors=[teacher.home_sector])
    far = coach()
    give_hours(near, 14, used=2)
    make_session(near, make_user(house), datetime(2026, 11, 23, 10, tzinfo=UTC))
    wish = need(near=frozenset({teacher.home_site_id}), sector=teacher.home_sector_id, language="sv")
    first, second = rank_coaches(wish)
    assert (first.coach, second.coach) == (near, far)
    with translation.override("en"):
        assert [reason.replace("\xa0", " ") for reason in first.reasons] == [
            "knows the topic",
            "speaks Swedish",
            "same site",
            "same sector",
            "12 h left",
            "1 session this week",
        ]
        assert second.reasons == ["knows the topic", "another language", "site: another", "room for 12 this week"]
        assert first.free_words.replace("\xa0", " ") == "free Wed 25 Nov, 12:00"


def test_a_calendar_that_was_not_read_for_long_is_said(house, coach, need):
    one = coach()
    assert "calendar read" not in rank_coaches(need())[0].why
    read_at = timezone.now() - timedelta(hours=3)
    about = {"institution": house, "coach": one, "address": "https://calendar.example/", "read_at": read_at}
    CalendarSource.objects.create(**about)
    with translation.override("en"):
        assert rank_coaches(need())[0].reasons[-1] == "calendar read over 2 h ago"


@pytest.mark.parametrize("count", [10, 60])
def test_so_many_queries_however_many_coaches(coach, need, teacher, count, django_assert_num_queries):
    for number in range(count):
        one = coach(sites=[teacher.home_site])
        give_hours(one, 10 + number)
    wish = need(weekdays=(4,), near=frozenset({teacher.home_site_id}))
    with django_assert_num_queries(3):
        assert len([candidate.why for candidate in rank_coaches(wish)]) == count
    with django_assert_num_queries(3):
        assert [len(found) for found in rank_each([wish, need(), need()])] == [count] * 3


def test_the_first_time_may_lie_weeks_ahead(house, topic, coach, need):
    soon, late = coach(), make_coach(house, topic)
    open_hours(late, 3, time(9), time(12), valid_from=date(2026, 12, 14))
    last = need(last_day=date(2026, 12, 23))
    both = [(c.coach, c.first.starts_at.date()) for c in rank_coaches(last, everyone=False)]
    assert both == [(soon, TODAY), (late, date(2026, 12, 16))]
    assert both == [(c.coach, c.first.starts_at.date()) for c in rank_coaches(last)]


def test_each_of_several_needs_gets_its_own(house, coach, need):
    one, other = coach(), coach(opens=13)
    topic = make_topic(house)
    other.topics.set([topic])
    found = rank_each([need(), need(topic=topic), need(topic=make_topic(house)), need(last_day=date(2026, 1, 1))])
    assert [coaches(candidates) for candidates in found] == [[one], [other], [], []]


def test_who_can_take_a_session_over_is_free_at_its_time(house, topic, teacher, coach):
    ill, free, busy, later, elsewhere = coach(), coach(), coach(), coach(opens=14), coach()
    elsewhere.topics.set([make_topic(house)])
    noon = datetime(2026, 11, 26, 10, tzinfo=UTC)
    make_session(ill, teacher, noon, topic=topic)
    make_session(busy, make_user(house), noon, topic=topic)
    session = Session.objects.select_related("institution", "topic").get(coach=ill)
    (candidate,) = replacements_for(session)
    assert (candidate.coach, candidate.first.starts_at) == (free, noon)
    assert later not in coaches([candidate])


def test_replacements_for_many_cost_no_more_queries(house, topic, coach, django_assert_num_queries):
    ill, _free = coach(), coach()
    for day in range(5):
        starts_at = datetime(2026, 11, 26, 10, tzinfo=UTC) + timedelta(days=7 * day)
        make_session(ill, make_user(house), starts_at, topic=topic)
    rows = Session.objects.filter(coach=ill).select_related("institution", "topic")
    sessions = list(rows.prefetch_related("participations__person"))
    with django_assert_num_queries(2):
        assert [len(found) for found in replacements_for_each(sessions).values()] == [1] * 5
    assert replacements_for_each([]) == {}


@pytest.mark.parametrize(("busy", "queries"), [(LOOKED_AT - 3, 2), (LOOKED_AT - 2, 3), (LOOKED_AT + 6, 3)])
def test_who_comes_first_may_be_busy_and_the_next_are_found(
    house, topic, teacher, coach, busy, queries, django_assert_num_queries
):
    noon = datetime(2026, 11, 26, 10, tzinfo=UTC)
    ill = coach()
    make_session(ill, teacher, noon, topic=topic)
    for _ in range(busy):
        first = coach(languages=["fi", "sv"], sites=[teacher.home_site])
        give_hours(first, 40)
        make_session(first, make_user(house), noon, topic=topic)
    rest = [coach() for _ in range(5)]
    rows = Session.objects.filter(coach=ill).select_related("institution", "topic")
    (session,) = rows.prefetch_related("participations__person")
    with django_assert_num_queries(queries):
        found = coaches(replacements_for(session))
    assert found == rest[: len(found)]
    assert len(found) >= 3


def test_whoever_is_helped_or_coaches_the_session_cannot_take_it_over(house, coach, topic):
    noon = datetime(2026, 11, 26, 10, tzinfo=UTC)
    ill, helped_one, free = coach(), coach(), coach()
    make_session(ill, helped_one.user, noon, topic=topic)
    session = Session.objects.select_related("institution", "topic").get(coach=ill)
    assert coaches(replacements_for(session)) == [free]


def test_on_the_open_topic_anyone_can_take_over(house, teacher, coach):
    noon = datetime(2026, 11, 26, 10, tzinfo=UTC)
    ill, other = coach(), coach()
    other.topics.clear()
    make_session(ill, teacher, noon, topic=make_topic(house, is_open=True))
    session = Session.objects.select_related("institution", "topic").get(coach=ill)
    assert coaches(replacements_for(session)) == [other]
