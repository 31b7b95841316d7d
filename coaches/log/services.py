"""Writing work down, and mending it: in the row itself until its month is closed, by a correction afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from coaches.exceptions import LogRefused
from coaches.hours.warnings import warn_of_hours
from coaches.models import WorkLog
from coaches.selectors import is_frozen
from organisation.models import User
from organisation.people import institution_of
from topics.models import Topic

Kind = WorkLog.Kind
LONGEST = 600
"""Minutes in one row."""
OLDEST = timedelta(days=400)
A_MOMENT = timedelta(minutes=5)
"""Clocks differ: what is a little ahead of ours is now."""


@dataclass(frozen=True)
class Work:
    """What a row says. `persons` are named on it; without them a piece of help has a number of people."""

    kind: str
    minutes: int
    starts_at: datetime
    topic: Topic | None = None
    channel: str = ""
    persons: Sequence[User] = field(default=())
    head_count: int | None = None
    line: str = ""


@transaction.atomic
def log_work(*, user: User, work: Work, press: UUID | None = None) -> WorkLog:
    """Write a row for `user`. One whose month is closed counts now, and remembers its day.

    With `press` a second call is no second row: the first one's comes back. Raises LogRefused.
    """
    check_moment(work.starts_at)
    row = WorkLog(institution=institution_of(user), user=user, press=press)
    _fill(row, work)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        known = WorkLog.objects.filter(user=user, press=press).first() if press else None
        if known is None:
            raise
        return known
    _name(row, work.persons)
    warn_of_hours([user.pk])
    return row


def write_many(*, user: User, works: Sequence[Work]) -> list[WorkLog]:
    """`log_work` for many rows at once, in the caller's transaction: by a fixed number of queries for a thousand."""
    rows = []
    for work in works:
        row = WorkLog(institution=institution_of(user), user=user)
        _fill(row, work)
        rows.append(row)
    WorkLog.objects.bulk_create(rows, batch_size=1000)
    named = WorkLog.persons.through
    pairs = zip(rows, works, strict=True)
    named.objects.bulk_create(
        (named(worklog=row, user=person) for row, work in pairs for person in work.persons), batch_size=1000
    )
    warn_of_hours([user.pk])
    return rows


def repeat_work(*, row: WorkLog, press: UUID | None = None) -> WorkLog:
    """The same once more, now, without the line."""
    work = Work(
        kind=row.kind,
        minutes=row.minutes,
        starts_at=timezone.now(),
        topic=row.topic,
        channel=row.channel,
        persons=[person for person in row.persons.all() if person.is_active],
        head_count=row.head_count,
    )
    return log_work(user=row.user, work=work, press=press)


@transaction.atomic
def mend_work(*, row: WorkLog, work: Work) -> WorkLog:
    """Write other values into a row whose month is open. Raises LogRefused once it is closed."""
    row = _locked(row)
    if is_closed(row):
        raise LogRefused(None, _("The month of this row was closed a moment ago. Correct its minutes instead."))
    check_moment(work.starts_at)
    _fill(row, work)
    row.save()
    row.persons.set(work.persons)
    warn_of_hours([row.user_id])
    return row


@transaction.atomic
def delete_work(*, row: WorkLog) -> WorkLog | None:
    """Take a row away; of a month that is closed it stays, and a correction that makes it nothing is returned."""
    row = _locked(row)
    if is_closed(row):
        return _correct(row, 0)
    row.delete()
    return None


@transaction.atomic
def correct_work(*, row: WorkLog, minutes: int) -> WorkLog | None:
    """Say that a row of a closed month was `minutes` long: the difference becomes a row of the running month.

    Returns the correction, None where nothing changes.
    """
    row = _locked(row)
    if not is_closed(row):
        raise LogRefused(None, _("The month of this row is open: it can be changed itself."))
    correction = _correct(row, minutes)
    warn_of_hours([row.user_id])
    return correction


def is_closed(row: WorkLog) -> bool:
    """Whether the month in which `row` counts is closed."""
    return is_frozen(row.starts_at, row.institution.tz)


def minutes_by_now(row: WorkLog) -> int:
    """What `row` comes to with its corrections."""
    return row.minutes + row.corrections.aggregate(sum=Sum("minutes", default=0))["sum"]


def _locked(row: WorkLog) -> WorkLog:
    """One at a time: two corrections of the same row know of each other."""
    return WorkLog.objects.select_for_update(of=("self",)).select_related("institution", "user").get(pk=row.pk)


def _correct(row: WorkLog, minutes: int) -> WorkLog | None:
    sums = row.corrections.aggregate(minutes=Sum("minutes", default=0), preparation=Sum("preparation_minutes"))
    preparation = row.preparation_minutes + (sums["preparation"] or 0)
    more = minutes - row.minutes - sums["minutes"]
    more_preparation = (row.preparation_minutes if minutes else 0) - preparation
    if not more and not more_preparation:
        return None
    return WorkLog.objects.create(
        institution=row.institution,
        user=row.user,
        kind=row.kind,
        topic_id=row.topic_id,
        channel=row.channel,
        starts_at=timezone.now(),
        minutes=more,
        preparation_minutes=more_preparation,
        site_id=row.site_id,
        sector_id=row.sector_id,
        corrects=row,
        late_for=row.starts_at.astimezone(row.institution.tz).date(),
    )


def check_moment(starts_at: datetime) -> None:
    """Raises LogRefused for what is still ahead or too long ago."""
    now = timezone.now()
    if starts_at > now + A_MOMENT:
        raise LogRefused("day", _("That is still ahead. Log it when it has happened."))
    if starts_at < now - OLDEST:
        raise LogRefused("day", _("Choose a day of the last 400 days."))


def _fill(row: WorkLog, work: Work) -> None:
    tz = row.institution.tz
    late = is_frozen(work.starts_at, tz)
    row.starts_at = timezone.now() if late else work.starts_at
    row.late_for = work.starts_at.astimezone(tz).date() if late else None
    row.kind, row.minutes = work.kind, work.minutes
    row.topic, row.channel, row.line = work.topic, work.channel, work.line
    row.head_count = None if work.persons else work.head_count
    row.site_id = _common((person.home_site_id for person in work.persons), row.user.home_site_id)
    row.sector_id = _common((person.home_sector_id for person in work.persons), row.user.home_sector_id)


def _common(places: Iterable[int | None], home: int | None) -> int | None:
    """The place that all named have in common, else the one of whoever helped."""
    found = set(places)
    return found.pop() or home if len(found) == 1 else home


def _name(row: WorkLog, persons: Sequence[User]) -> None:
    named = WorkLog.persons.through
    named.objects.bulk_create(named(worklog=row, user=person) for person in persons)
