"""The month's letter to everyone who works in the house: what changes, and the open clinics ahead."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

from django.db import transaction
from django.utils import timezone

from coordination.families import MONTHLY
from coordination.models import Change
from notifications import clock
from notifications.models import Message
from notifications.outbox import message, post, spread
from organisation.calendar import is_closed
from organisation.models import Institution, User
from sessions.models import Session
from sessions.selectors import clinics_ahead

LETTER = "monthly_letter"
FROM, WITHIN, SATURDAY = time(7), 7, 6
"""It goes out in the morning of the first working day, or as soon as it can in the first seven days."""
AHEAD = timedelta(days=35)
MOST = 12
KEPT_TRYING = timedelta(days=5)


def month_number(day: date) -> int:
    """Months counted through the years, by which the letters of two months differ."""
    return day.year * 12 + day.month


def today_at(person: User) -> date:
    """The local date of the person's institution."""
    zone = person.institution.tz if person.institution else None
    return timezone.localdate(clock.now(), timezone=zone)


def news_for(person: User) -> tuple[list[Change], list[Session]]:
    """What concerns the person: changes ahead or just made, and the clinics of the next five weeks."""
    changes = Change.objects.for_person(person).current(today_at(person))
    clinics = clinics_ahead(person).filter(starts_at__lt=clock.now() + AHEAD)
    return list(changes[:MOST]), list(clinics[:MOST])


def send_monthly_letters() -> None:
    """Write those of this month, for every institution where it is time. Asking again writes none twice."""
    for institution in Institution.objects.all():
        if is_time(institution, timezone.now()):
            _write(institution)


def is_time(institution: Institution, now: datetime) -> bool:
    """Whether `now` is in the morning, or later, of a working day in the first week of a month."""
    here = now.astimezone(institution.tz)
    in_time = here.day <= WITHIN and here.isoweekday() < SATURDAY and here.time() >= FROM
    return in_time and not is_closed(institution, here.date())


@transaction.atomic
def _write(institution: Institution) -> None:
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    revision = month_number(timezone.localdate(timezone=institution.tz))
    if Message.objects.filter(kind=LETTER, revision=revision, recipient__institution=institution).exists():
        return
    wanting = User.objects.filter(institution=institution, is_active=True)
    wanting = wanting.exclude(mailbox__off__contains=[MONTHLY.code])
    latest_at = timezone.now() + KEPT_TRYING
    post(
        message(
            kind=LETTER,
            thing=SimpleNamespace(pk=person.pk, revision=revision),
            recipient=person,
            due_at=spread(number),
            latest_at=latest_at,
        )
        for number, person in enumerate(wanting.order_by("pk"))
    )
