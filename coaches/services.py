"""What coaches do with their opening hours beyond plain editing."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from coaches.exceptions import HoursRefused
from coaches.models import OpeningHours

REFUSALS = {
    "opening_hours_end_after_they_start": ("ends", _("The end must be later than the start.")),
    "opening_hours_valid_until_after_from": ("valid_until", _("The last day cannot be before the first.")),
    "opening_hours_do_not_overlap": (
        None,
        _("You are already open at a part of that time. Change the times, the days of use, or the other hours."),
    ),
}
"""What the database's own rules say, by the name of the constraint: field to mend, and the sentence."""


def save_opening_hours(span: OpeningHours) -> OpeningHours:
    """Write new or changed opening hours. Raises HoursRefused when one of the constraints refuses them."""
    try:
        with transaction.atomic():
            span.save()
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        refusal = REFUSALS.get(getattr(diagnosis, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise HoursRefused(refusal[0], str(refusal[1])) from error
    return span
