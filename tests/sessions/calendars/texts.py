"""Texts that try to break out of where they are written."""

from hypothesis import strategies as st

from sessions.models import Session

BREAKS = ["\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\r\n ", "\n\t", "\\n", "^n"]
SIGNS = [":", ";", ",", '"', "\\", "=", "^", "\t", " ", "\x7f", "\ufeff", "\u202e", "\ud800", "\ufffe"]
LETTERS = ["a", "Ö", "ß", "€", "😀", "👩🏽‍🏫", "e\u0301", "🇫🇮", "x" * 70, "ä" * 36, "😀" * 18]
ATTACKS = [
    "ATTENDEE:mailto:evil@example.org",
    "BEGIN:VEVENT",
    "END:VEVENT\r\nEND:VCALENDAR",
    "BEGIN:VALARM\r\nACTION:EMAIL",
    "METHOD:CANCEL",
    "ATTACH:http://evil.example/",
    ' ";X-EVIL=1:x',
    "Bcc: evil@example.org",
    "Content-Type: text/html\r\n\r\n<script>",
]
_SHORT = st.lists(st.sampled_from(BREAKS + SIGNS + LETTERS + ATTACKS) | st.text(max_size=5), max_size=30).map("".join)
_LONG = st.lists(st.sampled_from(LETTERS + BREAKS), min_size=60, max_size=200).map(lambda parts: "".join(parts)[:1000])
NASTY = _SHORT | _LONG


def fill(session: Session, text: str) -> None:
    """Put `text` wherever people write something that calendars show."""
    for name in ("fi", "sv", "en"):
        setattr(session, f"title_{name}", text)
        setattr(session, f"text_{name}", text)
        setattr(session.topic, f"name_{name}", text)
        setattr(session.meeting_site, f"name_{name}", text)
        setattr(session.institution, f"name_{name}", text)
    session.room, session.link = text, text
    session.coach.meeting_link = session.coach.phone = session.coach.chat = text
    for row in session.participations.all():
        row.person.first_name = row.person.last_name = text
