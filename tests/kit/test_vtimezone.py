import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from kit.vtimezone import vtimezone


@pytest.mark.parametrize(
    "name", ["Europe/Helsinki", "Europe/Mariehamn", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"]
)
def test_another_reader_finds_the_same_offsets(name):
    """Every half hour of three years, but for the hours that a clock put forward leaves out: they never are."""
    zone, read = ZoneInfo(name), tzical(io.StringIO(vtimezone(name, 2026))).get()
    when = datetime(2025, 1, 2)
    while when < datetime(2027, 12, 31):
        here = when.replace(tzinfo=zone)
        exists = here.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) == when
        assert not exists or read.utcoffset(when) == here.utcoffset(), when
        when += timedelta(minutes=30)


def test_it_is_small_and_has_crlf_lines():
    text = vtimezone("Europe/Helsinki", 2026)
    assert len(text) < 600
    assert "\n" not in text.replace("\r\n", "")
    assert "DTSTART:20250330T030000" in text  # on the old clock, as the format wants it
