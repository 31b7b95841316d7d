"""Times in words, in Finnish, Swedish and English: one formatter for pages, mails and calendar files.

Every function takes aware datetimes (or local dates where it says so) and shows them in `zone`, in `language`. Left
out, they are the zone and the language that are active, which the middleware and the mail renderer set for the reader.
The year stands only when it isn't this one. Hours and units keep together by no-break spaces.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

NBSP = "\N{NO-BREAK SPACE}"


ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _finnish_date(day: date, year: str) -> str:
    return f"{day.day}.{day.month}.{year}"


def _swedish_date(day: date, year: str) -> str:
    return f"{day.day}.{day.month}" + (f".{year}" if year else "")


def _english_date(day: date, year: str) -> str:
    return f"{day.day}{NBSP}{ENGLISH_MONTHS[day.month - 1]} {year}".strip()


def _short_english_date(day: date, year: str) -> str:
    return f"{day.day}{NBSP}{ENGLISH_MONTHS[day.month - 1][:3]} {year}".strip()


@dataclass(frozen=True)
class Words:
    """What one language needs to tell a time. Weekdays start on Monday, months (short, for a leaf) in January."""

    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    long_date: Callable[[date, str], str]
    short_date: Callable[[date, str], str]
    clock_mark: str
    clock_dot: str
    joint: str
    near_joint: str
    decimal: str
    yesterday: str
    today: str
    tomorrow: str
    week: str
    units: dict[str, tuple[str, str]]
    ahead: str
    now: str


FINNISH = Words(
    weekdays=("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"),
    short_weekdays=("ma", "ti", "ke", "to", "pe", "la", "su"),
    months=(
        *("tammi", "helmi", "maalis", "huhti", "touko", "kesä"),
        *("heinä", "elo", "syys", "loka", "marras", "joulu"),
    ),
    long_date=_finnish_date,
    short_date=_finnish_date,
    clock_mark=f"klo{NBSP}",
    clock_dot=".",
    joint=" ",
    near_joint=" ",
    decimal=",",
    yesterday="eilen",
    today="tänään",
    tomorrow="huomenna",
    week="viikko",
    units={"minute": ("minuutin", "minuutin"), "hour": ("tunnin", "tunnin"), "day": ("päivän", "päivän")},
    ahead=f"{{count}}{NBSP}{{unit}} kuluttua",
    now="nyt",
)
SWEDISH = Words(
    weekdays=("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    short_weekdays=("må", "ti", "on", "to", "fr", "lö", "sö"),
    months=("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    long_date=_swedish_date,
    short_date=_swedish_date,
    clock_mark=f"kl.{NBSP}",
    clock_dot=".",
    joint=" ",
    near_joint=" ",
    decimal=",",
    yesterday="i går",
    today="i dag",
    tomorrow="i morgon",
    week="vecka",
    units={"minute": ("minut", "minuter"), "hour": ("timme", "timmar"), "day": ("dag", "dagar")},
    ahead=f"om {{count}}{NBSP}{{unit}}",
    now="nu",
)
ENGLISH = Words(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    short_weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=tuple(month[:3] for month in ENGLISH_MONTHS),
    long_date=_english_date,
    short_date=_short_english_date,
    clock_mark="",
    clock_dot=":",
    joint=", ",
    near_joint=" at ",
    decimal=".",
    yesterday="yesterday",
    today="today",
    tomorrow="tomorrow",
    week="week",
    units={"minute": ("minute", "minutes"), "hour": ("hour", "hours"), "day": ("day", "days")},
    ahead=f"in {{count}}{NBSP}{{unit}}",
    now="now",
)
WORDS = {"fi": FINNISH, "sv": SWEDISH, "en": ENGLISH}


@dataclass(frozen=True)
class Leaf:
    """A date as a leaf of a calendar: "ti", 24, "marras"."""

    weekday: str
    day: int
    month: str
    is_today: bool


def words(language: str | None = None) -> Words:
    """The words of `language` (the active one, unless told); Finnish for a language we don't speak."""
    return WORDS.get((language or get_language() or "fi")[:2], FINNISH)


