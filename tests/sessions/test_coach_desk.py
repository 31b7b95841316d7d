from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from coaches.models import BusyTime, TimeOff
from sessions.coach_week import monday_of, week_name
from sessions.free_times import open_spans
from sessions.models import Awaits, Participation, Session, State
from sessions.services.away import take_time_off
from tests.factories import make_coach, make_institution, make_topic, make_user, open_all_week, open_hours

DESK, AWAY = "/coach/", "/coach/away/"
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # a Wednesday, noon in Helsinki
MONDAY = date(2026, 11, 23)


@pytest.fixture
def coach(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    institution = make_institution()
    user = make_user(institution, language="en")
    return make_coach(institution, make_topic(institution, name_fi="Wilma"), user=user)


@pytest.fixture
def signed_in(client, coach):
    client.force_login(coach.user)
    return client


def make_session(coach, starts_at, person=None, minutes=45, **fields) -> Session:
    """A session straight into the tables, in whatever state and time a test needs."""
    person = person or make_user(coach.institution, first_name="Sanna", last_name="Korpela")
    ends_at = starts_at + timedelta(minutes=minutes)
    session = Session.objects.create(
        institution=coach.institution,
        coach=coach,
        topic=coach.topics.first(),
        starts_at=starts_at,
        ends_at=ends_at,
        channel="online",
        **fields,
    )
    for someone, role in ((coach.user, "coach"), (person, "helped")):
        Participation.objects.create(
            institution=coach.institution,
            session=session,
            person=someone,
            role=role,
            during=(starts_at, ends_at),
            active=session.holds_time,
        )
    return session


def propose(coach, starts_at, awaits=Awaits.COACH) -> Session:
    return make_session(coach, starts_at, state=State.PROPOSED, awaits=awaits, expires_at=NOW + timedelta(days=1))


def page_of(client, url=DESK) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


# --- the week ---


def test_the_week_shows_when_one_is_open_what_is_booked_and_when_one_is_away(signed_in, coach):
    open_hours(coach, 4, time(9), time(11))
    make_session(coach, datetime(2026, 11, 26, 7, 30, tzinfo=UTC))
    take_time_off(coach=coach, starts_at=NOW + timedelta(days=1, hours=12), ends_at=NOW + timedelta(days=3))

    page = page_of(signed_in)

    assert '<li class="is-open q4 w8">' in page
    assert '<li class="is-held q6 w3">' in page
    assert "Sanna K." in page
    assert '<li class="is-off q0 w36"><span>Away all day</span>' in page


def test_a_proposal_is_drawn_as_waiting_and_what_was_cancelled_is_not_drawn(signed_in, coach):
    propose(coach, datetime(2026, 11, 26, 7, 0, tzinfo=UTC))
    make_session(coach, datetime(2026, 11, 26, 11, 0, tzinfo=UTC), state=State.CANCELLED)

    page = page_of(signed_in)

    assert page.count('<li class="is-wait') == 1
    assert '<li class="is-held' not in page


def test_a_session_over_time_off_covers_its_words(signed_in, coach):
    make_session(coach, datetime(2026, 11, 27, 7, 30, tzinfo=UTC))
    take_time_off(coach=coach, starts_at=NOW + timedelta(days=1, hours=12), ends_at=NOW + timedelta(days=3))

    assert '<li class="is-off q0 w36"><span class="visually-hidden">Away all day</span>' in page_of(signed_in)


def test_an_engagement_of_the_own_calendar_shows_as_busy_and_no_more(signed_in, coach):
    nine, ten = (datetime(2026, 11, 26, hour, tzinfo=UTC) for hour in (7, 8))
    BusyTime.objects.create(institution=coach.institution, coach=coach, during=(nine, ten))

    words = "other engagement 9:00–10:00"
    assert f'<li class="is-busy q4 w4"><span class="visually-hidden">{words}</span>' in page_of(signed_in)
    assert "other engagement" in page_of(signed_in, "/coach/?view=list")


def test_the_weekend_and_the_evening_come_when_there_is_something_in_them(signed_in, coach):
    assert "kp-week-56" not in page_of(signed_in)
    assert page_of(signed_in).count('<section class="kp-week-day') == 5

    open_hours(coach, 6, time(17), time(19))

    assert "kp-week-56" in page_of(signed_in)
    assert page_of(signed_in).count('<section class="kp-week-day') == 6


def test_one_walks_from_week_to_week(signed_in, coach):
    session = make_session(coach, datetime(2027, 1, 5, 8, 0, tzinfo=UTC))
    detail = reverse("sessions:detail", args=[session.pk])

    assert 'href="?week=2026-W47"' in page_of(signed_in)
    assert 'href="?week=2027-W01"' in page_of(signed_in, "/coach/?week=2026-W53")
    assert f'is-held q8 w3"><a href="{detail}"' in page_of(signed_in, "/coach/?week=2027-W01")
    assert "is-held" not in page_of(signed_in, "/coach/?week=2026-W53")


@pytest.mark.parametrize("week", ["x", "2026-48", "2026-W54", "2026-W00", "2025-W53", "9999-W01", "0000-W01", "-W"])
def test_a_week_that_is_none_is_not_found(signed_in, week):
    assert signed_in.get(f"/coach/?week={week}").status_code == 404


def test_week_names_and_mondays_are_each_others_way_back():
    for name in ("2026-W01", "2026-W53", "2020-W53", "2027-W01"):
        assert week_name(monday_of(name)) == name


def test_the_week_as_a_list_has_the_same_in_words(signed_in, coach):
    open_hours(coach, 4, time(9), time(11))
    make_session(coach, datetime(2026, 11, 26, 7, 30, tzinfo=UTC))

    page = page_of(signed_in, "/coach/?view=list&week=2026-W48")

    assert "9:00–11:00" in page
    assert "9:30–10:15" in page
    assert "Sanna Korpela" in page
    assert "kp-strip" not in page
    assert "week=2026-W49" in page
    assert "view=list" in page


def test_opening_hours_keep_their_wall_time_when_the_clock_changes(coach):
    open_hours(coach, 7, time(2), time(5))

    spring = open_spans(coach, date(2026, 3, 23), date(2026, 3, 29))
    autumn = open_spans(coach, date(2026, 10, 19), date(2026, 10, 25))

    assert spring == [(datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC))]
    assert autumn == [(datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC))]


