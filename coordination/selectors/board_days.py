"""The days of the board's coaches: when they can be booked, their sessions, when they are busy or away."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Prefetch, QuerySet, Value

from coaches.models import BusyTime, Coach, TimeOff
from coordination.selectors.board import Asked, Hours, Shown, hours_of, narrowed_coaches
from coordination.selectors.board_choices import BOARD_ROLES, Choices
from kit import week
from kit.zones import midnight
from organisation.scope import covers, roles_of, within
from sessions.coach_week import WORKING_DAYS, Entry, is_late
from sessions.free_times import open_spans_of
from sessions.models import Participation, Session, State

SHOWN_STATES = (State.PROPOSED, State.BOOKED, State.HELD, State.NOT_HELD)
KINDS = {State.PROPOSED: "wait", State.NOT_HELD: "gone"}
LIVE = ("open", "wait", "gone", "group", "held")
"""Kinds of entries that are the coach's own doing here, unlike being away or busy elsewhere."""
COLUMNS = (
    *("institution", "coach", "topic", "kind", "title_fi", "title_sv", "title_en", "seats"),
    *("state", "starts_at", "ends_at", "channel", "site", "sector"),
)
"""What a card says of its session, and what its reader's rights stand on."""
People = dict[int, list[tuple[str, str]]]
"""First and last names of those helped, in the order they joined, by the session's id."""


@dataclass(frozen=True)
class Cell:
    """A coach's local day: its stretches and sessions, soonest first. A session out of scope is a stretch "busy"."""

    coach: Coach
    day: date
    entries: list[Entry]

    @property
    def sessions(self) -> list[Session]:
        """Those that begin on this day."""
        return [e.session for e in self.entries if e.session is not None and e.session.starts_at == e.starts_at]

    def of_kind(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]


@dataclass(frozen=True)
class Row:
    coach: Coach
    sites: str
    hours: Hours | None
    cells: list[Cell]


@dataclass(frozen=True)
class Days:
    """The rows, over Monday to Friday and those weekend days on which something happens."""

    days: list[date]
    rows: list[Row]
    evening: bool
    people: People

    @property
    def last(self) -> date:
        return self.days[-1]

    @property
    def strip(self) -> tuple[int, int]:
        """The hours of the strips."""
        return week.EVENING_HOURS if self.evening else week.DAY_HOURS

    @property
    def scale(self) -> range:
        return week.scale(self.strip)


def days_of(board: Shown, choices: Choices) -> Days:
    """Four queries, whatever there is."""
    asked = board.asked
    entries, people = _entries(asked, board.coaches)
    dates = [asked.first_day + timedelta(days=n) for n in range(asked.days)]
    midnights = [midnight(asked.first_day + timedelta(days=n), asked.tz) for n in range(asked.days + 1)]
    cells = {coach.pk: _cells(coach, dates, entries[coach.pk], midnights) for coach in board.coaches}
    numbers = [n for n in range(asked.days) if asked.days == 1 or n < WORKING_DAYS or _is_live(n, cells.values())]
    rows = [_row(coach, [cells[coach.pk][n] for n in numbers], choices) for coach in board.coaches]
    seen = {(e.starts_at, e.ends_at): e for row in rows for cell in row.cells for e in cell.entries if e.kind in LIVE}
    return Days([dates[n] for n in numbers], rows, any(is_late(entry, asked.tz) for entry in seen.values()), people)


def _cells(coach: Coach, dates: list[date], entries: list[Entry], midnights: list[datetime]) -> list[Cell]:
    """The parts of `entries` on each local day, soonest first; hardly one lies on two days."""
    cells = [Cell(coach, day, []) for day in dates]
    for entry in sorted(entries, key=lambda entry: entry.starts_at):
        number = max(bisect_right(midnights, entry.starts_at) - 1, 0)
        while number < len(cells) and midnights[number] < entry.ends_at:
            cells[number].entries.append(_part(entry, midnights[number], midnights[number + 1]))
            number += 1
    return cells