def local(when: datetime | date, zone: tzinfo | None = None) -> datetime | date:
    """`when` on the clock of `zone`; a plain date is already local."""
    return timezone.localtime(when, zone) if isinstance(when, datetime) else when


def local_date(when: datetime | date, zone: tzinfo | None = None) -> date:
    """The calendar day of `when` in `zone`."""
    here = local(when, zone)
    return here.date() if isinstance(here, datetime) else here


def today(zone: tzinfo | None = None) -> date:
    return timezone.localdate(timezone=zone)


def _year(day: date, zone: tzinfo | None) -> str:
    return "" if day.year == today(zone).year else str(day.year)


def day_words(when: datetime | date, *, zone: tzinfo | None = None, language: str | None = None) -> str:
    """Such as "ti 24.11.", "ti 24.11", "Tue 24 Nov"."""
    said, day = words(language), local_date(when, zone)
    return f"{said.short_weekdays[day.weekday()]} {said.short_date(day, _year(day, zone))}"


def long_day(when: datetime | date, *, zone: tzinfo | None = None, language: str | None = None) -> str:
    """Such as "tiistai 24.11.", "tisdag 24.11", "Tuesday 24 November"."""
    said, day = words(language), local_date(when, zone)
    return f"{said.weekdays[day.weekday()]} {said.long_date(day, _year(day, zone))}"


def date_words(when: datetime | date, *, zone: tzinfo | None = None, language: str | None = None) -> str:
    """Such as "24.11.", "24.11", "24 November": a date without its weekday, where the weekday says nothing."""
    day = local_date(when, zone)
    return words(language).long_date(day, _year(day, zone))


def full_date(when: datetime | date, *, zone: tzinfo | None = None, language: str | None = None) -> str:
    """Such as "24.11.2026", "24 November 2026": for what is read in another year too."""
    day = local_date(when, zone)
    return words(language).long_date(day, str(day.year))


def span_words(first: date, last: date, *, language: str | None = None) -> str:
    """Such as "23.–27.11.", "23–27.11", "23–27 November": from one local date to another."""
    said = words(language)
    day = f"{first.day}." if said is FINNISH else str(first.day)
    start = day if (first.year, first.month) == (last.year, last.month) else said.long_date(first, "")
    return f"{start}–{said.long_date(last, _year(last, None))}"


def clock(when: datetime, *, zone: tzinfo | None = None, language: str | None = None) -> str:
    """Such as "9.00", "9:00": the figures only, for lists whose column says that they are times."""
    here = timezone.localtime(when, zone)
    return f"{here.hour}{words(language).clock_dot}{here.minute:02}"


def at_clock(when: datetime, *, zone: tzinfo | None = None, language: str | None = None) -> str:
    """Such as "klo 9.00", "kl. 9.00", "9:00"."""
    return words(language).clock_mark + clock(when, zone=zone, language=language)


def clock_range(start: datetime, end: datetime, *, zone: tzinfo | None = None, language: str | None = None) -> str:
    """Such as "klo 13.30–14.30", "kl. 13.30–14.30", "13:30–14:30"."""
    return f"{at_clock(start, zone=zone, language=language)}–{clock(end, zone=zone, language=language)}"


def _hours(start: datetime, end: datetime | None, zone: tzinfo | None, language: str | None) -> str:
    if end is None:
        return at_clock(start, zone=zone, language=language)
    return clock_range(start, end, zone=zone, language=language)


def time_range(
    start: datetime, end: datetime | None = None, *, zone: tzinfo | None = None, language: str | None = None
) -> str:
    """Such as "ti 24.11. klo 13.30–14.30", "Tue 24 Nov, 13:30–14:30"; without `end`, the start only."""
    day = day_words(start, zone=zone, language=language)
    return day + words(language).joint + _hours(start, end, zone, language)


def long_range(
    start: datetime, end: datetime | None = None, *, zone: tzinfo | None = None, language: str | None = None
) -> str:
    """Such as "torstai 26.11. klo 8.30–9.30": for a heading, where the template raises the first letter."""
    day = long_day(start, zone=zone, language=language)
    return day + words(language).joint + _hours(start, end, zone, language)


