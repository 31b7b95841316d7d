"""Closing a session with what came up and what was agreed on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from followup.models import Agreement, SessionTheme
from notifications.outbox import message, post, withdraw
from organisation.models import User
from sessions.models import Session
from sessions.services import close_session
from topics.models import Theme

DUE = "agreement_due"
TOLD_AT = time(8)
"""When, on the day by which it is to be done, the one who does it is reminded; on the institution's clock."""
TOLD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Promise:
    """What `person` does, and by when (a local day, or whenever)."""

    what: str
    person: User
    due_on: date | None = None


@dataclass(frozen=True)
class Closing:
    """What is said of a session afterwards: whether it was held, for how many minutes (as booked: None), who came of a
    group (by the person's key, as `sessions.services.close_session` takes it), and the themes that came up.
    """

    held: bool
    minutes: int | None = None
    attendance: Mapping[int, str] = field(default_factory=dict)
    themes: tuple[Theme, ...] = ()


@transaction.atomic
def close(*, session: Session, closing: Closing, by: User) -> Session:
    """Say whether `session` was held, and what came up; correcting is the same act.

    Raises BookingRefused or TimeTaken as `close_session` does; then nothing is changed.
    """
    session = close_session(
        session=session, held=closing.held, by=by, minutes=closing.minutes, attendance=closing.attendance
    )
    themes = {theme.pk for theme in closing.themes if theme.topic_id == session.topic_id} if closing.held else set()
    kept = SessionTheme.objects.filter(session=session)
    kept.exclude(theme__in=themes).delete()
    SessionTheme.objects.bulk_create(
        (SessionTheme(institution_id=session.institution_id, session=session, theme_id=pk) for pk in sorted(themes)),
        ignore_conflicts=True,
    )
    return session


@transaction.atomic
def add_agreements(*, session: Session, promises: Iterable[Promise], by: User) -> list[Agreement]:
    """Write down what the people of `session` do next; each is reminded on the day by which it is to be done."""
    added = Agreement.objects.bulk_create(
        Agreement(
            institution_id=session.institution_id,
            session=session,
            person=promise.person,
            what=promise.what,
            due_on=promise.due_on,
            added_by=by,
        )
        for promise in promises
    )
    _remind(session, added)
    return added


def _remind(session: Session, agreements: Iterable[Agreement]) -> None:
    zone, now = session.institution.tz, timezone.now()
    rows = []
    for agreement in agreements:
        if agreement.due_on:
            due_at = datetime.combine(agreement.due_on, TOLD_AT, tzinfo=zone)
            if due_at > now:
                whom, latest_at = agreement.person, due_at + TOLD_FOR
                rows.append(message(kind=DUE, thing=agreement, recipient=whom, due_at=due_at, latest_at=latest_at))
    post(rows)


@transaction.atomic
def mark_done(*, agreement: Agreement, done: bool) -> None:
    """Say that it is done, or is not after all. Twice changes nothing."""
    row = Agreement.objects.select_for_update().select_related("session__institution", "person").get(pk=agreement.pk)
    if done == (row.done_at is not None):
        return
    row.done_at = timezone.now() if done else None
    row.save(update_fields=["done_at"])
    if done:
        withdraw([DUE], row)
