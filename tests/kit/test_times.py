"""Times in words, by the wording table: Finnish, Swedish, English."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from kit import times

HELSINKI = ZoneInfo("Europe/Helsinki")
START = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
END = START + timedelta(hours=1)
LANGUAGES = ("fi", "sv", "en")


@pytest.fixture(autouse=True)
def monday():
    """The clock stands at Monday 23 November 2026, 10.30 in Helsinki."""
    with time_machine.travel(datetime(2026, 11, 23, 8, 30, tzinfo=UTC), tick=False):
        yield


def plain(text):
    return text.replace(times.NBSP, " ")


def in_each_language(tell, *args, **options):
    return [plain(tell(*args, language=language, **options)) for language in LANGUAGES]


def test_a_range_as_the_wording_table_has_it():
    assert in_each_language(times.time_range, START, END, zone=HELSINKI) == [
        "ti 24.11. klo 13.30–14.30",
        "ti 24.11 kl. 13.30–14.30",
        "Tue 24 Nov, 13:30–14:30",
    ]


def test_without_an_end_only_the_start_is_told():
    assert in_each_language(times.time_range, START, zone=HELSINKI) == [
        "ti 24.11. klo 13.30",
        "ti 24.11 kl. 13.30",
        "Tue 24 Nov, 13:30",
    ]


def test_the_year_is_told_when_it_is_another():
    next_year = datetime(2027, 1, 5, 7, 0, tzinfo=UTC)
    assert in_each_language(times.time_range, next_year, zone=HELSINKI) == [
        "ti 5.1.2027 klo 9.00",
        "ti 5.1.2027 kl. 9.00",
        "Tue 5 Jan 2027, 9:00",
    ]


def test_headings_spell_the_weekday():
    assert in_each_language(times.long_range, START, END, zone=HELSINKI) == [
        "tiistai 24.11. klo 13.30–14.30",
        "tisdag 24.11 kl. 13.30–14.30",
        "Tuesday 24 November, 13:30–14:30",
    ]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (-1, ["eilen klo 13.30", "i går kl. 13.30", "yesterday at 13:30"]),
        (0, ["tänään klo 13.30", "i dag kl. 13.30", "today at 13:30"]),
        (1, ["huomenna klo 13.30", "i morgon kl. 13.30", "tomorrow at 13:30"]),
        (2, ["ke 25.11. klo 13.30", "on 25.11 kl. 13.30", "Wed 25 Nov, 13:30"]),
    ],
)
def test_moments_near_now(days, told):
    assert in_each_language(times.near, START + timedelta(days=days - 1), zone=HELSINKI) == told


def test_a_near_range():
    assert in_each_language(times.near, START, END, zone=HELSINKI) == [
        "huomenna klo 13.30–14.30",
        "i morgon kl. 13.30–14.30",
        "tomorrow at 13:30–14:30",
    ]


def test_near_days_name_the_date_too():
    assert in_each_language(times.near_day, date(2026, 11, 24)) == [
        "huomenna, tiistai 24.11.",
        "i morgon, tisdag 24.11",
        "tomorrow, Tuesday 24 November",
    ]
    assert in_each_language(times.near_day, date(2026, 11, 26)) == [
        "torstai 26.11.",
        "torsdag 26.11",
        "Thursday 26 November",
    ]


def test_the_day_is_the_zones_own():
    """23.30 UTC is already the next day in Helsinki; "today" follows the same clock."""
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    assert plain(times.near(late, zone=HELSINKI, language="fi")) == "huomenna klo 0.30"
    assert plain(times.near(late, zone=ZoneInfo("UTC"), language="fi")) == "tänään klo 22.30"


@pytest.mark.parametrize(
    ("instant", "told"),
    [
        (datetime(2026, 10, 24, 6, 0, tzinfo=UTC), "la 24.10. klo 9.00"),
        (datetime(2026, 10, 26, 7, 0, tzinfo=UTC), "ma 26.10. klo 9.00"),
        (datetime(2026, 3, 27, 7, 0, tzinfo=UTC), "pe 27.3. klo 9.00"),
        (datetime(2026, 3, 30, 6, 0, tzinfo=UTC), "ma 30.3. klo 9.00"),
    ],
)
def test_nine_is_nine_on_both_sides_of_a_clock_change(instant, told):
    assert plain(times.time_range(instant, zone=HELSINKI, language="fi")) == told


def test_the_active_zone_and_language_are_the_default():
    with timezone.override(HELSINKI), translation.override("sv"):
        assert plain(times.time_range(START, END)) == "ti 24.11 kl. 13.30–14.30"


def test_hours_and_units_do_not_break_apart():
    assert times.at_clock(START, zone=HELSINKI, language="fi") == f"klo{times.NBSP}13.30"
    assert times.minutes_words(45) == f"45{times.NBSP}min"


def test_leaves():
    told = [times.leaf(START, zone=HELSINKI, language=language) for language in LANGUAGES]
    assert told == [
        times.Leaf("ti", 24, "marras", is_today=False),
        times.Leaf("ti", 24, "nov", is_today=False),
        times.Leaf("Tue", 24, "Nov", is_today=False),
    ]
    assert times.leaf(date(2026, 11, 23), language="fi").is_today


@pytest.mark.parametrize(
    ("away", "told"),
    [
        (timedelta(seconds=20), ["nyt", "nu", "now"]),
        (timedelta(minutes=1), ["1 minuutin kuluttua", "om 1 minut", "in 1 minute"]),
        (timedelta(hours=3, minutes=5), ["3 tunnin kuluttua", "om 3 timmar", "in 3 hours"]),
        (timedelta(days=2), ["2 päivän kuluttua", "om 2 dagar", "in 2 days"]),
    ],
)
def test_how_far_ahead(away, told):
    assert in_each_language(times.ahead, timezone.now() + away) == told


def test_lengths():
    assert plain(times.minutes_words(timedelta(minutes=45))) == "45 min"
    assert in_each_language(times.hours_words, Decimal("46.25")) == ["46,25 h", "46,25 h", "46.25 h"]
    assert in_each_language(times.hours_words, timedelta(hours=120)) == ["120 h", "120 h", "120 h"]
    assert in_each_language(times.hours_words, 22.5) == ["22,50 h", "22,50 h", "22.50 h"]


def test_weeks():
    assert in_each_language(times.week_words, START, zone=HELSINKI) == ["viikko 48", "vecka 48", "week 48"]
