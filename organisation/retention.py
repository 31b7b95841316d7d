"""How long free texts are kept: each institution's own period."""

from datetime import datetime, timedelta

from organisation.models import Institution

DAYS_OF_A_MONTH = 30.44


def kept_for(house: Institution) -> timedelta:
    return timedelta(days=house.retention_months * DAYS_OF_A_MONTH)


def houses_with_edge(now: datetime) -> list[tuple[Institution, datetime]]:
    """Each institution with the instant before which its free texts are kept no longer."""
    houses = Institution.objects.only("pk", "retention_months")
    return [(house, now - kept_for(house)) for house in houses]
