"""Telling people once that most, or all, of their hours of the year are used."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction
from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from coaches.hours.accounts import ALL_MINUTES, NEAR, OVER, Balance, work_of_year
from coaches.hours.years import Year, this_year
from coaches.models import HoursWarning, Mandate
from notifications.outbox import enqueue
from organisation.models import Institution, User
from organisation.people import institution_of

TOLD = "hours_warning"


@transaction.atomic
def warn_of_hours(users: Collection[int] | None = None) -> int:
    """Tell each of `users`, or everyone, whose account of the running year has reached a limit and who was not told.

    Whoever passes both limits at once is told of the higher one. Returns how many were told.
    """
    houses = Institution.objects.all() if users is None else Institution.objects.filter(people__in=users).distinct()
    return sum(_warn(*found) for house in houses for found in _reached(house, this_year(house), users))


def _reached(
    house: Institution, year: Year, users: Collection[int] | None
) -> Iterator[tuple[Institution, Year, int, int]]:
    given = Mandate.objects.filter(given_to(house, year))
    work = work_of_year(house, year)
    if users is not None:
        given, work = given.filter(user__in=users), work.filter(user__in=users)
    hours = dict(given.order_by().values_list("user").annotate(quarters=Sum("quarter_hours")))
    if not hours:
        return
    told = set(HoursWarning.objects.filter(given_to(house, year)).values_list("user", "percent"))
    used = work.filter(user__in=hours).order_by().values_list("user").annotate(minutes=ALL_MINUTES)
    for user, minutes in used:
        warning = Balance(hours[user] * 15, minutes).warning
        if warning and (user, warning) not in told:
            yield house, year, user, warning


def given_to(house: Institution, year: Year) -> Q:
    return Q(institution=house, academic_year=year.autumn)


def _warn(house: Institution, year: Year, user: int, percent: int) -> int:
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user)
    known = set(HoursWarning.objects.filter(given_to(house, year), user=user).values_list("percent", flat=True))
    if percent in known:
        return 0
    rows = HoursWarning.objects.bulk_create(
        HoursWarning(institution=house, user=person, academic_year=year.autumn, percent=limit, told_at=timezone.now())
        for limit in (NEAR, OVER)
        if limit <= percent and limit not in known
    )
    if person.is_active:
        enqueue(kind=TOLD, thing=rows[-1], recipient=person)
    return 1


def hours_left(person: User) -> Balance:
    """Of the running year."""
    house = institution_of(person)
    return balance_of(person.pk, house, this_year(house).autumn)


def balance_of(user: int, house: Institution, autumn: int) -> Balance:
    """As it is now: one query."""
    year = Year(autumn)
    given = Mandate.objects.filter(given_to(house, year), user=OuterRef("pk"))
    used = work_of_year(house, year).filter(user=OuterRef("pk"))
    sums = User.objects.filter(pk=user).annotate(
        quarters=_sum(given, Sum("quarter_hours")), minutes=_sum(used, ALL_MINUTES)
    )
    quarters, minutes = sums.values_list("quarters", "minutes").get()
    return Balance(quarters * 15, minutes)


def _sum(rows: QuerySet[Any], figure: Sum) -> Coalesce:
    by_user = rows.order_by().values("user").annotate(figure=figure).values("figure")
    return Coalesce(Subquery(by_user, output_field=IntegerField()), 0)
