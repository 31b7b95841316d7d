"""What stands on the coordinator's desk, most urgent first: a fixed number of queries, whatever there is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Concat, JSONObject, RowNumber
from django.utils import timezone

from coaches.models import TimeOff
from coordination.models import HelpRequest
from coordination.selectors.desk_mails import Late, Row, Undelivered, late_rows, undelivered_rows
from coordination.selectors.people import Busy, Newcomer, coaches_to_look_at, newcomers
from coordination.selectors.waiting import rows_of
from kit.zones import midnight
from organisation.models import Institution, Role, User
from organisation.people import institution_of
from organisation.scope import covers, roles_of, within
from sessions.clashes import is_engaged
from sessions.free_times import Search, find_free_times
from sessions.models import HOLDING, Participation, Session, SessionQuerySet, State
from sessions.policies import CLOSING_PASSES_ON_AFTER

SECTIONS = ("requests", "away", "clashes", "unclosed", "undelivered", "newcomers", "coaches")
SHOWN = 5
ALL = 100
"""Rows of a section: at first, and when the whole section is asked for."""


@dataclass(frozen=True)
class Section:
    """The first rows of something that waits, and how many there are."""

    rows: list
    count: int = 0

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Week:
    """Figures of the running week: sessions, those called off, and the times still free in it."""

    sessions: int
    cancelled: int
    free: int


@dataclass(frozen=True)
class Desk:
    may_act: bool
    """Whether the reader coordinates; a programme admin only reads."""
    now: datetime
    requests: Section
    today: list[Session]
    week: Week
    away: Section
    clashes: Section
    unclosed: Section
    undelivered: Section
    newcomers: Section
    coaches: Section
    late: Late | None = None

    @property
    def waiting(self) -> int:
        """How many things wait in all."""
        return sum(getattr(self, name).count for name in SECTIONS)


@dataclass(frozen=True)
class Reader:
    """Whose desk it is: a coordinator with the scope of that role, else a programme admin with the institution."""

    user: User
    institution: Institution
    roles: list[Role]
    may_act: bool
    now: datetime = field(default_factory=timezone.now)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.institution.tz).date()

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())

    @property
    def sessions(self) -> SessionQuerySet:
        return Session.objects.filter(within(self.roles))


def reader_for(user: User) -> Reader:
    """Without a role there is nothing to see: the page answers 403 before it comes to that."""
    coordinating = roles_of(user, Role.Kind.COORDINATOR)
    roles = coordinating or roles_of(user, Role.Kind.PROGRAMME_ADMIN)
    return Reader(user, institution_of(user), roles, bool(coordinating))


def desk_for(user: User, *, whole: str = "") -> Desk:
    """The desk of `user`; the section named `whole` with all its rows. Seven queries."""
    reader = reader_for(user)
    shown = {name: ALL if name == whole else SHOWN for name in SECTIONS}
    sessions, rows = _sessions(reader, shown), _rows(reader, shown)
    return Desk(
        may_act=reader.may_act,
        now=reader.now,
        requests=_requests(reader, shown["requests"]),
        today=sorted(
            [s for s in sessions if s.section == "today" or s.section in ("away", "clashes") and _is_today(s, reader)],
            key=lambda session: session.starts_at,
        ),
        week=_week(reader, rows["week"]),
        away=_section([s for s in sessions if s.section == "away"]),
        clashes=_section([s for s in sessions if s.section == "clashes"]),
        unclosed=_section([s for s in sessions if s.section == "unclosed"]),
        undelivered=_told(rows["undelivered"], Undelivered.of),
        newcomers=_told(rows["newcomers"], lambda facts: Newcomer.of(facts, reader.today, reader.institution)),
        coaches=_told(rows["coaches"], lambda facts: Busy.of(facts, reader.today)),
        late=Late.of(rows["late"]),
    )


def _section(rows: list) -> Section:
    return Section(rows, rows[0].count if rows else 0)


def _requests(reader: Reader, most: int) -> Section:
    """Others' requests in the scope, oldest first, each with its promise and the best coach; not for a programme admin.

    Four queries.
    """
    if not reader.may_act:
        return Section([])
    rows = HelpRequest.objects.in_scope(reader.user).open().annotate(count=Window(Count("pk")))
    asked: list[Any] = list(rows.for_list()[:most])
    return Section(rows_of(reader.user, asked), asked[0].count if asked else 0)


def _told(rows: list[Row], tell: Callable[[dict[str, Any]], Any]) -> Section:
    return Section([tell(facts) for _number, _count, facts in sorted(rows)], rows[0][1] if rows else 0)


def _rows(reader: Reader, shown: dict[str, int]) -> dict[str, list[Row]]:
    """The first rows of the sections that are not about sessions, and the week's figures: one query for all."""
    sections = {
        "coaches": coaches_to_look_at(reader.roles, reader.institution),
        "newcomers": newcomers(reader.roles, reader.institution),
        "undelivered": undelivered_rows(reader.user),
        "late": late_rows(reader.institution),
    }
    parts = [_first(name, rows, shown.get(name, 1)) for name, rows in sections.items()]
    found: dict[str, list[Row]] = {name: [] for name in (*sections, "week")}
    for name, *row in _counted(reader).union(*parts, all=True):
        found[name].append(tuple(row))
    return found


