"""A coach's week: when open, what is booked, when away; as blocks of the week picture and as a list."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange as Range
from django.urls import reverse
from django.utils.translation import gettext as _

from coaches.models import Coach, TimeOff
from kit import times, week
from kit.zones import midnight
from organisation.models import User
from sessions.free_times import open_spans
from sessions.models import Session, State
from sessions.people import others

_WEEK = re.compile(r"(20\d\d|21\d\d)-W(\d\d)\Z")
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


@dataclass(frozen=True)
class Entry:
    """A stretch of the week: `kind` is open, off, busy, held or wait, as in the picture. Within one local day."""

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


def week_of(
    coach: Coach, monday: date, sessions: Iterable[Session], away: Iterable[TimeOff], busy: Iterable[Range]
) -> CoachWeek:
    """The week that begins on the local date `monday`, of what was read before and the opening hours: one query."""
    tz = coach.institution.tz
    stretches = [Entry("open", start, end) for start, end in open_spans(coach, monday, monday + timedelta(days=6))]
    stretches += [Entry("off", off.during.lower, off.during.upper) for off in away]
    stretches += [Entry("busy", other.lower, other.upper) for other in busy]
    stretches += [_of_session(session) for session in sessions if session.holds_time]
    by_day = [(day, parts_on(day, stretches, tz)) for day in (monday + timedelta(days=n) for n in range(7))]
    shown = [(day, entries) for number, (day, entries) in enumerate(by_day) if entries or number < WORKING_DAYS]
    evening = any(is_late(entry, tz) for _day, entries in shown for entry in entries if entry.kind != "off")
    return CoachWeek(monday, [_day(coach.user, day, entries, evening) for day, entries in shown], evening)


def _of_session(session: Session) -> Entry:
    kind = "wait" if session.state == State.PROPOSED else "held"
    return Entry(kind, session.starts_at, session.ends_at, session)


def parts_on(day: date, stretches: Iterable[Entry], tz: ZoneInfo) -> list[Entry]:
    """The parts of `stretches` that lie on the local `day`, soonest first."""
    begins, ends = midnight(day, tz), midnight(day + timedelta(days=1), tz)
    parts = (
        Entry(entry.kind, max(entry.starts_at, begins), min(entry.ends_at, ends), entry.session)
        for entry in stretches
        if entry.starts_at < ends and entry.ends_at > begins
    )
    return sorted(parts, key=lambda part: part.starts_at)


def is_late(entry: Entry, tz: ZoneInfo) -> bool:
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
    order = ("open", "off", "busy", "wait", "held")
    crowded = any(entry.session for entry in entries)
    for entry in sorted(entries, key=lambda entry: order.index(entry.kind)):
        when = times.clock_range(entry.starts_at, entry.ends_at)
        if not (place := week.place(entry.starts_at, entry.ends_at, hours=hours)):
            continue
        if entry.session:
            yield _session_block(reader, entry.session, place, when)
        elif entry.kind == "open":
            yield week.Block("open", place, _("can be booked %(when)s") % {"when": when})
        elif entry.kind == "busy":
            yield week.Block("busy", place, _("other engagement %(when)s") % {"when": when})
        else:
            yield _away_block(place, when, whole=place == f"q0 w{(hours[1] - hours[0]) * 4}", crowded=crowded)


def _away_block(place: str, when: str, *, whole: bool, crowded: bool) -> week.Block:
    """Its words are only read out where a session lies over them."""
    words = _("Away all day") if whole else _("Away")
    rest = "" if whole else when
    return (
        week.Block("off", place, f"{words} {rest}".strip()) if crowded else week.Block("off", place, rest, title=words)
    )


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
