"""What a person has chosen, and what follows from it for one message: pure reckoning, without a query."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings

from notifications.models import Mailbox, Message
from notifications.registry import family_of
from organisation.models import User

Digest = Mailbox.Digest
GATHERED_AT = time(7)
"""Local time at which summaries go out."""
AFTER_QUIET, AFTER_GATHERING = timedelta(minutes=15), timedelta(hours=2)
"""So long before it is needed a message has to be there that waited for the morning, or for the summary."""
SHORT_NOTICE = timedelta(days=1)
"""What is needed sooner comes by mail even to those who want none."""
FRIDAY, MONDAY = 5, 1


@dataclass(frozen=True)
class Now:
    """Mail it."""


@dataclass(frozen=True)
class Off:
    """Don't mail it: the recipient finds it in the product."""


@dataclass(frozen=True)
class Wait:
    """Let it wait until then."""

    until: datetime


@dataclass(frozen=True)
class Gather:
    """Let the summary that goes out then tell it."""

    at: datetime


Way = Now | Off | Wait | Gather
NOW = Now()


def mailbox_of(person: User) -> Mailbox:
    """The person's choices; one who has made none wants it as it comes. No query where they were read along."""
    return getattr(person, "mailbox", None) or Mailbox(person=person)


def offsets_of(person: User, usual: list[int]) -> list[int]:
    """Minutes before the start at which `person` is reminded, the longest first; `usual` are the institution's."""
    own = mailbox_of(person).reminder_offsets
    return sorted(set(usual if own is None else own), reverse=True)


def way_of(row: Message, needed_by: datetime, now: datetime) -> Way:
    """How `row` reaches its recipient at `now`, if it has to be read by `needed_by`."""
    box, family = mailbox_of(row.recipient), family_of(row.kind)
    if family.may_be_off and family.code in box.off:
        return Off()
    zone = zone_of(row.recipient)
    if family.may_be_gathered and box.digest != Digest.SINGLE and family.is_for(row.recipient):
        if box.digest == Digest.NEVER and now + SHORT_NOTICE < needed_by:
            return Off()
        at = next_digest(box.digest, now, zone) if box.digest != Digest.NEVER else None
        if at and at + AFTER_GATHERING < needed_by:
            return Gather(at)
    until = quiet_until(box, now, zone)
    return Wait(until) if until and until < row.latest_at and until + AFTER_QUIET < needed_by else NOW


def zone_of(person: User) -> tzinfo:
    """The zone of the person's institution."""
    return person.institution.tz if person.institution else ZoneInfo(settings.TIME_ZONE)


def quiet_until(box: Mailbox, now: datetime, zone: tzinfo) -> datetime | None:
    """The end of the quiet hours in which `now` lies; None outside them. They may reach over midnight."""
    if box.quiet_from is None or box.quiet_until is None:
        return None
    here = now.astimezone(zone)
    clock, begins, ends = here.time(), box.quiet_from, box.quiet_until
    is_quiet = begins <= clock < ends if begins < ends else clock >= begins or clock < ends
    if not is_quiet:
        return None
    day = here.date() if clock < ends else here.date() + timedelta(days=1)
    return datetime.combine(day, ends, tzinfo=zone)


def next_digest(digest: str, now: datetime, zone: tzinfo) -> datetime:
    """When the next summary goes out, by the choice: on a working day, or on Monday."""
    day = now.astimezone(zone).date()
    while not _is_day_of(digest, day) or _morning(day, zone) <= now:
        day += timedelta(days=1)
    return _morning(day, zone)


def _is_day_of(digest: str, day: date) -> bool:
    return day.isoweekday() == MONDAY if digest == Digest.WEEKLY else day.isoweekday() <= FRIDAY


def _morning(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, GATHERED_AT, tzinfo=zone)
