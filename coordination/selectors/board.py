"""The board: whose days are shown, and a mark that changes with anything that is shown. Both are cheap."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum, Window
from django.http import Http404
from django.utils.translation import get_language

from coaches.hours.accounts import ALL_MINUTES
from coaches.models import Coach, CoachQuerySet, Mandate, WorkLog
from coordination.selectors.board_choices import BOARD_ROLES
from kit import times
from kit.sorting import SortKey
from kit.zones import midnight
from organisation.models import Institution, User
from organisation.people import institution_of
from organisation.scope import roles_of

PAGE = 50
NEAR = 80
"""Per cent of the hours after which a coach is near their end."""


@dataclass(frozen=True)
class Hours:
    """What is left of a coach's hours in the academic year, in minutes."""

    given: int
    used: int

    @property
    def left(self) -> int:
        return self.given - self.used

    @property
    def is_near(self) -> bool:
        return self.used * 100 >= self.given * NEAR


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What of the board is asked for: local days, a page, and what it is narrowed by (ids; nothing means all)."""

    reader: User
    first_day: date
    days: int
    page: int = 1
    narrowed: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def institution(self) -> Institution:
        return institution_of(self.reader)

    @property
    def tz(self) -> ZoneInfo:
        return self.institution.tz

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=self.days - 1)

    @property
    def during(self) -> tuple[datetime, datetime]:
        return midnight(self.first_day, self.tz), midnight(self.last_day + timedelta(days=1), self.tz)


@dataclass(frozen=True)
class Shown:
    """The coaches of one page in the order of their names, and the `mark` of all that stands in their rows."""

    asked: Asked
    coaches: list[Coach]
    page: Page
    mark: str

    @property
    def total(self) -> int:
        return self.page.paginator.count


def coaches_of_board(reader: User) -> CoachQuerySet:
    """The coaches in the reader's scope."""
    return Coach.objects.visible_to(reader).within(roles_of(reader, *BOARD_ROLES))


def shown(asked: Asked) -> Shown:
    """Two queries, whatever there is. 404 for a page that does not exist."""
    start = (asked.page - 1) * PAGE
    coaches = list(_coaches(asked)[start : start + PAGE])
    if not coaches and start:
        raise Http404("no such page")
    total = coaches[0].total if coaches else 0
    page = Paginator(range(total), PAGE).get_page(asked.page)
    return Shown(asked, coaches, page, _mark(asked, coaches))


def narrowed_coaches(asked: Asked) -> CoachQuerySet:
    """All of them, in no order."""
    narrowed = coaches_of_board(asked.reader)
    for kind, ids in asked.narrowed.items():
        if ids:
            narrowed = narrowed.filter(_ticked(kind, ids))
    return narrowed


def _coaches(asked: Asked) -> CoachQuerySet:
    ticked = Coach.sites.through.objects.filter(coach_id=OuterRef("pk")).order_by("site_id")
    return (
        narrowed_coaches(asked)
        .select_related("user")
        .annotate(site_ids=ArraySubquery(ticked.values("site_id")), total=Window(Count("*")), **_hours(asked))
        .order_by(SortKey("user__last_name"), SortKey("user__first_name"), "pk")
    )


def _ticked(kind: str, ids: Iterable[int]) -> Q:
    """Coaches with one of these; a set of ids rather than a join, so that nobody comes twice."""
    through = {
        "site": Coach.sites.through,
        "sector": Coach.sectors.through,
        "topic": Coach.topics.through,
        "team": Coach.teams.through,
    }[kind]
    return Q(pk__in=through._default_manager.filter(**{f"{kind}_id__in": ids}).values("coach_id"))


def _hours(asked: Asked) -> dict[str, Subquery]:
    """Minutes given and used in the academic year of the days shown."""
    autumn = asked.first_day.year - (asked.first_day.month < 8)
    year = [midnight(date(autumn + n, 8, 1), asked.tz) for n in (0, 1)]
    given = Mandate.objects.filter(user=OuterRef("user"), academic_year=autumn)
    used = WorkLog.objects.filter(user=OuterRef("user"), starts_at__gte=year[0], starts_at__lt=year[1])
    return {
        "given": Subquery(given.values("user").annotate(sum=Sum(F("quarter_hours") * 15)).values("sum")),
        "used": Subquery(used.values("user").annotate(sum=ALL_MINUTES).values("sum")),
    }


def hours_of(coach: Coach) -> Hours | None:
    """Of a coach from `shown`; None where no hours are given."""
    given, used = coach.given, coach.used  # type: ignore[attr-defined]  # annotated
    return None if given is None else Hours(given, used or 0)


# Whole rows are hashed: whatever of them changes, comes or goes, the sum is another.
_SUM = "coalesce(sum(hashtextextended(t::text, 0)), 0)"
_MARK = f"""
    SELECT (
        SELECT ROW({_SUM}, count(*) FILTER (WHERE starts_at <= now()))::text FROM coaching_sessions_session t
        WHERE coach_id = ANY(%(coaches)s::bigint[]) AND starts_at >= %(begins)s AND starts_at < %(ends)s
    ), (
        SELECT {_SUM} FROM coaching_sessions_participation t JOIN coaching_sessions_session s ON s.id = t.session_id
        WHERE s.coach_id = ANY(%(coaches)s::bigint[]) AND s.starts_at >= %(begins)s AND s.starts_at < %(ends)s
    ), (
        SELECT {_SUM} FROM coaching_sessions_participation t
        WHERE person_id = ANY(%(users)s::bigint[]) AND active AND during && tstzrange(%(begins)s, %(ends)s)
    ), (
        SELECT {_SUM} FROM coaches_timeoff t
        WHERE coach_id = ANY(%(coaches)s::bigint[]) AND during && tstzrange(%(begins)s, %(ends)s)
    ), (
        SELECT {_SUM} FROM coaches_busytime t
        WHERE coach_id = ANY(%(coaches)s::bigint[]) AND during && tstzrange(%(begins)s, %(ends)s)
    ), (
        SELECT {_SUM} FROM coaches_openinghours t WHERE coach_id = ANY(%(coaches)s::bigint[])
    ), (
        SELECT {_SUM} FROM organisation_closedday t
        WHERE institution_id = %(institution)s AND day BETWEEN %(first_day)s AND %(last_day)s
    )
"""


def _mark(asked: Asked, coaches: list[Coach]) -> str:
    """Changes with any row that is shown, what the reader may see, the day, and the language."""
    begins, ends = asked.during
    values: dict[str, Any] = {"begins": begins, "ends": ends, "first_day": asked.first_day, "last_day": asked.last_day}
    values |= {"institution": asked.institution.pk}
    values |= {"coaches": [coach.pk for coach in coaches], "users": [coach.user_id for coach in coaches]}
    with connection.cursor() as cursor:
        cursor.execute(_MARK, values)
        rows = cursor.fetchone()
    roles = [(role.kind, role.site_id, role.sector_id) for role in roles_of(asked.reader, *BOARD_ROLES)]
    seen = (rows, [_row(coach) for coach in coaches], roles, asked.narrowed, values, times.today(), get_language())
    return blake2b(repr(seen).encode(), digest_size=12).hexdigest()


def _row(coach: Coach) -> tuple:
    """What a row says of its coach, besides the days."""
    columns = ("pk", "is_active", "paused_until", "site_ids", "given", "used", "total")
    return (str(coach), *(getattr(coach, name) for name in columns))
