"""Accounts of hours: what was given to a person for an academic year, what is used of it, and what is left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from coaches.hours.forecast import Pace, looked_back_to, pace_of
from coaches.hours.years import Workdays, Year, workdays
from coaches.models import Mandate, WorkLog
from kit.zones import midnight
from organisation.models import Institution, User
from organisation.people import institution_of

NEAR, OVER = 80, 100
"""Per cent used at which people are warned."""
Kind = WorkLog.Kind
ALL_MINUTES = Sum(F("minutes") + F("preparation_minutes"), default=0)


@dataclass(frozen=True)
class Balance:
    """Minutes given, used and left: what is left is always what was given without what is used."""

    given: int
    used: int

    @property
    def left(self) -> int:
        return self.given - self.used

    @property
    def percent(self) -> int | None:
        """How much of what was given is used, in whole per cent rounded down; None where nothing was given."""
        return self.used * 100 // self.given if self.given else None

    @property
    def warning(self) -> int:
        """NEAR or OVER once so much is used, else 0."""
        percent = self.percent or 0
        return next((limit for limit in (OVER, NEAR) if percent >= limit), 0)


@dataclass(frozen=True)
class Account:
    """A person's academic year."""

    person: User
    year: Year
    slices: list[Mandate]
    by_month: Mapping[date, Mapping[str, int]]
    """Minutes by the first day of the local month and the kind, in the order of the year."""
    pace: Pace
    today: date

    @cached_property
    def by_kind(self) -> dict[str, int]:
        """Minutes by kind, the most first; what the rule counts for preparing sessions is preparation."""
        found: dict[str, int] = defaultdict(int)
        for kinds in self.by_month.values():
            for kind, minutes in kinds.items():
                found[kind] += minutes
        return {kind: found[kind] for kind in sorted(found, key=lambda kind: -found[kind]) if found[kind]}

    @cached_property
    def balance(self) -> Balance:
        return Balance(sum(part.minutes for part in self.slices), sum(self.by_kind.values()))

    @property
    def forecast(self) -> int | None:
        """Minutes used by the end of the year, None where it cannot be told."""
        return self.balance.used + self.pace.minutes_ahead if self.pace.is_known and not self.is_over else None

    @property
    def is_over(self) -> bool:
        return self.today > self.year.last_day

    @property
    def used_until(self) -> list[tuple[date, int]]:
        """The months that have begun, each with all that is used by its end or by now."""
        total, found = 0, []
        for month in self.year.months:
            if month <= self.today:
                total += sum(self.by_month.get(month, {}).values())
                found.append((month, total))
        return found


def work_of_year(institution: Institution, year: Year) -> QuerySet[WorkLog]:
    """The rows of `institution` that count in `year`."""
    starts, ends = year.instants(institution.tz)
    return WorkLog.objects.filter(institution=institution, starts_at__gte=starts, starts_at__lt=ends)


def account_of(person: User, year: Year) -> Account:
    """Four queries."""
    house = institution_of(person)
    today = timezone.localdate(timezone=house.tz)
    slices = list(Mandate.objects.filter(user=person).of_year(year.autumn).select_related("confirmed_by"))
    work = work_of_year(house, year).filter(user=person)
    lately = work.filter(_lately(house, year, today)).aggregate(minutes=ALL_MINUTES)["minutes"]
    return Account(
        person=person,
        year=year,
        slices=slices,
        by_month=_by_month(work, house),
        pace=pace_of(
            minutes=lately, year=year, today=today, until=last_day_of(slices, year), days=workdays(house, year)
        ),
        today=today,
    )


def last_day_of(slices: Iterable[Mandate], year: Year) -> date:
    """Until when the hours go: the last day of the slices, of the year where there are none."""
    return max((part.ends_on for part in slices), default=year.last_day)


def _lately(house: Institution, year: Year, today: date) -> Q:
    """What tells the pace: lump sums that were brought along do not."""
    since, until = looked_back_to(year, today), today
    return Q(starts_at__gte=midnight(since, house.tz), starts_at__lt=midnight(until, house.tz)) & ~Q(kind=Kind.OPENING)


def _by_month(work: QuerySet[WorkLog], house: Institution) -> dict[date, dict[str, int]]:
    found: dict[date, dict[str, int]] = {}
    month = TruncMonth("starts_at", tzinfo=house.tz)
    rows = work.annotate(month=month).values_list("month", "kind").order_by("month", "kind")
    for begins, kind, minutes, preparation in rows.annotate(m=Sum("minutes"), p=Sum("preparation_minutes")):
        kinds = found.setdefault(begins.date(), {})
        kinds[kind] = kinds.get(kind, 0) + minutes
        if preparation:
            kinds[Kind.PREPARATION] = kinds.get(Kind.PREPARATION, 0) + preparation
    return found


@dataclass
class HoursRow:
    """A person in the table of a scope."""

    person: User
    balance: Balance
    pace: Pace
    slices: list[Mandate] = field(default_factory=list)

    @property
    def forecast(self) -> int | None:
        return self.balance.used + self.pace.minutes_ahead if self.pace.is_known else None

    @property
    def is_waiting(self) -> bool:
        """Whether a slice waits to be confirmed."""
        return any(part.confirmed_at is None for part in self.slices)


def rows_of(people: QuerySet[User], house: Institution, year: Year) -> list[HoursRow]:
    """The accounts of `people` of `house` in their order, by four queries however many there are."""
    today = timezone.localdate(timezone=house.tz)
    persons = list(people)
    keys = people.order_by().values("pk")
    days = workdays(house, year)
    slices: dict[int, list[Mandate]] = defaultdict(list)
    for part in Mandate.objects.filter(user__in=keys).of_year(year.autumn):
        slices[part.user_id].append(part)
    used = dict(_sums(work_of_year(house, year).filter(user__in=keys), _lately(house, year, today)))
    return [_row(person, slices[person.pk], used.get(person.pk, (0, 0)), year, today, days) for person in persons]


def _sums(work: QuerySet[WorkLog], lately: Q) -> Iterable[tuple[int, tuple[int, int]]]:
    minutes = F("minutes") + F("preparation_minutes")
    rows = work.values("user").annotate(used=ALL_MINUTES, lately=Sum(minutes, filter=lately, default=0)).order_by()
    for user, used, recent in rows.values_list("user", "used", "lately"):
        yield user, (used, recent)


def _row(
    person: User, slices: list[Mandate], used: tuple[int, int], year: Year, today: date, days: Workdays
) -> HoursRow:
    pace = pace_of(minutes=used[1], year=year, today=today, until=last_day_of(slices, year), days=days)
    return HoursRow(person, Balance(sum(part.minutes for part in slices), used[0]), pace, slices)
