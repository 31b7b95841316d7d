"""Answers to invitations, as calendar programs send them (METHOD:REPLY, RFC 5546), read from files and mails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from typing import Any

from icalendar import Calendar, Component
from icalendar.prop import vDDDTypes

from kit import ical
from sessions.models import Participation

LARGEST = 256 * 1024
"""Bytes. An answer has a few hundred; a mail with a picture in its signature some more."""
WORDS = {
    "ACCEPTED": Participation.Reply.ACCEPTED,
    "TENTATIVE": Participation.Reply.TENTATIVE,
    "DECLINED": Participation.Reply.DECLINED,
}
CALENDARS = ("text/calendar", "application/ics")


class NotAReply(ValueError):
    """The file is no answer to an invitation; says why."""


@dataclass(frozen=True)
class Answer:
    """What one person answered to one version of one event. `at` is when, as far as the file says so."""

    uid: str
    email: str
    reply: Participation.Reply
    sequence: int
    at: datetime | None


def answers_in(content: bytes) -> list[Answer]:
    """The answers in a calendar file, or in the calendar files of a mail. Raises NotAReply."""
    if len(content) > LARGEST:
        raise NotAReply("it is too large for an answer")
    found = list(_answers(_calendar_in(content)))
    if not found:
        raise NotAReply("it answers nothing")
    return found


def _calendar_in(content: bytes) -> Component:
    """The first calendar that is an answer; mail programs often send the same one twice."""
    files = [content] if _is_calendar(content) else list(_files_of_mail(content))
    if not files:
        raise NotAReply("there is no calendar file in it")
    calendars = [calendar for file in files if (calendar := _parsed(file)) is not None]
    if not calendars:
        raise NotAReply("its calendar file cannot be read")
    for calendar in calendars:
        if str(calendar.get("METHOD", "")).strip().upper() == "REPLY":
            return calendar
    raise NotAReply("its method is not REPLY")


def _is_calendar(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def _files_of_mail(content: bytes) -> Iterator[bytes]:
    try:
        mail = message_from_bytes(content, policy=policy.default)
        parts = [part for part in mail.walk() if part.get_content_type() in CALENDARS]
    except (MessageError, ValueError, LookupError, RecursionError):
        return
    for part in parts:
        payload = part.get_payload(decode=True) if isinstance(part, EmailMessage) else None
        if isinstance(payload, bytes):
            yield payload


def _parsed(content: bytes) -> Component | None:
    """The library raises more than it says when a file is odd enough."""
    try:
        calendar = Calendar.from_ical(content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
    except Exception:
        return None
    return calendar if calendar.name == "VCALENDAR" else None


def _answers(calendar: Component) -> Iterator[Answer]:
    """An answer names one guest; whose word says neither yes, no nor maybe has said nothing."""
    for event in calendar.walk("VEVENT"):
        uid, sequence = ical.clean(str(event.get("UID", ""))).strip(), _whole(event.get("SEQUENCE", 0))
        guests = event.get("ATTENDEE", [])
        for guest in guests if isinstance(guests, list) else [guests]:
            words = str(getattr(guest, "params", {}).get("PARTSTAT", "")).upper()
            if words in WORDS and uid and sequence is not None:
                yield Answer(uid, _address(guest), WORDS[words], sequence, _instant(event.get("DTSTAMP")))


def _address(guest: Any) -> str:
    text = ical.clean(str(guest)).strip()
    return text[7:].lower() if text.lower().startswith("mailto:") else text.lower()


def _whole(value: Any) -> int | None:
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if 0 <= number < 2**31 else None


def _instant(value: Any) -> datetime | None:
    when = value.dt if isinstance(value, vDDDTypes) else None
    return when if isinstance(when, datetime) and when.tzinfo else None
