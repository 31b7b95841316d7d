"""People whom a coordinator should look at: coaches without room or hours, new teachers whom nobody has met."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, Window
from django.db.models.functions import Coalesce, JSONObject, RowNumber
from django.utils import timezone

from coaches.hours.accounts import ALL_MINUTES
from coaches.models import Coach, Mandate, WorkLog
from kit.times import NBSP
from kit.zones import midnight
from organisation.calendar import academic_year_of
from organisation.models import Institution, Role, User
from organisation.scope import roles_of, within
from sessions.models import HOLDING, Participation, Session

NEAR_THE_END = 80
"""Per cent of the hours given that are used when someone should know."""
NEW_FOR = timedelta(days=180)
"""Whoever came longer ago is no new teacher, met or not."""


def coaches_within(roles: Iterable[Role]) -> QuerySet[Coach]:
    """The coaches in the scope of `roles`: by one of their sites, one of their sectors, or both."""
    return Coach.objects.filter(within(roles, site="sites", sector="sectors"), user__is_active=True).distinct()


def coaches_to_mark_away(user: User) -> list[Coach]:
    """Those whom `user` may mark as away, oneself first, then by name: own team's for its lead, those in scope."""
    own = Q(user=user)
    if hasattr(user, "coach"):
        own |= Q(teams__in=user.coach.led_teams.all())
    scope = Q(pk__in=coaches_within(roles_of(user, Role.Kind.COORDINATOR)).values("pk"))
    found = Coach.objects.visible_to(user).filter(own | scope).distinct().select_related("user", "institution")
    return sorted(found, key=lambda c: (c.user_id != user.pk, c.user.last_name.casefold(), c.user.first_name, c.pk))


def people_within(roles: Iterable[Role]) -> QuerySet[User]:
    """The active people in the scope of `roles`, by home site and sector."""
    return User.objects.filter(within(roles, site="home_site", sector="home_sector"), is_active=True)


@dataclass(frozen=True)
class Busy:
    """A coach without room: on a break, at the cap of the week, or near the end of the hours."""

    person: User
    paused_until: date | None
    is_full: bool
    used: timedelta
    given: timedelta

    @classmethod
    def of(cls, facts: dict[str, Any], today: date) -> "Busy":
        """From a row of `coaches_to_look_at`."""
        paused = facts["paused_until"] and date.fromisoformat(facts["paused_until"])
        return cls(
            person=User(**facts["person"]),
            paused_until=paused if paused and paused > today else None,
            is_full=facts["week"] >= facts["cap"],
            used=timedelta(minutes=facts["used"]),
            given=timedelta(minutes=facts["given"] or 0),
        )

    @property
    def per_cent(self) -> int:
        return int(self.used / self.given * 100) if self.given else 0

    @property
    def share(self) -> str:
        """The share of the hours that is used, such as "92 %"."""
        return f"{self.per_cent}{NBSP}%"

    @property
    def is_near_the_end(self) -> bool:
        return self.per_cent >= NEAR_THE_END


def person_facts(prefix: str = "") -> JSONObject:
    """What a row says of a person."""
    return JSONObject(**{name: f"{prefix}{name}" for name in ("id", "first_name", "last_name", "email")})


def coaches_to_look_at(roles: Iterable[Role], institution: Institution) -> QuerySet[Coach]:
    """Each with the `facts` of `Busy` and its `number`: whoever has used most of the hours comes first."""
    today = timezone.localdate(timezone=institution.tz)
    near = Q(given__gt=0, used__gte=F("given") * NEAR_THE_END / 100)
    most_used = (F("used") * 100 / F("given")).desc(nulls_last=True)
    return (
        Coach.objects.filter(pk__in=coaches_within(roles).values("pk"), is_active=True)
        .annotate(given=_given(today), used=_used(today, institution), week=_week(today, institution))
        .annotate(cap=Coalesce(F("weekly_cap"), Value(institution.weekly_cap)))
        .filter(Q(paused_until__gt=today) | Q(week__gte=F("cap")) | near)
        .annotate(
            number=Window(RowNumber(), order_by=[most_used, F("pk")]),
            facts=JSONObject(
                person=person_facts("user__"),
                **{name: name for name in ("paused_until", "used", "given", "week", "cap")},
            ),
        )
    )


def _given(today: date) -> Subquery:
    """Minutes of the mandates of the running academic year; None without one."""
    rows = Mandate.objects.filter(user=OuterRef("user"), academic_year=academic_year_of(today))
    return Subquery(rows.values("user").values_list(Sum("quarter_hours") * 15), output_field=IntegerField())


def _used(today: date, institution: Institution) -> Coalesce:
    """Minutes logged since the academic year began."""
    began = midnight(date(academic_year_of(today), 8, 1), institution.tz)
    rows = WorkLog.objects.filter(user=OuterRef("user"), starts_at__gte=began)
    total = Subquery(rows.values("user").annotate(sum=ALL_MINUTES).values("sum"), output_field=IntegerField())
    return Coalesce(total, 0)


def _week(today: date, institution: Institution) -> Coalesce:
    """Sessions of the running ISO week that hold a time."""
    monday = today - timedelta(days=today.weekday())
    bounds = (midnight(monday, institution.tz), midnight(monday + timedelta(days=7), institution.tz))
    rows = Session.objects.filter(
        coach=OuterRef("pk"), state__in=HOLDING, starts_at__gte=bounds[0], starts_at__lt=bounds[1]
    )
    total = Subquery(rows.values("coach").values_list(Count("pk")), output_field=IntegerField())
    return Coalesce(total, 0)


@dataclass(frozen=True)
class Newcomer:
    """Someone who started lately and has no session, neither held nor ahead; `target` is the day to be met by."""

    person: User
    started_on: date
    target: date
    today: date

    @classmethod
    def of(cls, facts: dict[str, Any], today: date, institution: Institution) -> "Newcomer":
        """From a row of `newcomers`."""
        started_on = date.fromisoformat(facts["started_on"])
        target = started_on + timedelta(days=institution.first_session_days)
        return cls(User(**facts["person"]), started_on, target, today)

    @property
    def days(self) -> int:
        return (self.today - self.started_on).days

    @property
    def is_late(self) -> bool:
        return self.today > self.target

    @property
    def is_soon(self) -> bool:
        """Whether less than a third of the time is left."""
        return self.days * 3 >= (self.target - self.started_on).days * 2


def newcomers(roles: Iterable[Role], institution: Institution) -> QuerySet[User]:
    """Each with the `facts` of `Newcomer` and its `number`: whoever has waited longest comes first."""
    today = timezone.localdate(timezone=institution.tz)
    return (
        people_within(roles)
        .filter(started_on__gt=today - NEW_FOR, started_on__lte=today, coach__isnull=True)
        .exclude(Exists(met(OuterRef("pk"))))
        .annotate(
            number=Window(RowNumber(), order_by=[F("started_on"), F("pk")]),
            facts=JSONObject(person=person_facts(), started_on="started_on"),
        )
    )


def met(person: Any) -> QuerySet[Participation]:
    """The times at which `person` was helped, or is going to be."""
    return Participation.objects.filter(person=person, role=Participation.Role.HELPED, active=True)
