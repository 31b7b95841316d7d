"""Calendar files as busy times: what counts, and when that is."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from recurring_ical_events import of

from kit.feeds.busy import Reader, merged
from kit.feeds.lean import is_own, lean
from kit.feeds.refusals import Refused
from tests.feeds import LAST, MONDAY, calendar, event, usual_feed

HELSINKI = ZoneInfo("Europe/Helsinki")
VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Our own time
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0500
TZOFFSETTO:+0500
END:STANDARD
END:VTIMEZONE"""


def read(*parts: str, first=MONDAY, last=LAST):
    return Reader(lean([calendar(*parts)]), HELSINKI, first, last, "kotipesa.test").read()


def spans(*parts: str, **more) -> list[str]:
    """The busy times by the clock in Helsinki."""
    found = read(*parts, **more)
    assert found.skipped == 0
    local = [(start.astimezone(HELSINKI), end.astimezone(HELSINKI)) for start, end in found.spans]
    return [f"{start:%d.%m. %H:%M}–{end:%H:%M}" for start, end in local]


def meeting(*lines: str, zone: str = "", day: str = "1124", hour: int = 10, uid: str = "a") -> str:
    """From `hour` to the next on a day of 2026, by the clock of `zone`: "Z" is UTC, none is floating."""
    head, end = (f";TZID={zone}:", "") if zone not in ("", "Z") else ("", zone)
    return event(uid, f"{head}2026{day}T{hour}0000{end}", f"{head}2026{day}T{hour + 1}0000{end}", *lines)


