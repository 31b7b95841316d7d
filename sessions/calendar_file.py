"""Calendar files (iCalendar, RFC 5545 and 5546): one event per session, the same one in everyone's calendar."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kit import ical
from kit.vtimezone import vtimezone
from organisation.models import User
from organisation.terms import speaking_for
from sessions.calendar_people import Method, attendees, organizer, sequence
from sessions.models import Session, SessionEvent, State
from sessions.people import said_with
from sessions.places import where

ALARM = "-PT15M"
STATUS = {State.PROPOSED: "TENTATIVE", State.CANCELLED: "CANCELLED", State.LAPSED: "CANCELLED"}
START = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kotipesa//Kotipesa//EN\r\nCALSCALE:GREGORIAN\r\n"
END = b"END:VCALENDAR\r\n"


def calendar_file(
    session: Session, recipient: User, *, method: Method = "REQUEST", changed_at: datetime | None = None
) -> bytes:
    """The session as it belongs into `recipient`'s calendar, in their language; UTF-8, CRLF, folded at 75 octets.

    REQUEST puts or changes the event, CANCEL takes it away, PUBLISH is for a file that the person downloads.
    `changed_at` is when the session was last changed; left out, it is looked up.
    """
    institution = session.institution
    with translation.override(recipient.language), timezone.override(institution.tz), speaking_for(institution):
        event = b"".join(ical.line(*pair) for pair in _event(session, recipient, method, changed_at))
    return START + ical.line("METHOD", method) + zone_rules(institution.zone, [session], event) + event + END


def calendar_of(sessions: Sequence[Session], recipient: User, *, method: Method = "PUBLISH") -> bytes:
    """Several sessions in one file, each an event of its own; those called off say so."""
    zone, changes = sessions[0].institution.zone, last_changes(sessions)
    with translation.override(recipient.language), timezone.override(sessions[0].institution.tz):
        events = b"".join(
            ical.line(*pair) for session in sessions for pair in _event(session, recipient, method, changes[session.pk])
        )
    return START + ical.line("METHOD", method) + zone_rules(zone, sessions, events) + events + END


def zone_rules(zone: str, sessions: Sequence[Session], events: bytes) -> bytes:
    """The rules of `zone` for the years of `sessions`, where `events` speak of it."""
    if f"TZID={zone}".encode() not in events:
        return b""
    years = [session.starts_at.year for session in sessions]
    return vtimezone(zone, min(years), max(years)).encode()


def summary(session: Session, reader: User) -> str:
    """What the calendar shows: the topic and whom one meets. Never what the session is about."""
    if session.is_group:
        return session.title
    people = said_with(session, reader)
    return _("%(topic)s, %(people)s") % {"topic": session.topic.name, "people": people}


Pair = tuple[str, str]
"""A property's name with its parameters, and its value."""


def _event(session: Session, recipient: User, method: Method, changed_at: datetime | None) -> Iterator[Pair]:
    called_off = method == "CANCEL"
    yield "BEGIN", "VEVENT"
    yield "UID", f"{session.uid.hex}@{settings.UID_HOST}"
    yield "SEQUENCE", str(sequence(session, recipient))
    yield "DTSTAMP", ical.instant(timezone.now())
    yield "LAST-MODIFIED", ical.instant(changed_at or last_change(session))
    yield from times_of(session)
    yield from _words(session, recipient)
    yield "STATUS", "CANCELLED" if called_off else STATUS.get(State(session.state), "CONFIRMED")
    yield "TRANSP", "TRANSPARENT" if called_off else "OPAQUE"
    yield "CLASS", "PRIVATE"
    yield organizer(session)
    yield from attendees(session, recipient, method)
    if not called_off:
        yield from _alarm(session, recipient)
    yield "END", "VEVENT"


def last_change(session: Session) -> datetime:
    """When the session was last changed, as its history has it."""
    changes = SessionEvent.objects.filter(pgh_obj=session)
    return changes.aggregate(last=Max("pgh_created_at"))["last"] or session.created_at


def last_changes(sessions: Sequence[Session]) -> dict[int, datetime]:
    """`last_change` of each, by its key, in one query."""
    changes = SessionEvent.objects.filter(pgh_obj__in=[session.pk for session in sessions]).values_list("pgh_obj_id")
    found = dict(changes.annotate(last=Max("pgh_created_at")))
    return {session.pk: found.get(session.pk, session.created_at) for session in sessions}


def times_of(session: Session) -> Iterator[Pair]:
    """On the institution's clock; as UTC in the hour that comes twice, of which readers take now the first, now the
    second.
    """
    zone = session.institution.tz
    here = {"DTSTART": session.starts_at.astimezone(zone), "DTEND": session.ends_at.astimezone(zone)}
    in_utc = zone.key == "UTC" or any(_comes_twice(when) for when in here.values())
    for name, when in here.items():
        yield (name, ical.instant(when)) if in_utc else (f"{name};TZID={zone.key}", f"{when:%Y%m%dT%H%M%S}")


def _comes_twice(when: datetime) -> bool:
    return when.replace(fold=0).utcoffset() != when.replace(fold=1).utcoffset()


def _words(session: Session, recipient: User) -> Iterator[Pair]:
    place, link = where(session), settings.BASE_URL + reverse("sessions:detail", args=[session.pk])
    yield "SUMMARY", ical.text(summary(session, recipient))
    yield "LOCATION", ical.text(", ".join(part for part in (place.text, place.link) if part))
    lines = (session.topic.name, session.text, _("Open the session: %(link)s") % {"link": link})
    yield "DESCRIPTION", ical.text("\n".join(line for line in lines if line))
    yield "URL", link


def _alarm(session: Session, recipient: User) -> Iterator[Pair]:
    yield "BEGIN", "VALARM"
    yield "ACTION", "DISPLAY"
    yield "TRIGGER", ALARM
    yield "DESCRIPTION", ical.text(summary(session, recipient))
    yield "END", "VALARM"
