"""What is written in a cell, as a value; or a sentence that says how to write it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.models import Channel
from kit.free_text import validate_no_identity_code, without_controls
from organisation.models import Institution

EARLIEST, LATEST = 1950, 2199
LANGUAGES = {
    **dict.fromkeys(("fi", "fin", "suomi", "finska", "finnish"), "fi"),
    **dict.fromkeys(("sv", "swe", "se", "ruotsi", "svenska", "swedish"), "sv"),
    **dict.fromkeys(("en", "eng", "englanti", "engelska", "english"), "en"),
}
WORDS_OF_CHANNELS = {
    Channel.IN_PERSON: ("in person", "kasvokkain", "paikan päällä", "lähi", "lähitapaaminen", "på plats"),
    Channel.ONLINE: ("online", "etänä", "etä", "teams", "på distans", "distans"),
    Channel.PHONE: ("phone", "puhelin", "puhelimitse", "telefon", "per telefon"),
    Channel.CHAT: ("chat", "chatissa", "chatti", "chatt"),
    Channel.CLASS_VISIT: ("class visit", "tuntivierailu", "luokkavierailu", "lektionsbesök", "klassbesök"),
}
CHANNELS = {word: channel for channel, words in WORDS_OF_CHANNELS.items() for word in words}


class BadCell(Exception):
    """`str()` of it says what is wrong with a cell."""


def text(cell: str, most: int) -> str:
    cleaned = " ".join(without_controls(cell).split())
    if len(cleaned) > most:
        raise BadCell(_("At most %(most)d characters fit here.") % {"most": most})
    try:
        validate_no_identity_code(cleaned)
    except ValidationError as error:
        raise BadCell(_("This looks like a personal identity code, which does not belong here.")) from error
    return cleaned


def address(cell: str) -> str:
    cleaned = cell.strip().lower()
    try:
        validate_email(cleaned)
    except ValidationError as error:
        raise BadCell(_("Write an e-mail address, such as aino.aalto@example.org.")) from error
    if len(cleaned) > 254:
        raise BadCell(_("At most %(most)d characters fit here.") % {"most": 254})
    return cleaned


def names(cell: str) -> tuple[str, str]:
    """First and last name out of "Aino Aalto" or "Aalto, Aino"."""
    whole = text(cell, 160)
    last, comma, first = whole.partition(",")
    if not comma:
        first, _space, last = whole.rpartition(" ")
    first, last = first.strip(), last.strip()
    if not first or not last:
        raise BadCell(_("Write the first and the last name."))
    return text(first, 80), text(last, 80)


def day(cell: str) -> date:
    """24.11.2026, 2026-11-24, and what a workbook makes of a date."""
    if finnish := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", cell):
        parts = (int(finnish[3]), int(finnish[2]), int(finnish[1]))
    elif iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]0?0:00(?::00)?)?", cell):
        parts = (int(iso[1]), int(iso[2]), int(iso[3]))
    else:
        raise BadCell(_("Write the day like 24.11.2026."))
    try:
        if EARLIEST <= parts[0] <= LATEST:
            return date(*parts)
    except ValueError:
        pass
    raise BadCell(_("There is no such day. Write it like 24.11.2026."))


def clock(cell: str) -> time:
    if found := re.fullmatch(r"(?:klo|kl\.?)?\s*(\d{1,2})(?:[.:](\d{2})(?:[.:]00)?)?", cell.strip().lower()):
        hour, minute = int(found[1]), int(found[2] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise BadCell(_("Write the time like 9.30."))


def minutes(cell: str) -> int:
    if (found := re.fullmatch(r"(\d{1,3})\s*(?:min\.?)?", cell.strip().lower())) and 5 <= int(found[1]) <= 480:
        return int(found[1])
    raise BadCell(_("Write the length in minutes, such as 45."))


def language(cell: str, institution: Institution) -> str:
    code = LANGUAGES.get(cell.strip().lower(), "")
    if code not in institution.languages:
        raise BadCell(_("Write one of these: %(words)s.") % {"words": ", ".join(institution.languages)})
    return code


def channel(cell: str) -> str:
    wanted = cell.strip().lower()
    known = {str(label).lower(): value for value, label in Channel.choices}
    if found := CHANNELS.get(wanted) or known.get(wanted) or (wanted in Channel.values and wanted):
        return str(found)
    raise BadCell(_("Write one of these: %(words)s.") % {"words": ", ".join(known)})


def academic_year(cell: str, this: int) -> int:
    """By the autumn it starts in: 2026, 2026–2027, 2026/27. From ten years ago to the next one."""
    if found := re.fullmatch(r"(\d{4})(?:\s*[-–/]\s*(\d{2}|\d{4}))?", cell.strip()):
        year = int(found[1])
        follows = not found[2] or int(found[2]) in (year + 1, (year + 1) % 100)
        if follows and this - 10 <= year <= this + 1:
            return year
    raise BadCell(_("Write the academic year like %(year)s.") % {"year": f"{this}–{this + 1}"})


def hours(cell: str, most: int) -> Decimal:
    """Hours in quarters, with a comma or a point."""
    try:
        number = Decimal(cell.strip().removesuffix("h").strip().replace(",", "."))
    except InvalidOperation as error:
        raise BadCell(_("Write hours in quarters, such as 12,25.")) from error
    if not number.is_finite() or not 0 <= number <= most or number * 4 % 1:
        raise BadCell(_("Write hours in quarters, such as 12,25, and at most %(most)d.") % {"most": most})
    return number


NOT_FOUND = gettext_lazy("There is none by this name. Choose one of these: %(words)s.")


def row_named(cell: str, known: Mapping[str, Any], offered: Iterable[Any]) -> Any:
    """The site, sector or topic of that name in any language."""
    if (found := known.get(" ".join(cell.casefold().split()))) is None:
        words = [str(row) for row in offered]
        shown = ", ".join(words[:12]) + (" …" if len(words) > 12 else "")
        raise BadCell(str(NOT_FOUND) % {"words": shown or "–"})
    return found


def by_name(rows: Iterable[Any], *more: str) -> dict[str, Any]:
    """Every name of each row, in small letters; and what stands in the columns `more`."""
    columns = ("name_fi", "name_sv", "name_en", *more)
    return {
        " ".join(getattr(row, column).casefold().split()): row
        for row in rows
        for column in columns
        if getattr(row, column)
    }
