"""As much of CalDAV (RFC 4791) as it takes to read what fills somebody's days."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kit.feeds.fetching import Answer, Fetcher, content_of, origin
from kit.feeds.refusals import Refused
from kit.ical import instant

DAV, CAL = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
MOST = 20
"""Calendars of one account."""
SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
WHAT_IS_IT = f"""<?xml version="1.0" encoding="utf-8"?>
<d:propfind {SPACES}><d:prop><d:resourcetype/><d:current-user-principal/><c:calendar-home-set/>
<c:supported-calendar-component-set/><c:schedule-calendar-transp/></d:prop></d:propfind>"""
WHAT_IS_IN_IT = f"""<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query {SPACES}><d:prop><c:calendar-data/></d:prop><c:filter><c:comp-filter name="VCALENDAR">
<c:comp-filter name="VEVENT"><c:time-range start="%s" end="%s"/></c:comp-filter></c:comp-filter></c:filter>
</c:calendar-query>"""
WHEN_IS_IT_FREE = f"""<?xml version="1.0" encoding="utf-8"?>
<c:free-busy-query {SPACES}><c:time-range start="%s" end="%s"/></c:free-busy-query>"""


def read_caldav(fetcher: Fetcher, address: str, first: datetime, last: datetime) -> list[bytes]:
    """The calendar files of the events between two instants, from a calendar or from all calendars of an account.

    Where a server tells no events, its answer to when somebody is free (RFC 4791, 7.10) is read instead.
    """
    if urlsplit(address).path in ("", "/"):
        address = urljoin(address, "/.well-known/caldav")
    span = instant(first), instant(last)
    try:
        calendars = _calendars(fetcher, address)[:MOST]
    except Refused as refusal:  # whoever may ask for that alone can't look around either
        return [_free_busy(fetcher, address, span, refusal)]
    return [content for url in calendars for content in _contents(fetcher, url, span)]


def _contents(fetcher: Fetcher, url: str, span: tuple[str, str]) -> list[bytes]:
    try:
        rows = _ask(fetcher, "REPORT", url, WHAT_IS_IN_IT % span, depth=1)[1]
    except Refused as refusal:
        return [_free_busy(fetcher, url, span, refusal)]
    found = (props.findtext(f"{CAL}calendar-data") for _href, props in rows)
    return [data.encode() for data in found if data is not None]


def _free_busy(fetcher: Fetcher, url: str, span: tuple[str, str], refusal: Refused) -> bytes:
    """Raises `refusal`, the first one, where this is no way either."""
    if refusal.code not in ("status", "no_calendar") and refusal.values.get("status") != 403:
        raise refusal  # gone, out of reach, or not let in: a wrong password isn't sent twice
    try:
        answer = fetcher.ask("REPORT", url, body=(WHEN_IS_IT_FREE % span).encode(), headers=_headers(depth=1))
        content = content_of(answer, 200)
    except Refused:
        raise refusal from None
    if b"BEGIN:VFREEBUSY" not in content:
        raise refusal
    return content


def _calendars(fetcher: Fetcher, address: str) -> list[str]:
    """The addresses of the calendar that `address` is, else of those found by way of its account."""
    base, rows = _ask(fetcher, "PROPFIND", address, WHAT_IS_IT, depth=0)
    if any(_is_calendar(props) for _href, props in rows):
        return [base]
    home = _link(rows, base, f"{CAL}calendar-home-set")
    if home is None and (person := _link(rows, base, f"{DAV}current-user-principal")):
        base, rows = _ask(fetcher, "PROPFIND", person, WHAT_IS_IT, depth=0)
        home = _link(rows, base, f"{CAL}calendar-home-set")
    base, rows = _ask(fetcher, "PROPFIND", home or base, WHAT_IS_IT, depth=1)
    found = [urljoin(base, href) for href, props in rows if _is_calendar(props) and _fills_days(props)]
    found = [url for url in found if origin(url) == origin(base)]
    if not found:
        raise Refused("no_calendar")
    return found


Row = tuple[str, Element]
"""An address as the server writes it, and its properties."""


def _ask(fetcher: Fetcher, method: str, url: str, question: str, depth: int) -> tuple[str, list[Row]]:
    """Where the answer came from, and its rows."""
    answer = fetcher.ask(method, url, body=question.encode(), headers=_headers(depth))
    return answer.url, list(_rows(answer))


def _headers(depth: int) -> dict[str, str]:
    return {"Depth": str(depth), "Content-Type": "application/xml; charset=utf-8"}


def _rows(answer: Answer) -> Iterator[Row]:
    try:
        tree = fromstring(content_of(answer, 207))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Refused("no_calendar") from error
    for response in tree.iter(f"{DAV}response"):
        found = Element("prop")
        for propstat in response.iter(f"{DAV}propstat"):
            if " 200 " in f"{propstat.findtext(f'{DAV}status')} ":
                for prop in propstat.iter(f"{DAV}prop"):
                    found.extend(prop)
        yield response.findtext(f"{DAV}href") or "", found


def _link(rows: list[Row], base: str, name: str) -> str | None:
    """The address that the property `name` holds, if it is on the same server."""
    for _href, props in rows:
        if href := (props.findtext(f"{name}/{DAV}href") or "").strip():
            url = urljoin(base, href)
            return url if origin(url) == origin(base) else None
    return None


def _is_calendar(props: Element) -> bool:
    return props.find(f"{DAV}resourcetype/{CAL}calendar") is not None


def _fills_days(props: Element) -> bool:
    """Whether it holds events, and their owner wants them to count."""
    kinds = [each.get("name") for each in props.iter(f"{CAL}comp")]
    passing = props.find(f"{CAL}schedule-calendar-transp/{CAL}transparent") is not None
    return not passing and (not kinds or "VEVENT" in kinds)
