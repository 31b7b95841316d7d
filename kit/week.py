"""Where a time lies in the week picture: a strip a day, a column a quarter of an hour, placed by class names.

Inline styles are not allowed, so `static/css/week.css` has a class for each start (`q0` …) and length (`w1` …).
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils import timezone

DAY_HOURS = (8, 17)
EVENING_HOURS = (7, 21)


@dataclass(frozen=True)
class Block:
    """One stretch of a strip.

    `kind` is open, held, wait, busy or off; `place` comes from `place()`; `words` are read out; a link has `url` and
    shows `time` and `title` (a first name, never the title of another engagement).
    """

    kind: str
    place: str
    words: str
    url: str = ""
    time: str = ""
    title: str = ""


@dataclass(frozen=True)
class Day:
    """One strip with its heading, such as "Ti" and "24.11."."""

    name: str
    date: str
    is_today: bool
    blocks: tuple[Block, ...]


def place(start: datetime, end: datetime, *, zone: tzinfo | None = None, hours: tuple[int, int] = DAY_HOURS) -> str:
    """Class names for `start` to `end` on the strip of `start`'s day, such as "q4 w12"; "" when outside `hours`.

    Rounded outwards to quarters, cut at the strip's ends.
    """
    first, last = hours[0] * 4, hours[1] * 4
    begins, ends = timezone.localtime(start, zone), timezone.localtime(end, zone)
    from_quarter = max(_minutes(begins) // 15, first)
    until = 24 * 60 if ends.date() > begins.date() else _minutes(ends)
    to_quarter = min(-(-until // 15), last)
    if to_quarter <= from_quarter:
        return ""
    return f"q{from_quarter - first} w{to_quarter - from_quarter}"


def scale(hours: tuple[int, int] = DAY_HOURS) -> range:
    """The hours written above the strips."""
    return range(*hours)


def _minutes(when: datetime) -> int:
    return when.hour * 60 + when.minute