def _first(name: str, rows: QuerySet, most: int) -> QuerySet:
    named = rows.annotate(section=Value(name), count=Window(Count("pk")))
    return named.order_by("number").values_list("section", "number", "count", "facts")[:most]


def _today(reader: Reader) -> tuple[datetime, datetime]:
    tz = reader.institution.tz
    return midnight(reader.today, tz), midnight(reader.today + timedelta(days=1), tz)


def _is_today(session: Session, reader: Reader) -> bool:
    begins, ends = _today(reader)
    return begins <= session.starts_at < ends


def _sessions(reader: Reader, shown: dict[str, int]) -> list[Any]:
    """Those whose coach is away then or engaged elsewhere, those nobody has closed, today's: the first of each, each
    with its `section`, the `count` of that, and `names` of those helped. One query.
    """
    begins, ends = _today(reader)
    ahead = Q(state__in=(State.PROPOSED, State.BOOKED), starts_at__gt=reader.now)
    off = TimeOff.objects.filter(coach=OuterRef("coach"), during__overlap=OuterRef("during"))
    late = Q(state=State.BOOKED, ends_at__lte=reader.now - CLOSING_PASSES_ON_AFTER)
    section = Case(
        When(ahead & Exists(off), then=Value("away")),
        When(ahead & Q(is_engaged()), then=Value("clashes")),
        When(late, then=Value("unclosed")),
        When(Q(state__in=HOLDING, starts_at__gte=begins, starts_at__lt=ends), then=Value("today")),
    )
    numbered = (
        reader.sessions.for_list()
        .filter(ahead | late | Q(starts_at__gte=begins, starts_at__lt=ends))
        .annotate(section=section)
        .filter(section__isnull=False)
        .annotate(
            count=Window(Count("pk"), partition_by=F("section")),
            number=Window(RowNumber(), partition_by=F("section"), order_by=["starts_at", "pk"]),
        )
    )
    most = Q(section="today", number__lte=ALL)
    for name in ("away", "clashes", "unclosed"):
        most |= Q(section=name, number__lte=shown[name])
    rows = numbered.filter(most).annotate(names=ArraySubquery(_helped()), off=Subquery(off.values("pk")[:1]))
    found = list(rows.order_by("starts_at", "pk"))
    for session in found:
        session.may_close = session.section == "unclosed" and covers(reader.user, session, Role.Kind.COORDINATOR)
    return found


def _helped() -> QuerySet:
    """The names of those whom a session helps, in the order they joined."""
    rows = Participation.objects.staying().filter(session=OuterRef("pk"), role=Participation.Role.HELPED)
    return rows.order_by("pk").values_list(Concat("person__first_name", Value(" "), "person__last_name"))


def _counted(reader: Reader) -> QuerySet:
    """A row with the figures of the running week."""
    tz = reader.institution.tz
    bounds = {"starts_at__gte": midnight(reader.monday, tz)}
    bounds |= {"starts_at__lt": midnight(reader.monday + timedelta(days=7), tz)}
    figures = JSONObject(
        sessions=Count("pk", filter=Q(state__in=HOLDING)), cancelled=Count("pk", filter=Q(state=State.CANCELLED))
    )
    rows = reader.sessions.filter(**bounds).order_by().values("institution").annotate(facts=figures)
    return rows.values_list(Value("week"), Value(1), Value(1), "facts")


def _week(reader: Reader, rows: list[Row]) -> Week:
    figures = rows[0][2] if rows else {"sessions": 0, "cancelled": 0}
    return Week(**figures, free=_free_times(reader, reader.monday + timedelta(days=6)))


def _free_times(reader: Reader, sunday: date) -> int:
    """How many times of the usual length are free until the end of the week, for people of the scope."""
    scopes = {(role.site_id, role.sector_id) for role in reader.roles}
    if (None, None) in scopes:
        scopes = {(None, None)}
    return sum(time.in_day for scope in scopes for time in find_free_times(_search(reader, sunday, *scope)))


def _search(reader: Reader, sunday: date, site_id: int | None, sector_id: int | None) -> Search:
    """One time of each day, which counts all of its day."""
    return Search(
        institution=reader.institution,
        persons=(),
        first_day=reader.today,
        last_day=sunday,
        length=timedelta(minutes=reader.institution.length_minutes),
        site_id=site_id,
        sector_id=sector_id,
        per_day=1,
    )
