from datetime import date, time

import pytest
from django.urls import reverse

from coaches.exceptions import HoursRefused
from coaches.models import Channel, OpeningHours, WeekSet
from coaches.services import save_opening_hours
from tests.factories import make_coach, make_institution, make_site, make_user, open_hours

LIST, ADD = "/coach/hours/", "/coach/hours/add/"
TYPED = {
    "weekday": "2",
    "starts": "09:00",
    "ends": "11:30",
    "channel": "in_person",
    "room": "B214",
    "weeks": "every",
    "valid_from": "2026-08-01",
}


def span_of(coach, **fields) -> OpeningHours:
    plain = {"weekday": 1, "starts": time(9), "ends": time(11), "valid_from": date(2026, 8, 1)}
    return OpeningHours(institution=coach.institution, coach=coach, **{**plain, **fields})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends": time(9)}, "ends"),
        ({"valid_until": date(2026, 7, 31)}, "valid_until"),
        ({"starts": time(10), "ends": time(12)}, None),
    ],
)
def test_each_constraint_speaks_in_a_sentence(coach, fields, field):
    save_opening_hours(span_of(coach))

    with pytest.raises(HoursRefused) as refusal:
        save_opening_hours(span_of(coach, **fields))

    assert refusal.value.field == field
    assert refusal.value.sentence.endswith(".")
    assert coach.opening_hours.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"starts": time(11), "ends": time(12)},
        {"weekday": 2},
        {"valid_from": date(2027, 1, 1)},
    ],
)
def test_hours_that_do_not_overlap_stand_side_by_side(coach, fields):
    save_opening_hours(span_of(coach, valid_until=date(2026, 12, 31)))
    save_opening_hours(span_of(coach, **fields))

    assert coach.opening_hours.count() == 2


def test_even_and_odd_weeks_take_turns(coach):
    save_opening_hours(span_of(coach, weeks=WeekSet.EVEN))
    save_opening_hours(span_of(coach, weeks=WeekSet.ODD))

    with pytest.raises(HoursRefused):
        save_opening_hours(span_of(coach, weeks=WeekSet.EVERY))


def test_another_coach_may_be_open_at_the_same_time(coach):
    save_opening_hours(span_of(coach))
    save_opening_hours(span_of(make_coach(coach.institution)))

    assert OpeningHours.objects.count() == 2


def test_a_coach_adds_hours(signed_in, coach):
    site = make_site(coach.institution, name_fi="Metsola")

    response = signed_in.post(ADD, {**TYPED, "site": site.pk})

    assert response.status_code == 302
    span = coach.opening_hours.get()
    assert (span.weekday, span.starts, span.ends, span.site, span.room) == (2, time(9), time(11, 30), site, "B214")
    assert (span.channel, span.valid_from, span.valid_until) == (Channel.IN_PERSON, date(2026, 8, 1), None)
    assert "B214" in signed_in.get(LIST).content.decode()


def test_times_and_days_may_be_typed_as_finns_do(signed_in, coach):
    signed_in.post(ADD, {**TYPED, "starts": "9.15", "ends": "10.45", "valid_from": "1.8.2026"})

    span = coach.opening_hours.get()
    assert (span.starts, span.ends, span.valid_from) == (time(9, 15), time(10, 45), date(2026, 8, 1))


def test_overlapping_hours_are_refused_on_the_form_and_nothing_typed_is_lost(signed_in, coach):
    open_hours(coach, 2, time(8), time(10))

    response = signed_in.post(ADD, TYPED)

    page = response.content.decode()
    assert response.status_code == 400
    assert "You are already open at a part of that time." in page
    assert 'value="B214"' in page
    assert 'value="09:00"' in page
    assert coach.opening_hours.count() == 1


def test_an_end_before_the_start_is_said_at_the_field(signed_in, coach):
    page = signed_in.post(ADD, {**TYPED, "ends": "08:00"}).content.decode()

    assert "The end must be later than the start." in page
    assert 'href="#id_ends"' in page
    assert coach.opening_hours.count() == 0


@pytest.mark.parametrize(
    "bad",
    [
        {"weekday": "8"},
        {"weekday": "x" * 5000},
        {"starts": "25:00"},
        {"starts": "\x00"},
        {"ends": ""},
        {"channel": "pigeon"},
        {"room": "r" * 61},
        {"room": "131052-308T"},
        {"site": "999999999999999999999"},
        {"valid_from": "9999-12-31"},
        {"valid_from": "0001-01-01"},
        {"valid_until": "2026-02-30"},
        {"weeks": "third"},
    ],
)
def test_nonsense_is_refused_with_a_page(signed_in, coach, bad):
    assert signed_in.post(ADD, {**TYPED, **bad}).status_code == 400
    assert coach.opening_hours.count() == 0


def test_a_site_of_another_institution_cannot_be_chosen(signed_in, coach):
    assert signed_in.post(ADD, {**TYPED, "site": make_site(make_institution()).pk}).status_code == 400


def test_a_coach_changes_and_removes_own_hours(signed_in, coach):
    span = open_hours(coach, 2, time(8), time(10))

    signed_in.post(f"/coach/hours/{span.pk}/", {**TYPED, "room": "C1"})
    assert coach.opening_hours.get().room == "C1"

    assert signed_in.get(f"/coach/hours/{span.pk}/delete/").status_code == 200
    assert coach.opening_hours.exists()
    signed_in.post(f"/coach/hours/{span.pk}/delete/")
    assert not coach.opening_hours.exists()


@pytest.mark.parametrize("name", ["opening_hours_edit", "opening_hours_delete"])
def test_the_hours_of_another_coach_are_not_there(signed_in, coach, name):
    other = open_hours(make_coach(coach.institution), 2, time(8), time(10))
    url = reverse(f"coaches:{name}", args=[other.pk])

    assert signed_in.get(url).status_code == 404
    assert signed_in.post(url, TYPED).status_code == 404
    assert signed_in.get(reverse(f"coaches:{name}", args=[10**18])).status_code == 404
    other.refresh_from_db()
    assert other.room == ""


@pytest.mark.parametrize("url", [LIST, ADD, "/coach/hours/1/", "/coach/hours/1/delete/", "/coach/profile/"])
def test_a_coachs_pages_are_for_coaches(client, coach, url):
    assert client.get(url).status_code == 302
    client.force_login(make_user(coach.institution))
    assert client.get(url).status_code == 403
    assert client.post(url, TYPED).status_code in (403, 405)


def test_hours_that_have_ended_stand_apart(signed_in, coach):
    open_hours(coach, 1, time(8), time(10), room="OLD1", valid_until=date(2020, 12, 31))
    open_hours(coach, 1, time(8), time(10), room="NEW1", valid_from=date(2021, 1, 1))

    page = signed_in.get(LIST).content.decode()

    assert page.index("NEW1") < page.index("Hours no longer in use") < page.index("OLD1")


def test_without_hours_the_page_says_what_will_be_there(signed_in):
    assert "No opening hours yet" in signed_in.get(LIST).content.decode()


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(signed_in, coach, django_assert_max_num_queries):
    site = make_site(coach.institution)
    for weekday in range(1, 6):
        for hour in range(8, 15):
            open_hours(coach, weekday, time(hour), time(hour + 1), site=site)

    with django_assert_max_num_queries(8):
        signed_in.get(LIST)