def bare(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", "UID:a", *lines, "END:VEVENT"])


HOME, STOCKHOLM = "Europe/Helsinki", "Europe/Stockholm"
WEEKLY = meeting("RRULE:FREQ=WEEKLY;COUNT=3", zone=HOME)
SECOND = "RECURRENCE-ID;TZID=Europe/Helsinki:20261201T100000"
TEN, FIRST, SECOND_WEEK, THIRD = (f"{day} 10:00–11:00" for day in ("24.11.", "24.11.", "01.12.", "08.12."))
FREE_BUSY = """BEGIN:VFREEBUSY
FREEBUSY;FBTYPE=BUSY:20261124T080000Z/PT1H,20261125T080000Z/20261125T090000Z
FREEBUSY;FBTYPE=FREE:20261126T080000Z/PT1H
END:VFREEBUSY"""
CASES = {
    "an instant": ([meeting(zone="Z", hour=12)], ["24.11. 14:00–15:00"]),
    "a zone by name": ([meeting(zone=STOCKHOLM)], ["24.11. 11:00–12:00"]),
    "a zone as Windows names it": ([meeting(zone="FLE Standard Time")], [TEN]),
    "a zone explained in the file": ([VTIMEZONE, meeting(zone="Our own time")], ["24.11. 07:00–08:00"]),
    "a zone nobody knows": ([meeting(zone="Nowhere")], [TEN]),
    "floating": ([meeting()], [TEN]),
    "floating in the calendar's zone": ([f"X-WR-TIMEZONE:{STOCKHOLM}", meeting()], ["24.11. 11:00–12:00"]),
    "a whole day": ([event("a", ";VALUE=DATE:20261124", ";VALUE=DATE:20261125")], ["24.11. 00:00–00:00"]),
    "a day without an end": ([bare("DTSTART;VALUE=DATE:20261124")], ["24.11. 00:00–00:00"]),
    "a moment without an end": ([bare("DTSTART:20261124T100000Z")], []),
    "a duration": ([bare("DTSTART:20261124T080000Z", "DURATION:PT1H30M")], ["24.11. 10:00–11:30"]),
    "transparent": ([meeting("TRANSP:TRANSPARENT")], []),
    "free in Outlook": ([meeting("X-MICROSOFT-CDO-BUSYSTATUS:FREE")], []),
    "called off": ([meeting("STATUS:CANCELLED")], []),
    "tentative": ([meeting("STATUS:TENTATIVE")], [TEN]),
    "a series": ([WEEKLY], [FIRST, SECOND_WEEK, THIRD]),
    "a series without one day": (
        [meeting("RRULE:FREQ=WEEKLY;COUNT=3", f"EXDATE;TZID={HOME}:20261201T100000", zone=HOME)],
        [FIRST, THIRD],
    ),
    "one of them moved": ([WEEKLY, meeting(SECOND, day="1202", hour=15)], [FIRST, "02.12. 15:00–16:00", THIRD]),
    "one of them called off": ([WEEKLY, meeting(SECOND, "STATUS:CANCELLED", day="1201", zone=HOME)], [FIRST, THIRD]),
    "one of them free": ([WEEKLY, meeting(SECOND, "TRANSP:TRANSPARENT", day="1201", zone=HOME)], [FIRST, THIRD]),
    "one of a series that is not there": ([meeting(SECOND, day="1202", hour=15)], ["02.12. 15:00–16:00"]),
    "more dates": (
        [meeting(f"RDATE;TZID={HOME}:20261126T100000", zone=HOME)],
        [FIRST, "26.11. 10:00–11:00"],
    ),
    "our own": ([meeting(uid="abc@kotipesa.test"), meeting(uid="def@KOTIPESA.TEST ")], []),
    "almost our own": ([meeting(uid="abc@notkotipesa.test")], [TEN]),
    "side by side": ([meeting(uid="a"), meeting(uid="b", hour=11)], ["24.11. 10:00–12:00"]),
    "over each other": ([meeting(uid="a"), meeting(uid="b"), meeting(uid="c", hour=12)], [TEN, "24.11. 12:00–13:00"]),
    "before and after": ([meeting(uid="a", day="0224"), meeting(uid="b", day="1224", hour=10)], ["24.12. 10:00–11:00"]),
    "over the edge": ([event("a", "20261122T080000Z", "20261123T030000Z")], ["23.11. 02:00–05:00"]),
    "free and busy": ([FREE_BUSY], [TEN, "25.11. 10:00–11:00"]),
    "an alarm inside": (
        [meeting("BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT5M", "UID:x@kotipesa.test", "END:VALARM")],
        [TEN],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_counts(name):
    parts, expected = CASES[name]
    assert spans(*parts) == expected


@pytest.mark.parametrize("change", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_a_series_keeps_its_wall_clock_over_a_change(change):
    daily = meeting("RRULE:FREQ=DAILY", zone=HOME, day=f"{change:%m}01")
    found = read(daily, first=change - timedelta(days=2), last=change + timedelta(days=2)).spans

    assert {start.astimezone(HELSINKI).hour for start, _ in found} == {10}
    assert len({start.hour for start, _ in found}) == 2


def test_a_day_is_as_long_as_its_clock():
    day = event("a", ";VALUE=DATE:20261025", ";VALUE=DATE:20261026")
    ((start, end),) = read(day, first=datetime(2026, 10, 1, tzinfo=UTC)).spans

    assert end - start == timedelta(hours=25)


def test_nothing_of_an_event_is_kept_but_its_time():
    content = calendar(event("a", "20261124T080000Z", "20261124T090000Z", "SUMMARY:Lääkäri", "LOCATION:Tays"))

    assert "Lääkäri" not in str(lean([content]))
    assert "Tays" not in str(lean([content]))


def test_outlook_packs_the_ids_of_others():
    packed = bytes.fromhex("040000008200E00074C5B7101A82E008" + "00" * 24) + b"vCal-Uid\x01\0\0\0abc@kotipesa.test\0"

    assert is_own(packed.hex().upper(), "kotipesa.test")
    assert not is_own(packed.hex().upper(), "other.test")
    assert not is_own("040000008200E00074C5B7101A82E008zz", "kotipesa.test")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_calendar"),
        (b"<html>Sign in</html>", "no_calendar"),
        (calendar(event())[:-30], "broken"),
        (b"\xef\xbb\xbf" + calendar(event())[:-30], "broken"),
    ],
)
def test_what_is_no_whole_calendar_is_refused(content, code):
    with pytest.raises(Refused) as refused:
        lean([content])
    assert refused.value.code == code


@pytest.mark.parametrize("nonsense", ["RRULE:FREQ=NEVER", "RRULE:FREQ=DAILY;COUNT=x", "RDATE:2026", "EXDATE:x"])
def test_an_event_without_sense_is_counted_and_the_others_are_read(nonsense):
    found = read(event(), event("b", "20261125T080000Z", "20261125T090000Z", "RRULE:FREQ=DAILY;COUNT=2", nonsense))

    assert (MONDAY.replace(day=24, hour=8), MONDAY.replace(day=24, hour=9)) in found.spans


def test_an_event_without_a_start_is_counted():
    assert read("BEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT").skipped == 1


@pytest.mark.parametrize("number", range(3))
def test_the_quick_way_finds_what_the_library_finds(number):
    content = usual_feed(number)
    found = of(Calendar.from_ical(content)).between(MONDAY, LAST)
    clipped = ((max(each["DTSTART"].dt, MONDAY), min(each["DTEND"].dt, LAST)) for each in found)
    expected = merged((start.astimezone(UTC), end.astimezone(UTC)) for start, end in clipped)

    assert len(expected) > 10
    assert Reader(lean([content]), HELSINKI, MONDAY, LAST, "kotipesa.test").read().spans == expected


MINUTES = st.integers(0, 3000)


@given(st.lists(st.tuples(MINUTES, st.integers(1, 300)), max_size=30))
def test_merged_is_the_same_time_in_spans_that_do_not_touch(pairs):
    made = [(MONDAY + timedelta(minutes=at), MONDAY + timedelta(minutes=at + length)) for at, length in pairs]
    found = merged(made)

    assert all(one[1] < other[0] for one, other in zip(found, found[1:], strict=False))
    taken = {at + minute for at, length in pairs for minute in range(length)}
    assert {minute for span in found for minute in range(*map(minutes, span))} == taken


def minutes(moment: datetime) -> int:
    return (moment - MONDAY) // timedelta(minutes=1)


@given(st.binary(max_size=400))
def test_no_bytes_do_more_than_be_refused(noise):
    content = calendar(event()).replace(b"UID:", noise + b"\r\nUID:")
    found = []
    with suppress(Refused):
        found = Reader(lean([content]), HELSINKI, MONDAY, LAST, "kotipesa.test").read().spans
    assert all(MONDAY <= starts < ends <= LAST for starts, ends in found)
