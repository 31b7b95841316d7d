"""On which days an institution is closed."""

from datetime import date
from functools import lru_cache

import holidays
from django.db.models import Q

from organisation.models import ClosedDay, Institution


@lru_cache(maxsize=32)
def _finnish_holidays(year: int) -> tuple[date, ...]:
    return tuple(sorted(holidays.country_holidays("FI", years=year)))


def public_holidays(institution: Institution, first: date, last: date) -> list[date]:
    """Finnish public holidays from `first` to `last`, for an institution that closes on them; else none."""
    if not institution.closes_on_holidays:
        return []
    years = range(first.year, last.year + 1)
    return [day for year in years for day in _finnish_holidays(year) if first <= day <= last]


def is_closed(institution: Institution, day: date, site_id: int | None = None) -> bool:
    """Whether nothing takes place on the local `day`: in the whole institution, or at the site."""
    if public_holidays(institution, day, day):
        return True
    where = Q(site=None) if site_id is None else Q(site=None) | Q(site=site_id)
    return ClosedDay.objects.filter(where, institution=institution, day=day).exists()


def academic_year_of(day: date) -> int:
    """The autumn in which the academic year (1 August – 31 July) of `day` began."""
    return day.year if day.month >= 8 else day.year - 1