def test_in_a_break_from_bookings_nothing_is_open(signed_in, coach):
    open_all_week(coach)
    coach.paused_until = date(2026, 11, 27)
    coach.save()

    assert len(open_spans(coach, MONDAY, MONDAY + timedelta(days=6))) == 1
    assert "on a break until" in page_of(signed_in)


# --- what waits ---


def test_a_proposal_waits_for_the_one_it_is_meant_for(signed_in, coach):
    mine = propose(coach, datetime(2026, 11, 27, 7, 0, tzinfo=UTC))
    propose(coach, datetime(2026, 11, 27, 9, 0, tzinfo=UTC), awaits=Awaits.TEACHER)

    waits = page_of(signed_in).split('id="waits"')[1].split("</section>")[0]

    assert waits.count("Proposed:") == 1
    assert reverse("sessions:detail", args=[mine.pk]) in waits


def test_a_session_that_is_over_waits_to_be_closed_and_one_press_does_it(signed_in, coach):
    over = make_session(coach, NOW - timedelta(hours=3))
    assert "Was the session held?" in page_of(signed_in)

    response = signed_in.post(reverse("sessions:close", args=[over.pk]), {"held": "yes", "back": "desk"})

    assert response.url == DESK
    over.refresh_from_db()
    assert (over.state, over.work_log.minutes) == (State.HELD, 45)
    assert "Was the session held?" not in page_of(signed_in)


def test_only_the_latest_wait_on_the_desk_and_the_rest_are_counted(signed_in, coach):
    for days in range(1, 13):
        make_session(coach, NOW - timedelta(days=days))

    page = page_of(signed_in)

    assert page.count("Was the session held?") == 10
    assert "All 12 that wait to be marked" in page


def test_an_empty_desk_says_what_will_be_there(signed_in, coach):
    page = page_of(signed_in)

    assert "Nothing waits." in page
    assert "No sessions ahead" in page
    assert "No days away ahead." in page


def test_the_desk_shows_the_coachs_own_only(signed_in, coach):
    colleague = make_coach(coach.institution, coach.topics.first())
    make_session(colleague, NOW + timedelta(days=1), make_user(coach.institution, last_name="Toisenvaraus"))

    assert "Toisenvaraus" not in page_of(signed_in)


def test_where_the_coach_is_the_one_helped_is_on_the_desk_too(signed_in, coach):
    colleague = make_coach(coach.institution, coach.topics.first())
    session = make_session(colleague, NOW + timedelta(days=1), coach.user)

    assert page_of(signed_in).count(reverse("sessions:detail", args=[session.pk])) == 2


@pytest.mark.parametrize("url", [DESK, AWAY, "/coach/away/1/delete/"])
def test_the_desk_is_for_coaches(client, coach, url):
    assert client.get(url).status_code == 302
    client.force_login(make_user(coach.institution))
    assert client.get(url).status_code == 403


