"""The days of the board's coaches: when they can be booked, their sessions, when they are busy or away."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Prefetch, QuerySet, Value

from coaches.models import BusyTime, Coach, TimeOff
from coordination.selectors.board import Asked, Hours, Shown, hours_of, narrowed_coaches
from coordination.selectors.board_choices import BOARD_ROLES, Choices
from kit import week
from organisation.scope import covers, roles_of, within
from sessions.coach_week import WORKING_DAYS, Entry, is_late, parts_on
from sessions.free_times import open_spans_of
from sessions.models import Participation, Session, State

SHOWN_STATES = (State.PROPOSED, State.BOOKED, State.HELD, State.NOT_HELD)
KINDS = {State.PROPOSED: "wait", State.NOT_HELD: "gone"}


@dataclass(frozen=True)
class Cell:
    """A coach's local day: its stretches and sessions, soonest first. A session out of scope is a stretch "busy"."""

    coach: Coach
    day: date
    entries: list[Entry]

    @property
    def sessions(self) -> list[Session]:
        """Those that begin on this day."""
        return [e.session for e in self.entries if e.session and e.session.starts_at == e.starts_at]

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
    entries = _entries(asked, board.coaches)
    dates = [asked.first_day + timedelta(days=n) for n in range(asked.days)]
    cells = {
        coach.pk: [Cell(coach, day, parts_on(day, entries[coach.pk], asked.tz)) for day in dates]
        for coach in board.coaches
    }
    days = [day for n, day in enumerate(dates) if asked.days == 1 or n < WORKING_DAYS or _is_live(n, cells.values())]
    rows = [_row(coach, [cell for cell in cells[coach.pk] if cell.day in days], choices) for coach in board.coaches]
    everything = (entry for row in rows for cell in row.cells for entry in cell.entries)
    evening = any(is_late(entry, asked.tz) for entry in everything if entry.kind not in ("off", "busy"))
    return Days(days, rows, evening)


def _is_live(number: int, rows: Iterable[list[Cell]]) -> bool:
    """Whether anyone has sessions or takes bookings on that day."""
    return any(entry.kind not in ("off", "busy") for cells in rows for entry in cells[number].entries)


def _row(coach: Coach, cells: list[Cell], choices: Choices) -> Row:
    names = (choices.name("site", pk) for pk in coach.site_ids)  # type: ignore[attr-defined]  # annotated
    return Row(coach, ", ".join(name for name in names if name), hours_of(coach), cells)


def _entries(asked: Asked, coaches: list[Coach]) -> dict[int, list[Entry]]:
    """By the coach's id."""
    found: dict[int, list[Entry]] = defaultdict(list)
    taking = [coach.pk for coach in coaches if coach.is_active]
    for pk, spans in open_spans_of(asked.institution, taking, asked.first_day, asked.last_day).items():
        found[pk] += [Entry("open", start, end) for start, end in spans]
    for pk, kind, during in _stretches(asked, coaches):
        found[pk].append(Entry(kind, during.lower, during.upper))
    for session in _sessions(asked, coaches):
        if covers(asked.reader, session, *BOARD_ROLES):
            kind = KINDS.get(State(session.state), "held")
            found[session.coach_id].append(Entry(kind, session.starts_at, session.ends_at, session))
        elif session.holds_time:
            found[session.coach_id].append(Entry("busy", session.starts_at, session.ends_at))
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


def _sessions(asked: Asked, coaches: list[Coach]) -> Iterable[Session]:
    names = ("person__first_name", "person__last_name", "person__email")
    people = _helped().only("session_id", "role", "left_at", *names)
    rows = _within(asked).filter(coach__in=coaches).defer("about", "cancel_reason")
    return rows.prefetch_related(Prefetch("participations", people))


def _within(asked: Asked) -> QuerySet[Session]:
    begins, ends = asked.during
    return Session.objects.filter(starts_at__gte=begins, starts_at__lt=ends, state__in=SHOWN_STATES)


def _helped() -> QuerySet[Participation]:
    people = Participation.objects.staying().filter(role=Participation.Role.HELPED)
    return people.select_related("person").order_by("pk")


def sessions_of(asked: Asked) -> QuerySet[Session]:
    """Those in the reader's scope on all pages of the board, soonest first, with what a table says of them."""
    rows = _within(asked).filter(within(roles_of(asked.reader, *BOARD_ROLES)), coach__in=narrowed_coaches(asked))
    rows = rows.defer("about", "cancel_reason").order_by("starts_at", "pk")
    named = rows.select_related("coach__user", "topic", "institution", "meeting_site", "site", "sector")
    return named.prefetch_related(Prefetch("participations", _helped()))
