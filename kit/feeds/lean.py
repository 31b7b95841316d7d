"""What of a calendar file says when somebody is busy. Titles, places and people are left out before it is read."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kit.feeds.limits import MAX_EVENTS
from kit.feeds.refusals import Refused

FOLD = re.compile(r"\r?\n[ \t]")
PROPERTY = re.compile(r'([A-Za-z0-9-]+)((?:;(?:[^":;]|"[^"]*")*)*):(.*)')
NEEDED = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "TRANSP"}
    | {"SEQUENCE", "X-MICROSOFT-CDO-BUSYSTATUS"}
)
OUTLOOK_UID = "040000008200E00074C5B7101A82E008"
"""How Outlook's own ids begin; an id from elsewhere is packed into one."""


class Property(NamedTuple):
    """A line: its name, its parameters as they are written, its value."""

    name: str
    parameters: str
    value: str

    def parameter(self, name: str) -> str:
        for each in self.parameters.split(";"):
            key, _, value = each.partition("=")
            if key.upper() == name:
                return value.strip('"')
        return ""

    @property
    def line(self) -> str:
        return f"{self.name}{self.parameters}:{self.value}"


class Event(dict[str, Property]):
    """One VEVENT by the names of its lines; `lines` has them all."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def note(self, found: Property) -> None:
        self.setdefault(found.name, found)
        self.lines.append(found.line)

    def value(self, name: str) -> str:
        return self[name].value.strip() if name in self else ""

    @property
    def is_series(self) -> bool:
        return any(name in self for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


@dataclass
class Lean:
    """What is left of one or several calendar files."""

    events: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    """By UID."""
    zones: dict[str, list[str]] = field(default_factory=dict)
    """The lines of each VTIMEZONE, by TZID."""
    zone: str = ""
    """X-WR-TIMEZONE: in which times are meant that name none."""
    periods: list[Property] = field(default_factory=list)
    """The FREEBUSY lines of files that hold no events."""


def lean(contents: Iterator[bytes] | list[bytes]) -> Lean:
    """Raises Refused when something is no calendar file, is cut off, or holds too many events."""
    found, count = Lean(), 0
    for content in contents:
        text = content.decode("utf-8-sig", "replace")
        if not text.lstrip()[:15].upper() == "BEGIN:VCALENDAR":
            raise Refused("no_calendar")
        if text.rstrip()[-13:].upper() != "END:VCALENDAR":
            raise Refused("broken")
        count = _read(FOLD.sub("", text), found, count)
    return found


def _read(text: str, found: Lean, count: int) -> int:
    """Adds to `found`; returns how many events there are by now."""
    inside: list[str] = []
    event, zone = Event(), [""]
    for line in text.split("\n"):
        match = PROPERTY.match(line.rstrip("\r"))
        if match is None:
            continue
        here = Property(match[1].upper(), match[2], match[3])
        part = here.value.strip().upper()
        if here.name == "BEGIN":
            inside.append(part)
            if part == "VEVENT":
                event, count = Event(), count + 1
                if count > MAX_EVENTS:
                    raise Refused("many")
            elif part == "VTIMEZONE":
                zone = []
        if "VTIMEZONE" in inside:
            zone.append(here.line)
        if here.name == "END":
            while inside and inside.pop() != part:
                pass
            if part == "VEVENT":
                found.events[event.value("UID")].append(event)
            elif part == "VTIMEZONE":
                tzid = next((each[5:] for each in zone if each.startswith("TZID:")), "")
                found.zones.setdefault(tzid.strip(), zone)
        elif inside[-1:] == ["VEVENT"] and here.name in NEEDED:
            event.note(here)
        elif inside[-1:] == ["VFREEBUSY"] and here.name == "FREEBUSY":
            found.periods.append(here)
        elif inside == ["VCALENDAR"] and here.name == "X-WR-TIMEZONE":
            found.zone = here.value.strip()
    return count


def is_own(uid: str, host: str) -> bool:
    """Whether an event came from us, by the host of its UID; also as Outlook packs the ids of others."""
    if uid[:32].upper() == OUTLOOK_UID:
        try:
            uid = bytes.fromhex(uid).decode("ascii", "ignore").rstrip("\x00")
        except ValueError:
            return False
    return uid.strip().lower().endswith(f"@{host.lower()}")
