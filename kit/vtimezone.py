"""A zone's rules as a calendar file needs them: only the changes around a year, kept between calls."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kit.zones import changes

HOUR = timedelta(hours=1)


@lru_cache(maxsize=64)
def vtimezone(zone: str, year: int, last: int | None = None) -> str:
    """The VTIMEZONE of `zone` (an IANA name) that is right from the year before `year` to the year after (`last`).

    Lines end in CRLF. Each change is named by its date, so that no reader has to work out a rule.
    """
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    for (name, before, after, is_summer), starts in _observances(ZoneInfo(zone), year, last or year).items():
        part = "DAYLIGHT" if is_summer else "STANDARD"
        first, *others = (f"{start:%Y%m%dT%H%M%S}" for start in starts)
        lines += [f"BEGIN:{part}", f"DTSTART:{first}"]
        lines += [f"RDATE:{','.join(others)}"] if others else []
        lines += [f"TZOFFSETFROM:{_offset(before)}", f"TZOFFSETTO:{_offset(after)}", f"TZNAME:{name}", f"END:{part}"]
    return "".join(f"{line}\r\n" for line in [*lines, "END:VTIMEZONE"])


Rule = tuple[str, timedelta, timedelta, bool]
"""A zone's short name after a change, its offset before and after, and whether that is summer time."""


def _observances(zone: ZoneInfo, year: int, last: int) -> dict[Rule, list[datetime]]:
    """Each rule with the local times, on the old clock, at which it begins; the first one holds from the start."""
    first = datetime(year - 1, 1, 1, tzinfo=UTC)
    found = {_rule(zone, first, first): [first.astimezone(zone).replace(tzinfo=None)]}
    for instant in changes(zone, first, datetime(last + 2, 1, 1, tzinfo=UTC)):
        rule = _rule(zone, instant - HOUR, instant)
        found.setdefault(rule, []).append((instant + rule[1]).replace(tzinfo=None))
    return found


def _rule(zone: ZoneInfo, before: datetime, after: datetime) -> Rule:
    old, new = before.astimezone(zone), after.astimezone(zone)
    return new.tzname() or zone.key, _utcoffset(old), _utcoffset(new), bool(new.dst())


def _utcoffset(when: datetime) -> timedelta:
    return when.utcoffset() or timedelta(0)


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
