"""Giving hours, and confirming them."""

from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coaches.exceptions import MandateRefused
from coaches.hours.warnings import warn_of_hours
from coaches.models import Mandate
from organisation.models import User

REFUSALS: dict[str, tuple[str | None, Any]] = {
    "mandate_ends_after_it_starts": ("ends_on", _("The last day cannot be before the first.")),
    "mandate_within_its_academic_year": (
        "starts_on",
        _("Hours are given for one academic year: choose days from 1 August to 31 July of the next year."),
    ),
    "mandates_do_not_overlap": (
        None,
        _("Hours of this role and kind are given for a part of that time already. Change the days, or those hours."),
    ),
}
"""What the database's own rules say, by the name of the constraint: field to mend, and the sentence."""
TOLD = ("role", "kind", "quarter_hours", "starts_on", "ends_on", "note", "description")
"""What a manager confirms."""


def save_mandate(mandate: Mandate) -> Mandate:
    """Write new or changed hours; whatever was confirmed otherwise waits anew. Raises MandateRefused."""
    try:
        with transaction.atomic():
            before = Mandate.objects.select_for_update().filter(pk=mandate.pk).first() if mandate.pk else None
            if before is None or any(getattr(before, name) != getattr(mandate, name) for name in TOLD):
                mandate.confirmed_by = mandate.confirmed_at = None
            mandate.save()
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        refusal = REFUSALS.get(getattr(diagnosis, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise MandateRefused(refusal[0], str(refusal[1])) from error
    warn_of_hours([mandate.user_id])
    return mandate


@transaction.atomic
def confirm_mandate(*, mandate: Mandate, by: User, seen: str) -> bool:
    """Confirm the slice as `by` saw it (`fingerprint`); False when it has changed since. Twice is no error."""
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    if fingerprint(mandate) != seen:
        return False
    if mandate.confirmed_at is None:
        mandate.confirmed_by, mandate.confirmed_at = by, timezone.now()
        mandate.save(update_fields=["confirmed_by", "confirmed_at"])
    return True


def fingerprint(mandate: Mandate) -> str:
    """The same as long as nothing of what is confirmed changes."""
    return sha256(repr([str(getattr(mandate, name)) for name in TOLD]).encode()).hexdigest()[:32]
