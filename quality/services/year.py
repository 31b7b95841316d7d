"""Keeping the year clock: begun from a template or from last year, with reminders to whoever owns a task."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from notifications.outbox import enqueue
from organisation.models import Institution, User
from quality.exceptions import WrittenMeanwhile
from quality.models import YearTask

Kind = YearTask.Kind
TEMPLATE = (
    (Kind.HOURS, 8, 31),
    (Kind.TRAIN, 9, 15),
    (Kind.REVIEW, 10, 31),
    (Kind.REVIEW, 1, 15),
    (Kind.RECRUIT, 3, 31),
    (Kind.EVALUATE, 4, 30),
    (Kind.REVIEW, 5, 31),
    (Kind.REPORT, 6, 15),
    (Kind.PLAN, 6, 30),
)
"""Kind, month and day of what a year has usually."""
DUE = "year_task_due"
REMINDED = (timedelta(days=14), timedelta(0))
AT = time(8)


@transaction.atomic
def begin_year(*, institution: Institution, academic_year: int) -> list[YearTask]:
    """Fill the clock of a year: as the year before was, with its owners, or from TEMPLATE. One that has tasks stays."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    tasks = YearTask.objects.filter(institution=institution)
    if tasks.filter(academic_year=academic_year).exists():
        return []
    before = list(tasks.filter(academic_year=academic_year - 1).select_related("owner"))
    rows = [_next_year(task) for task in before] or [_from_template(*row, academic_year) for row in TEMPLATE]
    for row in rows:
        row.institution, row.academic_year = institution, academic_year
        row.save()
        remind(row)
    return rows


def _next_year(task: YearTask) -> YearTask:
    owner = task.owner if task.owner and task.owner.is_active else None
    return YearTask(kind=task.kind, words=task.words, due=_a_year_on(task.due), owner=owner)


def _a_year_on(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _from_template(kind: str, month: int, day: int, academic_year: int) -> YearTask:
    return YearTask(kind=kind, due=date(academic_year + (month < 8), month, day))


@transaction.atomic
def save_task(*, task: YearTask, revision: int | None = None) -> YearTask:
    """Save a new task, or one that was changed on the page that showed `revision`. Raises WrittenMeanwhile."""
    if task.pk is not None:
        now = YearTask.objects.select_for_update(no_key=True).filter(pk=task.pk).first()
        if now is None or now.revision != revision:
            raise WrittenMeanwhile
        task.revision = now.revision + 1
    task.save()
    remind(task)
    return task


def mark_task(*, task: YearTask, done: bool, today: date) -> None:
    """Say that a task is done on the local date `today`, or is not after all."""
    YearTask.objects.filter(pk=task.pk).update(done_on=today if done else None)


def remind(task: YearTask) -> None:
    """Reminders that are still ahead; those of an older revision die by themselves."""
    owner: User | None = task.owner
    if owner is None or task.done_on:
        return
    day = datetime.combine(task.due, AT, tzinfo=task.institution.tz)
    for before in REMINDED:
        if (due_at := day - before) > timezone.now():
            about: dict[str, Any] = {"due_at": due_at, "latest_at": due_at + timedelta(days=3), "offset": before}
            enqueue(kind=DUE, thing=task, recipient=owner, **about)
