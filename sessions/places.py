"""Where a session is: one wording for page, mail and calendar file."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from coaches.models import Channel, Coach
from sessions.models import Session

SERVICES = {
    "teams.microsoft.com": "Teams",
    "teams.live.com": "Teams",
    "zoom.us": "Zoom",
    "meet.google.com": "Google Meet",
    "meet.jit.si": "Jitsi",
    "webex.com": "Webex",
}


@dataclass(frozen=True)
class Where:
    """`text` for people in the reader's language; `link` to join by, empty when there is none."""

    text: str
    link: str = ""


def usual_channel(coach: Coach) -> Channel:
    """How `coach` meets at a time without opening hours, which say it otherwise."""
    return Channel.ONLINE if coach.meeting_link else Channel.IN_PERSON


def where(session: Session) -> Where:
    """A site and room, the meeting service with its link, or simply the way of meeting."""
    if session.channel == Channel.ONLINE:
        link = session.link or session.coach.meeting_link
        return Where(_service(link) or _way(session), link)
    if session.channel == Channel.PHONE and session.coach.phone:
        return Where(f"{_way(session)}, {session.coach.phone}", session.link)
    if session.channel == Channel.CHAT and session.coach.chat:
        return Where(f"{_way(session)}, {session.coach.chat}", session.link)
    parts = [session.meeting_site.name if session.meeting_site else "", session.room]
    return Where(", ".join(part for part in parts if part) or _way(session), session.link)


def _way(session: Session) -> str:
    return str(Channel(session.channel).label)


def _service(link: str) -> str:
    """The name people know the host of `link` by, empty when we don't."""
    host = urlsplit(link).hostname or ""
    return next((name for domain, name in SERVICES.items() if host == domain or host.endswith(f".{domain}")), "")
