"""Counting anew what was published: closed periods don't change, so both are the same unless people were erased."""

from collections.abc import Iterator

from insights.counting import cells_of, key_of
from insights.models import PublishedCell
from insights.periods import Period
from organisation.models import Institution


def differences() -> Iterator[str]:
    """A line for each cell that a recount finds otherwise: institution, cell, published and counted."""
    for institution in Institution.objects.all():
        periods = PublishedCell.objects.filter(institution=institution).values_list("starts_on", "kind").distinct()
        for starts_on, kind in periods.order_by("starts_on", "kind"):
            period = Period(starts_on, kind)
            counted = {cell.key: cell for cell in cells_of(institution, period)}
            for row in PublishedCell.objects.of(institution, period):
                cell = counted.get(key_of(period, row.dimension, row.value))
                now = (cell.helps, cell.minutes, cell.persons, cell.coaches) if cell else (0, 0, 0, 0)
                then = (row.helps, row.minutes, row.persons, row.coaches)
                if now != then:
                    yield f"{institution.slug} {row}: published {then}, counted {now}"