def near_day(when: datetime | date, *, zone: tzinfo | None = None, language: str | None = None) -> str:
    """Such as "tänään, tiistai 24.11.", "huomenna, keskiviikko 25.11.", else "torstai 26.11."."""
    day, full = _near_word(when, zone, language), long_day(when, zone=zone, language=language)
    return f"{day}, {full}" if day else full


def near(
    when: datetime, end: datetime | None = None, *, zone: tzinfo | None = None, language: str | None = None
) -> str:
    """Such as "tänään klo 13.30", "eilen klo 16.05", else "ma 23.11. klo 13.30": a moment, or a range, close to now."""
    day = _near_word(when, zone, language)
    if not day:
        return time_range(when, end, zone=zone, language=language)
    return day + words(language).near_joint + _hours(when, end, zone, language)


def _near_word(when: datetime | date, zone: tzinfo | None, language: str | None) -> str:
    said = words(language)
    away = (local_date(when, zone) - today(zone)).days
    return {-1: said.yesterday, 0: said.today, 1: said.tomorrow}.get(away, "")


def ahead(when: datetime, *, language: str | None = None) -> str:
    """Such as "3 tunnin kuluttua", "om 3 timmar", "in 3 hours"; "nyt" for what has begun."""
    said, minutes = words(language), int((when - timezone.now()).total_seconds() // 60)
    if minutes < 1:
        return said.now
    steps = (("day", minutes // (24 * 60)), ("hour", minutes // 60), ("minute", minutes))
    kind, count = next(step for step in steps if step[1])
    return said.ahead.format(count=count, unit=said.units[kind][count != 1])


def leaf(when: datetime | date, *, zone: tzinfo | None = None, language: str | None = None) -> Leaf:
    """The parts of a date leaf, and whether it is today's."""
    said, day = words(language), local_date(when, zone)
    return Leaf(
        weekday=said.short_weekdays[day.weekday()],
        day=day.day,
        month=said.months[day.month - 1],
        is_today=day == today(zone),
    )


def week_words(when: datetime | date, *, zone: tzinfo | None = None, language: str | None = None) -> str:
    """Such as "viikko 48", by ISO weeks."""
    return f"{words(language).week}{NBSP}{local_date(when, zone).isocalendar().week}"


def minutes_words(length: timedelta | int) -> str:
    """Such as "45 min", the same in every language. Takes a length or whole minutes."""
    minutes = length if isinstance(length, int) else round(length.total_seconds() / 60)
    return f"{minutes}{NBSP}min"


def hours_words(length: timedelta | Decimal | float | int, *, language: str | None = None) -> str:
    """Such as "46,25 h", "46.25 h"; whole hours without decimals. Takes a length, or a number of hours."""
    hours = Decimal(length.total_seconds()) / 3600 if isinstance(length, timedelta) else Decimal(str(length))
    text = f"{hours:.2f}".removesuffix(".00")
    return f"{text.replace('.', words(language).decimal)}{NBSP}h"


@dataclass(frozen=True)
class ShortParts:
    """A date for a narrow column: "ti", "24.", "11." or "Tue", "24", " Nov"; the month may be left out."""

    weekday: str
    day: str
    month: str


def short_parts(when: datetime | date, *, zone: tzinfo | None = None, language: str | None = None) -> ShortParts:
    """The parts of a short date, so that a phone can hide the month."""
    said, day = words(language), local_date(when, zone)
    if said is ENGLISH:
        return ShortParts(said.short_weekdays[day.weekday()], str(day.day), f" {said.months[day.month - 1]}")
    dot = "." if said is FINNISH else ""
    return ShortParts(said.short_weekdays[day.weekday()], f"{day.day}.", f"{day.month}{dot}")


def iso_day(when: datetime, *, zone: tzinfo | None = None) -> str:
    """Such as "2026-11-24": the local day, for an address."""
    return local_date(when, zone).isoformat()