def _part(entry: Entry, begins: datetime, ends: datetime) -> Entry:
    if entry.starts_at >= begins and entry.ends_at <= ends:
        return entry
    return Entry(entry.kind, max(entry.starts_at, begins), min(entry.ends_at, ends), entry.session)


def _is_live(number: int, rows: Iterable[list[Cell]]) -> bool:
    """Whether anyone has sessions or takes bookings on that day."""
    return any(entry.kind in LIVE for cells in rows for entry in cells[number].entries)


def _row(coach: Coach, cells: list[Cell], choices: Choices) -> Row:
    names = (choices.name("site", pk) for pk in coach.site_ids)  # type: ignore[attr-defined]  # annotated
    return Row(coach, ", ".join(name for name in names if name), hours_of(coach), cells)


def _entries(asked: Asked, coaches: list[Coach]) -> tuple[dict[int, list[Entry]], People]:
    """By the coach's id; and the people of the sessions among them."""
    found: dict[int, list[Entry]] = defaultdict(list)
    taking = [coach.pk for coach in coaches if coach.is_active]
    for pk, spans in open_spans_of(asked.institution, taking, asked.first_day, asked.last_day).items():
        found[pk] += [Entry("open", start, end) for start, end in spans]
    for pk, kind, during in _stretches(asked, coaches):
        found[pk].append(Entry(kind, during.lower, during.upper))
    shown = []
    for session in _within(asked).filter(coach__in=coaches).only(*COLUMNS):
        if covers(asked.reader, session, *BOARD_ROLES):
            shown.append(session.pk)
            found[session.coach_id].append(Entry(_kind_of(session), session.starts_at, session.ends_at, session))
        elif session.holds_time:
            found[session.coach_id].append(Entry("busy", session.starts_at, session.ends_at))
    return found, _people(shown)


def _kind_of(session: Session) -> str:
    return KINDS.get(State(session.state), "group" if session.is_group else "held")


def _people(sessions: list[int]) -> People:
    found: People = defaultdict(list)
    names = ("session_id", "person__first_name", "person__last_name", "person__email")
    for pk, first, last, email in _helped().filter(session__in=sessions).values_list(*names):
        found[pk].append((first, last) if first or last else (email, ""))
    return found


def _stretches(asked: Asked, coaches: list[Coach]) -> Iterable[tuple]:
    """When they are away, engaged elsewhere, or helped by a colleague themselves: coach's id, kind, range."""
    ids = [coach.pk for coach in coaches]
    away, busy = (
        model.objects.filter(coach_id__in=ids, during__overlap=asked.during)
        .annotate(kind=Value(kind))
        .values_list("coach_id", "kind", "during")
        for model, kind in ((TimeOff, "off"), (BusyTime, "busy"))
    )
    helped = Participation.objects.filter(person__coach__in=ids, active=True, during__overlap=asked.during)
    helped = helped.filter(role=Participation.Role.HELPED).annotate(kind=Value("busy"), of=F("person__coach"))
    return away.union(busy, helped.values_list("of", "kind", "during"), all=True)


def _within(asked: Asked) -> QuerySet[Session]:
    begins, ends = asked.during
    return Session.objects.filter(starts_at__gte=begins, starts_at__lt=ends, state__in=SHOWN_STATES)


def _helped() -> QuerySet[Participation]:
    return Participation.objects.staying().filter(role=Participation.Role.HELPED).order_by("pk")


def sessions_of(asked: Asked) -> QuerySet[Session]:
    """Those in the reader's scope on all pages of the board, soonest first, with what a table says of them."""
    rows = _within(asked).filter(within(roles_of(asked.reader, *BOARD_ROLES)), coach__in=narrowed_coaches(asked))
    rows = rows.defer("about", "cancel_reason").order_by("starts_at", "pk")
    named = rows.select_related("coach__user", "topic", "institution", "meeting_site", "site", "sector")
    return named.prefetch_related(Prefetch("participations", _helped().select_related("person")))