def test_the_desk_asks_a_fixed_number_of_questions(signed_in, coach, django_assert_max_num_queries):
    open_all_week(coach)
    for days in range(-8, 25):
        make_session(coach, NOW + timedelta(days=days, minutes=30))
        take_time_off(
            coach=coach, starts_at=NOW + timedelta(days=days, hours=2), ends_at=NOW + timedelta(days=days, hours=3)
        )

    with django_assert_max_num_queries(12):
        signed_in.get(DESK)


# --- days away ---


def test_a_day_away_goes_from_midnight_to_midnight_by_the_local_clock(signed_in, coach):
    response = signed_in.post(AWAY, {"first_day": "2026-12-04"})

    assert response.url == DESK
    off = coach.time_off.get()
    assert off.during.lower == datetime(2026, 12, 3, 22, tzinfo=UTC)
    assert off.during.upper == datetime(2026, 12, 4, 22, tzinfo=UTC)
    assert "All day" in page_of(signed_in)


def test_hours_away_on_a_day_and_over_days(signed_in, coach):
    signed_in.post(AWAY, {"first_day": "2026-12-04", "starts": "12.00", "ends": "14.30"})
    signed_in.post(AWAY, {"first_day": "2026-12-10", "last_day": "2026-12-11", "starts": "12:00", "ends": "10:00"})

    spans = [(off.during.lower, off.during.upper) for off in coach.time_off.order_by("during")]
    assert spans == [
        (datetime(2026, 12, 4, 10, tzinfo=UTC), datetime(2026, 12, 4, 12, 30, tzinfo=UTC)),
        (datetime(2026, 12, 10, 10, tzinfo=UTC), datetime(2026, 12, 11, 8, tzinfo=UTC)),
    ]


def test_the_day_the_clock_changes_is_25_hours_away(signed_in, coach):
    signed_in.post(AWAY, {"first_day": "2027-10-31"})

    during = coach.time_off.get().during
    assert during.upper - during.lower == timedelta(hours=25)


def test_sessions_that_it_hits_are_listed_and_stay(signed_in, coach):
    session = make_session(coach, datetime(2026, 12, 4, 8, 0, tzinfo=UTC))
    make_session(coach, datetime(2026, 12, 7, 8, 0, tzinfo=UTC))

    page = signed_in.post(AWAY, {"first_day": "2026-12-04"}, follow=True).content.decode()

    assert "1 session falls on that time. It stays until you move or cancel it." in page
    away = page.split('id="away"')[1].split("</section>")[0]
    assert away.count("/sessions/") == 1
    assert reverse("sessions:detail", args=[session.pk]) in away
    session.refresh_from_db()
    assert session.state == State.BOOKED


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"first_day": "nonsense"},
        {"first_day": "9999-12-31"},
        {"first_day": "2026-12-04", "last_day": "2026-12-03"},
        {"first_day": "2026-12-04", "starts": "12:00", "ends": "12:00"},
        {"first_day": "2026-12-04", "starts": "25:00"},
        {"first_day": "2026-11-20"},
        {"first_day": "2026-12-04", "last_day": "2030-12-04"},
        {"first_day": "2026-12-04\x00"},
    ],
)
def test_bad_time_off_is_refused_with_a_page_that_keeps_what_was_typed(signed_in, coach, typed):
    response = signed_in.post(AWAY, typed)

    assert response.status_code == 400
    assert "kp-field-bad" in response.content.decode()
    assert coach.time_off.count() == 0


def test_pressing_twice_marks_once(coach):
    for _ in range(2):
        take_time_off(coach=coach, starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=2))
    take_time_off(coach=coach, starts_at=NOW + timedelta(days=1, hours=3), ends_at=NOW + timedelta(days=1, hours=4))

    assert coach.time_off.count() == 1


def test_time_off_is_removed_after_asking(signed_in, coach):
    take_time_off(coach=coach, starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=2))
    url = reverse("sessions:time_off_delete", args=[coach.time_off.get().pk])

    assert signed_in.get(url).status_code == 200
    assert coach.time_off.count() == 1
    assert signed_in.post(url).url == DESK
    assert coach.time_off.count() == 0


def test_time_off_of_another_coach_is_not_there(signed_in, coach):
    colleague = make_coach(coach.institution)
    take_time_off(coach=colleague, starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=2))
    url = reverse("sessions:time_off_delete", args=[colleague.time_off.get().pk])

    assert signed_in.get(url).status_code == 404
    assert signed_in.post(url).status_code == 404
    assert TimeOff.objects.count() == 1
