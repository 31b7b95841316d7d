"""A coach's week: when open, what is booked, when away; as blocks of the week picture and as a list."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from coaches.models import Coach, TimeOff
from kit import times, week
from organisation.models import User
from sessions.free_times import DAYS, OPEN_SPANS, changes_that_skip, midnight
from sessions.models import Session, State
from sessions.people import others

_WEEK = re.compile(r"(20\d\d|21\d\d)-W(\d\d)\Z")
_NOT_PAUSED = "AND (coach.paused_until IS NULL OR day.day >= coach.paused_until)"
_OPEN = f"""
WITH day AS ({DAYS}), coach AS (SELECT id, paused_until FROM coaches_coach WHERE id = %(coach)s)
SELECT lower(part), upper(part)
FROM coach CROSS JOIN LATERAL ({OPEN_SPANS.format(day_rules=_NOT_PAUSED)}) span
CROSS JOIN LATERAL unnest(span.open) part
ORDER BY 1
"""
WORKING_DAYS = 5


def monday_of(text: str) -> date:
    """The Monday of an ISO week such as "2026-W48". Raises ValueError for what is no week between 2000 and 2199."""
    if not (match := _WEEK.match(text)):
        raise ValueError("not a week")
    return date.fromisocalendar(int(match[1]), int(match[2]), 1)


def week_name(monday: date) -> str:
    """The ISO week that begins on `monday`, such as "2026-W48"."""
    year, number, _weekday = monday.isocalendar()
    return f"{year}-W{number:02}"


def open_spans(coach: Coach, monday: date, tz: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The UTC instants from and until which `coach` is open in the week, soonest first; a pause leaves none."""
    sunday = monday + timedelta(days=6)
    values = {
        "coach": coach.pk,
        "zone": tz.key,
        "first_day": monday,
        "last_day": sunday,
        "gaps": changes_that_skip(tz, monday, sunday),
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, values)
        return cursor.fetchall()


@dataclass(frozen=True)
class Entry:
    """A stretch of the week: `kind` is open, off, held or wait, as in the picture. Instants within one local day."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    session: Session | None = None


@dataclass(frozen=True)
class DayOfWeek:
    """A local day with its entries in order of time, and as it is drawn."""

    date: date
    entries: list[Entry]
    drawn: week.Day


@dataclass(frozen=True)
class CoachWeek:
    """Monday to Friday, and the weekend when there is something in it. `evening` asks for the longer strip."""

    monday: date
    days: list[DayOfWeek]
    evening: bool

    @property
    def drawn(self) -> list[week.Day]:
        return [day.drawn for day in self.days]

    @property
    def hours(self) -> range:
        return week.scale(week.EVENING_HOURS if self.evening else week.DAY_HOURS)

    @property
    def earlier(self) -> str:
        return week_name(self.monday - timedelta(weeks=1))

    @property
    def later(self) -> str:
        return week_name(self.monday + timedelta(weeks=1))


def week_of(coach: Coach, monday: date, sessions: Iterable[Session], away: Iterable[TimeOff]) -> CoachWeek:
    """The week that begins on the local date `monday`, of sessions and time off read before."""
    tz = coach.institution.tz
    stretches = [Entry("open", start, end) for start, end in open_spans(coach, monday, tz)]
    stretches += [Entry("off", off.during.lower, off.during.upper) for off in away]
    stretches += [_of_session(session) for session in sessions if session.holds_time]
    by_day = [(day, _on(day, stretches, tz)) for day in (monday + timedelta(days=n) for n in range(7))]
    shown = [(day, entries) for number, (day, entries) in enumerate(by_day) if entries or number < WORKING_DAYS]
    evening = any(_is_late(entry, tz) for _day, entries in shown for entry in entries if entry.kind != "off")
    return CoachWeek(monday, [_day(coach.user, day, entries, evening) for day, entries in shown], evening)


def _of_session(session: Session) -> Entry:
    kind = "wait" if session.state == State.PROPOSED else "held"
    return Entry(kind, session.starts_at, session.ends_at, session)


def _on(day: date, stretches: Iterable[Entry], tz: ZoneInfo) -> list[Entry]:
    """The parts of `stretches` that lie on the local `day`, soonest first."""
    begins, ends = midnight(day, tz), midnight(day + timedelta(days=1), tz)
    parts = (
        Entry(entry.kind, max(entry.starts_at, begins), min(entry.ends_at, ends), entry.session) for entry in stretches
    )
    return sorted((part for part in parts if part.starts_at < part.ends_at), key=lambda part: part.starts_at)


def _is_late(entry: Entry, tz: ZoneInfo) -> bool:
    """Whether it lies outside the ordinary hours of the picture."""
    first, last = week.DAY_HOURS
    start, end = entry.starts_at.astimezone(tz), entry.ends_at.astimezone(tz)
    return start.time() < time(first) or end.time() > time(last) or end.date() > start.date()


def _day(reader: User, day: date, entries: list[Entry], evening: bool) -> DayOfWeek:
    hours = week.EVENING_HOURS if evening else week.DAY_HOURS
    said = times.words()
    drawn = week.Day(
        name=said.short_weekdays[day.weekday()].capitalize(),
        date=said.short_date(day, ""),
        is_today=day == times.today(),
        blocks=tuple(_blocks(reader, entries, hours)),
    )
    return DayOfWeek(day, entries, drawn)


def _blocks(reader: User, entries: list[Entry], hours: tuple[int, int]) -> Iterator[week.Block]:
    """Open stretches first: what is booked or off is drawn over them."""
    order = ("open", "off", "wait", "held")
    for entry in sorted(entries, key=lambda entry: order.index(entry.kind)):
        if place := week.place(entry.starts_at, entry.ends_at, hours=hours):
            yield _block(reader, entry, place, hours)


def _block(reader: User, entry: Entry, place: str, hours: tuple[int, int]) -> week.Block:
    when = times.clock_range(entry.starts_at, entry.ends_at)
    if entry.session:
        return _session_block(reader, entry.session, place, when)
    if entry.kind == "open":
        return week.Block("open", place, _("can be booked %(when)s") % {"when": when})
    whole = place == f"q0 w{(hours[1] - hours[0]) * 4}"
    return week.Block("off", place, "" if whole else when, title=_("Away all day") if whole else _("Away"))


def _session_block(reader: User, session: Session, place: str, when: str) -> week.Block:
    names = others(session, reader)
    waits = session.state == State.PROPOSED
    parts = (when, *(person.get_full_name() for person in names), session.topic.name, session.get_state_display())
    return week.Block(
        kind="wait" if waits else "held",
        place=place,
        words=", ".join(parts),
        url=reverse("sessions:detail", args=[session.pk]),
        time=times.clock(session.starts_at),
        title=_("proposal") if waits else _short(names),
    )


def _short(people: list[User]) -> str:
    """Such as "Timo H.": a block has little room."""
    return ", ".join(f"{person.first_name} {person.last_name[:1]}." for person in people)
