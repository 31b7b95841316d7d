"""Calendar files (iCalendar, RFC 5545 and 5546): one event per session, the same one in everyone's calendar."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kit import ical
from kit.vtimezone import vtimezone
from notifications.mime import sender_address
from organisation.models import User
from organisation.terms import speaking_for
from sessions.models import Session, SessionEvent, State
from sessions.people import others, participants
from sessions.places import where

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
ALARM = "-PT15M"
STATUS = {State.PROPOSED: "TENTATIVE", State.CANCELLED: "CANCELLED", State.LAPSED: "CANCELLED"}
START = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kotipesa//Kotipesa//EN\r\nCALSCALE:GREGORIAN\r\n"


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
    rules = vtimezone(institution.zone, session.starts_at.year) if f"TZID={institution.zone}".encode() in event else ""
    return START + ical.line("METHOD", method) + rules.encode() + event + b"END:VCALENDAR\r\n"


def summary(session: Session, reader: User) -> str:
    """What the calendar shows: the topic and whom one meets. Never what the session is about."""
    people = ", ".join(person.get_full_name() for person in others(session, reader))
    return _("%(topic)s, %(people)s") % {"topic": session.topic.name, "people": people}


Pair = tuple[str, str]
"""A property's name with its parameters, and its value."""


def _event(session: Session, recipient: User, method: Method, changed_at: datetime | None) -> Iterator[Pair]:
    called_off = method == "CANCEL"
    yield "BEGIN", "VEVENT"
    yield "UID", f"{session.uid.hex}@{settings.UID_HOST}"
    yield "SEQUENCE", str(session.revision)
    yield "DTSTAMP", ical.instant(timezone.now())
    yield "LAST-MODIFIED", ical.instant(changed_at or last_change(session))
    yield from _times(session)
    yield from _words(session, recipient)
    yield "STATUS", "CANCELLED" if called_off else STATUS.get(State(session.state), "CONFIRMED")
    yield "TRANSP", "TRANSPARENT" if called_off else "OPAQUE"
    yield "CLASS", "PRIVATE"
    yield from _people(session, recipient)
    if not called_off:
        yield from _alarm(session, recipient)
    yield "END", "VEVENT"


def last_change(session: Session) -> datetime:
    """When the session was last changed, as its history has it."""
    changes = SessionEvent.objects.filter(pgh_obj=session)
    return changes.aggregate(last=Max("pgh_created_at"))["last"] or session.created_at


def _times(session: Session) -> Iterator[Pair]:
    """On the institution's clock; as UTC in the hour that comes twice, which no local time can name."""
    zone = session.institution.tz
    here = {"DTSTART": session.starts_at.astimezone(zone), "DTEND": session.ends_at.astimezone(zone)}
    in_utc = zone.key == "UTC" or any(when.fold for when in here.values())
    for name, when in here.items():
        yield (name, ical.instant(when)) if in_utc else (f"{name};TZID={zone.key}", f"{when:%Y%m%dT%H%M%S}")


def _words(session: Session, recipient: User) -> Iterator[Pair]:
    place, link = where(session), settings.BASE_URL + reverse("sessions:detail", args=[session.pk])
    yield "SUMMARY", ical.text(summary(session, recipient))
    yield "LOCATION", ical.text(", ".join(part for part in (place.text, place.link) if part))
    yield "DESCRIPTION", ical.text("\n".join((session.topic.name, _("Open the session: %(link)s") % {"link": link})))
    yield "URL", link


def _people(session: Session, recipient: User) -> Iterator[Pair]:
    """The service itself organises: answers to invitations are not read, so nobody is asked for one."""
    programme = ical.parameter(f"Kotipesä, {session.institution.name}")
    yield f"ORGANIZER;CN={programme}", f"mailto:{sender_address()}"
    answer = "NEEDS-ACTION" if session.state == State.PROPOSED else "ACCEPTED"
    people = participants(session)
    for person in people if recipient in people else [recipient]:
        name = ical.parameter(person.get_full_name())
        kind = f"CN={name};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};RSVP=FALSE"
        yield f"ATTENDEE;{kind}", f"mailto:{person.email}"


def _alarm(session: Session, recipient: User) -> Iterator[Pair]:
    yield "BEGIN", "VALARM"
    yield "ACTION", "DISPLAY"
    yield "TRIGGER", ALARM
    yield "DESCRIPTION", ical.text(summary(session, recipient))
    yield "END", "VALARM"
