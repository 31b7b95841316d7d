"""Where times lie in the week picture."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kit import week

HELSINKI = ZoneInfo("Europe/Helsinki")


def at(hour, minute=0, day=24):
    return datetime(2026, 11, day, hour, minute, tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [
        (at(8), at(17), "q0 w36"),
        (at(9), at(12), "q4 w12"),
        (at(13, 30), at(14, 30), "q22 w4"),
        (at(9, 10), at(9, 20), "q4 w2"),
        (at(7), at(9), "q0 w4"),
        (at(16), at(18), "q32 w4"),
        (at(0), at(0, day=25), "q0 w36"),
        (at(6), at(8), ""),
        (at(17), at(19), ""),
    ],
)
def test_quarters_from_eight_to_five(start, end, place):
    assert week.place(start, end, zone=HELSINKI) == place


def test_evening_hours_are_wider():
    assert week.place(at(7), at(21), zone=HELSINKI, hours=week.EVENING_HOURS) == "q0 w56"
    assert list(week.scale(week.EVENING_HOURS))[-1] == 20


def test_every_place_has_its_class():
    sheet = (Path(__file__).parents[2] / "static/css/week.css").read_text()
    starts = {int(number) for number in re.findall(r"\.q(\d+) \{", sheet)}
    lengths = {int(number) for number in re.findall(r"\.w(\d+) \{", sheet)}
    assert (starts, lengths) == (set(range(56)), set(range(1, 57)))
