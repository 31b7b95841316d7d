"""What is done with guidelines: adding, changing, reviewing, taking away, and reminding of reviews."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kit.documents import Document
from notifications.outbox import Once, message, post
from organisation.exceptions import ChangedMeanwhile
from organisation.models import Institution, Role, User
from topics.models import Guideline, GuidelineFile

DUE = "guideline_due"
TOLD_FOR = timedelta(days=14)
BATCH = 200


def due_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _today(institution: Institution) -> date:
    return timezone.localdate(timezone=institution.tz)


@transaction.atomic
def add_guideline(guideline: Guideline, document: Document | None) -> Guideline:
    """Write a new one, with its file where there is one: whoever adds it has just looked at it."""
    guideline.reviewed_on = _today(guideline.institution)
    _put_file(guideline, document)
    guideline.due_on = due_after(guideline.reviewed_on, guideline.review_months)
    guideline.save()
    _store(guideline, document)
    return guideline


@transaction.atomic
def change_guideline(
    *, guideline: Guideline, fields: dict[str, Any], document: Document | None, no_file: bool, revision: int
) -> Guideline:
    """Give `fields` their new values; the file is replaced by `document`, taken away, or left as it is.

    `revision` is that of the page. Raises ChangedMeanwhile, with what is saved now, when it was changed since.
    """
    held = _hold(guideline, revision)
    for name, value in fields.items():
        setattr(held, name, value)
    if document or no_file:
        GuidelineFile.objects.filter(guideline=held).delete()
        _put_file(held, document)
    due_on = due_after(held.reviewed_on, held.review_months)
    if due_on != held.due_on:
        held.due_on, held.reminded_of = due_on, None
    held.revision += 1
    held.save()
    _store(held, document)
    return held


@transaction.atomic
def mark_reviewed(*, guideline: Guideline, revision: int) -> Guideline:
    """Say that it holds as it is today. Twice on a day changes nothing. Raises ChangedMeanwhile as above."""
    held = _hold(guideline, revision)
    held.reviewed_on = _today(held.institution)
    held.due_on, held.reminded_of = due_after(held.reviewed_on, held.review_months), None
    held.save(update_fields=["reviewed_on", "due_on", "reminded_of"])
    return held


def _hold(guideline: Guideline, revision: int) -> Guideline:
    held = Guideline.objects.select_for_update(of=("self",)).select_related("institution").get(pk=guideline.pk)
    if held.revision != revision:
        raise ChangedMeanwhile(held)
    return held


def _put_file(guideline: Guideline, document: Document | None) -> None:
    guideline.file_name = document.name if document else ""
    guideline.file_type = document.content_type if document else ""
    guideline.file_bytes = len(document.content) if document else 0


def _store(guideline: Guideline, document: Document | None) -> None:
    if document:
        house = guideline.institution_id
        GuidelineFile.objects.create(guideline=guideline, institution_id=house, content=document.content)


def remind_of_reviews() -> int:
    """Tell the owners of guidelines that are due, once for each due day; return of how many it was told."""
    return sum(_remind_in(house) for house in Institution.objects.all())


def _remind_in(house: Institution) -> int:
    today, count = _today(house), 0
    while told := _remind_batch(house, today):
        count += told
    return count


@transaction.atomic
def _remind_batch(house: Institution, today: date) -> int:
    due = Guideline.objects.filter(institution=house).due(today).filter(reminded_of=None)
    found = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("owner")[:BATCH])
    admins = _admins(house) if any(_owner(guideline) is None for guideline in found) else []
    latest_at = timezone.now() + TOLD_FOR
    for guideline in found:
        owner, about = _owner(guideline), Once.on(guideline, guideline.due_on)
        people = [owner] if owner else admins
        post(message(kind=DUE, thing=about, recipient=each, latest_at=latest_at) for each in people)
    Guideline.objects.filter(pk__in=[guideline.pk for guideline in found]).update(reminded_of=today)
    return len(found)


def _owner(guideline: Guideline) -> User | None:
    """Whoever answers for it, unless they have left."""
    return guideline.owner if guideline.owner and guideline.owner.is_active else None


def _admins(house: Institution) -> list[User]:
    today = timezone.localdate(timezone=house.tz)
    roles = Role.objects.filter(institution=house, kind=Role.Kind.PROGRAMME_ADMIN).valid_on(today)
    return list(User.objects.filter(pk__in=roles.values("user"), is_active=True))
