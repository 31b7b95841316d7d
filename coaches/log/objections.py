"""What those who are named on a row may say against it."""

from django.utils import timezone

from coaches.models import Objection, WorkLog
from organisation.models import User


def object_to(*, row: WorkLog, person: User, text: str) -> Objection:
    """Write `person`'s objection to `row`, or other words for it."""
    objection, _created = Objection.objects.update_or_create(
        work_log=row,
        person=person,
        defaults={"institution_id": row.institution_id, "text": text, "written_at": timezone.now()},
    )
    return objection


def withdraw_objection(*, row: WorkLog, person: User) -> None:
    """Twice is no error."""
    Objection.objects.filter(work_log=row, person=person).delete()
