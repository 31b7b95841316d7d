"""Giving roles and ending them. A role that was held stays as a row with its days; nobody's past is rewritten."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.services.settings import hold
from organisation.exceptions import SettingRefused
from organisation.models import Role, User
from organisation.people import institution_of

ALREADY = _("This person has that role already for a part of these days.")
LAST = _("You are here by this role. Ask another programme admin to end it, so that somebody is left who can.")


def _check(by: User) -> None:
    """Under the lock: whoever just lost the role may not use it any more. Raises PermissionDenied."""
    own = Role.objects.valid_on(timezone.localdate()).filter(user=by, kind=Role.Kind.PROGRAMME_ADMIN)
    if not own.exists():
        raise PermissionDenied


@transaction.atomic
def give_role(*, by: User, person: User, kind: str, valid_from: date, valid_until: date | None, **scope: Any) -> Role:
    """Give `person`, of the same institution as `by`, a role from one local date to another, both included.

    `scope` is `site` and `sector`, either or both of them None. Raises SettingRefused when the person has the same role
    with the same scope on one of those days (also at a second press), PermissionDenied when `by` may not.
    """
    institution = hold(institution_of(by).pk)
    _check(by)
    if person.institution_id != institution.pk:
        raise PermissionDenied
    same = Role.objects.filter(user=person, kind=kind, site=scope.get("site"), sector=scope.get("sector"))
    overlap = Q(valid_until=None) | Q(valid_until__gte=valid_from)
    if valid_until:
        overlap &= Q(valid_from__lte=valid_until)
    if same.filter(overlap).exists():
        raise SettingRefused(ALREADY)
    return Role.objects.create(
        institution=institution, user=person, kind=kind, valid_from=valid_from, valid_until=valid_until, **scope
    )


@transaction.atomic
def end_role(*, by: User, role: Role) -> None:
    """End `role` at once: yesterday was its last day. One that had no day before today is taken back whole.

    Raises SettingRefused for one's own last role as a programme admin, PermissionDenied when `by` may not.
    A role that is over stays as it is.
    """
    hold(role.institution_id)
    _check(by)
    today = timezone.localdate()
    found = Role.objects.filter(pk=role.pk).first()
    if found is None or (found.valid_until and found.valid_until < today):
        return
    if is_last_of(by, found):
        raise SettingRefused(LAST)
    if found.valid_from >= today:
        found.delete()
        return
    found.valid_until = today - timedelta(days=1)
    found.save(update_fields=["valid_until"])


def is_last_of(person: User, role: Role) -> bool:
    """Whether `role` is the only one by which `person` is a programme admin today."""
    own = Role.objects.valid_on(timezone.localdate()).filter(user=person, kind=Role.Kind.PROGRAMME_ADMIN)
    return set(own.values_list("pk", flat=True)) == {role.pk}
