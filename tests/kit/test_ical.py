from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kit import ical


def test_a_short_line_stays_one():
    assert ical.line("UID", "a@b") == b"UID:a@b\r\n"
    assert ical.line("X", "a" * 73) == b"X:" + b"a" * 73 + b"\r\n"


@pytest.mark.parametrize("letter", ["a", "ä", "€", "😀"])
@pytest.mark.parametrize("count", range(60, 160, 7))
def test_a_long_line_is_folded_between_characters_and_comes_back(letter, count):
    folded = ical.line("SUMMARY", letter * count)
    lines = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.startswith(b" ") for line in lines[1:])
    assert "".join([lines[0].decode(), *(line[1:].decode() for line in lines[1:])]) == f"SUMMARY:{letter * count}"


def test_text_is_escaped_and_cleaned():
    assert ical.text("a;b,c\\d\r\ne\x00\u2028f\x07") == "a\\;b\\,c\\\\d\\ne\\nf"


def test_a_parameter_is_quoted_on_one_line():
    assert ical.parameter('A "B"\r\nC; D') == "\"A 'B' C; D\""


def test_a_value_adds_no_line():
    assert ical.line("URL", "x\nATTENDEE:y") == b"URL:x ATTENDEE:y\r\n"


def test_an_instant_is_in_utc():
    assert ical.instant(datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Helsinki"))) == "20261124T100000Z"
