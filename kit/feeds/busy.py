"""Calendar files as busy times: series are told out, what is free or called off is left out, the rest is merged."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from kit.feeds.lean import Event, Lean, Property, is_own
from kit.feeds.limits import MAX_TIMES
from kit.feeds.refusals import Refused

DAY = timedelta(days=1)
DURATION = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?")
TOO_OFTEN = ("FREQ=SECONDLY", "FREQ=MINUTELY")
Span = tuple[datetime, datetime]


@dataclass
class Busy:
    """What a calendar comes to between two instants."""

    spans: list[Span]
    skipped: int
    """Events that make no sense, and are left out."""
    is_anonymous: bool = False
    """Whether it tells when somebody is busy and not by what, so that our own events can't be told from others."""


@dataclass
class Reader:
    """Reads the events of one calendar, for the time from `first` to `last`."""

    calendar: Lean
    zone: ZoneInfo
    """In which times and days are meant that name no zone."""
    first: datetime
    last: datetime
    own_host: str
    skipped: int = 0
    found: list[Span] = field(default_factory=list)

    def read(self) -> Busy:
        self.zone = zone_named(self.calendar.zone) or self.zone
        _learn_zones(self.calendar.zones)
        for uid, events in self.calendar.events.items():
            if not is_own(uid, self.own_host):
                self._read_events(events)
        for line in self.calendar.periods:
            self._add_all(_free_busy(line))
        return Busy(merged(self.found), self.skipped, bool(self.calendar.periods))

    def _read_events(self, events: list[Event]) -> None:
        try:
            if any(event.is_series for event in events):
                self._read_series(events)
            else:
                for event in events:
                    if counts(event.value("STATUS"), event.value("TRANSP"), event.value("X-MICROSOFT-CDO-BUSYSTATUS")):
                        self._read_single(event)
        except (Refused, MemoryError):
            raise
        except Exception:  # a library says in many ways that it can make nothing of an event
            self.skipped += len(events)

    def _read_single(self, event: Event) -> None:
        start = moment(event.get("DTSTART"))
        if "DTEND" in event:
            end = moment(event["DTEND"])
        elif "DURATION" in event:
            end = after(start, event.value("DURATION"))
        else:
            end = start if isinstance(start, datetime) else start and start + DAY
        if start is None or end is None:
            self._read_series([event])  # by the library, which knows more ways to write a time
        else:
            self._add(start, end)

    def _read_series(self, events: list[Event]) -> None:
        if all(self._is_over(event) for event in events):
            return
        if any(each in event.value("RRULE").upper() for event in events for each in TOO_OFTEN):
            raise Refused("heavy")
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-"]
        for event in events:
            lines += ["BEGIN:VEVENT", "DTSTAMP:20000101T000000Z", *event.lines, "END:VEVENT"]
        calendar = Calendar.from_ical("\r\n".join([*lines, "END:VCALENDAR", ""]))
        around = self.first.astimezone(self.zone) - DAY, self.last.astimezone(self.zone) + DAY
        for number, event in enumerate(recurring_ical_events.of(calendar).between(*around)):
            if number >= MAX_TIMES:
                raise Refused("heavy")
            words = (str(event.get(name, "")) for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"))
            if counts(*words):
                self._add(event["DTSTART"].dt, event["DTEND"].dt)

    def _is_over(self, event: Event) -> bool:
        """Whether a series has ended, or begins later, by days: most of an old calendar is never looked at closer."""
        if "RRULE" not in event or "RDATE" in event:
            return False
        start, rule = event.value("DTSTART")[:8], event.value("RRULE").upper()
        until = rule.partition("UNTIL=")[2][:8]
        begin, end = f"{self.first - 2 * DAY:%Y%m%d}", f"{self.last + 2 * DAY:%Y%m%d}"
        # An event that goes on for days may still last after the day on which the series begins for the last time.
        is_short = "DURATION" not in event and event.value("DTEND")[:8] == start
        return start.isdigit() and (start > end or is_short and until.isdigit() and until < begin)

    def _add_all(self, spans: Iterable[Span]) -> None:
        for span in spans:
            self._add(*span)

    def _add(self, start: date, end: date) -> None:
        starts_at, ends_at = max(self._instant(start), self.first), min(self._instant(end), self.last)
        if starts_at < ends_at:
            self.found.append((starts_at, ends_at))
        if len(self.found) > MAX_TIMES:
            raise Refused("heavy")

    def _instant(self, when: date) -> datetime:
        """A day begins at midnight; a time without a zone is meant in that of the calendar."""
        if not isinstance(when, datetime):
            when = datetime(when.year, when.month, when.day)
        return (when if when.tzinfo else when.replace(tzinfo=self.zone)).astimezone(UTC)


def counts(status: str, transparency: str, outlook: str) -> bool:
    """Whether an event keeps somebody busy."""
    return (
        status.strip().upper() != "CANCELLED"
        and transparency.strip().upper() != "TRANSPARENT"
        and outlook.strip().upper() != "FREE"
    )


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | None:
    """A zone by its usual name or by Windows' own; None for what a calendar must explain itself."""
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name)) if name else None
    except (ValueError, OSError):  # a missing zone is a KeyError of its own kind
        return None
    except KeyError:
        return None


def moment(line: Property | None) -> date | None:
    """A day or a time, written plainly; None for anything else."""
    if line is None:
        return None
    text, tzid = line.value.strip(), line.parameter("TZID")
    try:
        if len(text) == 8:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        if text[8:9] != "T" or len(text) - text.endswith("Z") != 15:
            return None
        month, day, hour, minute, second = (int(text[at : at + 2]) for at in (4, 6, 9, 11, 13))
        naive = datetime(int(text[:4]), month, day, hour, minute, min(second, 59))  # a leap second is none here
    except ValueError:
        return None
    if text.endswith("Z"):
        return naive.replace(tzinfo=UTC)
    if not tzid:
        return naive
    zone = zone_named(tzid)
    return naive.replace(tzinfo=zone) if zone else None


def _learn_zones(zones: dict[str, list[str]]) -> None:
    """Zones that a calendar explains itself are known to the library once it has read them."""
    own = [line for tzid, lines in zones.items() if zone_named(tzid) is None for line in lines]
    if own:
        try:
            Calendar.from_ical("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-", *own, "END:VCALENDAR", ""]))
        except ValueError:
            return  # whoever is in such a zone is read as if none were named


def after(start: date | None, text: str) -> date | None:
    """The end of what begins at `start` and lasts for the DURATION `text`: days by the calendar, hours by the clock."""
    match = DURATION.fullmatch(text.strip().upper())
    if start is None or match is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    end = start + timedelta(weeks=weeks, days=days)
    if isinstance(end, datetime) and end.tzinfo:
        end = end.astimezone(UTC)
    return end + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _free_busy(line: Property) -> Iterator[Span]:
    if line.parameter("FBTYPE").upper() == "FREE":
        return
    for period in line.value.split(","):
        begin, _, end = period.strip().partition("/")
        start = moment(Property("", "", begin))
        until = after(start, end) if end.startswith("P") else moment(Property("", "", end))
        if isinstance(start, datetime) and isinstance(until, datetime):
            yield start, until


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as there can be, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
