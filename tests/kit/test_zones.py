from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kit.zones import change_days, skips

HELSINKI, BEIRUT = ZoneInfo("Europe/Helsinki"), ZoneInfo("Asia/Beirut")


@pytest.mark.parametrize(
    ("zone", "day", "jump"),
    [
        (HELSINKI, date(2027, 3, 28), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (BEIRUT, date(2027, 3, 28), datetime(2027, 3, 27, 22, tzinfo=UTC)),  # its midnight does not exist
    ],
)
def test_the_clock_jumps_on_a_day_looked_at_alone(zone, day, jump):
    assert skips(zone, day, day) == [jump]
    assert day in change_days(zone, day, day)


@pytest.mark.parametrize("zone", [HELSINKI, BEIRUT])
def test_nothing_is_jumped_over_in_autumn_or_on_a_plain_day(zone):
    assert skips(zone, date(2027, 10, 31), date(2027, 10, 31)) == []
    plain = zone, date(2027, 3, 10), date(2027, 3, 12)
    assert (skips(*plain), change_days(*plain)) == ([], [])
