"""Calendar files (iCalendar, RFC 5545 and 5546): one event per session, the same one in everyone's calendar."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Event, vCalAddress, vText

from kit.vtimezone import vtimezone
from organisation.models import User
from sessions.models import Session, SessionEvent, State
from sessions.people import others, participants
from sessions.places import where

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
ALARM = timedelta(minutes=-15)
STATUS = {State.PROPOSED: "TENTATIVE", State.CANCELLED: "CANCELLED", State.LAPSED: "CANCELLED"}
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What a calendar file may not hold: controls other than tab and line feed, halves of characters, non-characters.
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def calendar_file(
    session: Session, recipient: User, *, method: Method = "REQUEST", changed_at: datetime | None = None
) -> bytes:
    """The session as it belongs into `recipient`'s calendar, in their language; UTF-8, CRLF, folded at 75 octets.

    REQUEST puts or changes the event, CANCEL takes it away, PUBLISH is for a file that the person downloads.
    `changed_at` is when the session was last changed; left out, it is looked up.
    """
    zone = session.institution.zone
    with translation.override(recipient.language), timezone.override(session.institution.tz):
        event = _event(session, recipient, method, changed_at or last_change(session))
    return b"".join(
        (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kotipesa//Kotipesa//EN\r\nCALSCALE:GREGORIAN\r\n",
            f"METHOD:{method}\r\n".encode(),
            vtimezone(zone, session.starts_at.year).encode() if f"TZID={zone}".encode() in event else b"",
            event,
            b"END:VCALENDAR\r\n",
        )
    )


def summary(session: Session, reader: User) -> str:
    """What the calendar shows: the topic and whom one meets. Never what the session is about."""
    people = ", ".join(person.get_full_name() for person in others(session, reader))
    return _("%(topic)s, %(people)s") % {"topic": session.topic.name, "people": people}


def clean(text: str) -> str:
    """`text` with its line ends as line feeds and without what a calendar file may not hold."""
    return FORBIDDEN.sub("", LINE_ENDS.sub("\n", text))


def _event(session: Session, recipient: User, method: Method, changed_at: datetime) -> bytes:
    event = Event()
    place, link = where(session), settings.BASE_URL + reverse("sessions:detail", args=[session.pk])
    event.add("UID", f"{session.uid.hex}@{settings.UID_HOST}")
    event.add("SEQUENCE", session.revision)
    event.add("DTSTAMP", timezone.now())
    event.add("LAST-MODIFIED", changed_at)
    start, end = _local_times(session)
    event.add("DTSTART", start)
    event.add("DTEND", end)
    event.add("SUMMARY", clean(summary(session, recipient)))
    event.add("LOCATION", clean(", ".join(part for part in (place.text, place.link) if part)))
    event.add("DESCRIPTION", clean("\n".join((session.topic.name, _("Open the session: %(link)s") % {"link": link}))))
    event.add("URL", link)
    event.add("STATUS", "CANCELLED" if method == "CANCEL" else STATUS.get(State(session.state), "CONFIRMED"))
    event.add("TRANSP", "TRANSPARENT" if method == "CANCEL" else "OPAQUE")
    event.add("CLASS", "PRIVATE")
    event["ORGANIZER"] = _organizer(session)
    people = participants(session)
    for person in people if recipient in people else [recipient]:
        event.add("ATTENDEE", _attendee(person, session), encode=False)
    if method != "CANCEL":
        event.add_component(_alarm(session, recipient))
    return event.to_ical()


def last_change(session: Session) -> datetime:
    """When the session was last changed, as its history has it."""
    changes = SessionEvent.objects.filter(pgh_obj=session)
    return changes.aggregate(last=Max("pgh_created_at"))["last"] or session.created_at


def _local_times(session: Session) -> tuple[datetime, datetime]:
    """Start and end on the institution's clock; as UTC in the hour that comes twice, which no local time can name."""
    here = [timezone.localtime(when, session.institution.tz) for when in (session.starts_at, session.ends_at)]
    twice = any(when.fold for when in here) or session.institution.zone == "UTC"
    start, end = (when.astimezone(UTC) for when in here) if twice else here
    return start, end


def _organizer(session: Session) -> vCalAddress:
    """The service itself: answers to invitations are not read, so nobody is asked for one."""
    address = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["CN"] = _name(f"Kotipesä, {session.institution.name}")
    return address


def _attendee(person: User, session: Session) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = _name(person.get_full_name())
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION" if session.state == State.PROPOSED else "ACCEPTED")
    address.params["RSVP"] = vText("FALSE")
    return address


def _name(text: str) -> vText:
    """A parameter's value is one line and has no double quotes."""
    return vText(clean(text).replace("\n", " ").replace('"', "'"))


def _alarm(session: Session, recipient: User) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", ALARM)
    alarm.add("DESCRIPTION", clean(summary(session, recipient)))
    return alarm
