"""Lines of a calendar file (RFC 5545): cleaned, escaped, folded by octets. A library's writer takes ten times as long,
which is felt when a thousand files go out at once; the tests read everything back with that library.
"""

import re
from datetime import UTC, datetime

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What a calendar file may not hold: controls other than tab and line feed, halves of characters, non-characters.
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
UNFIT = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""What a line may not hold: any of these two."""
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
WIDTH = 75
"""Octets that a line may have."""


def clean(text: str) -> str:
    """`text` with its line ends as line feeds and without what a calendar file may not hold."""
    return FORBIDDEN.sub("", LINE_ENDS.sub("\n", text))


def text(words: str) -> str:
    """`words` as the value of a property that holds text."""
    return clean(words).translate(ESCAPES)


def parameter(words: str) -> str:
    """`words` as the value of a parameter: one line, in quotes, without quotes inside."""
    return '"' + clean(words).replace("\n", " ").replace('"', "'") + '"'


def instant(when: datetime) -> str:
    """An aware datetime as UTC."""
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def line(name: str, value: str) -> bytes:
    """One property, `name` with its parameters; folded into as many lines as it takes, each ending in CRLF.

    Whatever `value` is, it stays in this property.
    """
    words = f"{name}:{value}"
    if len(words) <= WIDTH and words.isascii() and words.isprintable():
        return words.encode() + b"\r\n"
    if UNFIT.search(words):
        words = clean(words).replace("\n", " ")
    content = words.encode()
    if len(content) <= WIDTH:
        return content + b"\r\n"
    pieces, start, width = [], 0, WIDTH
    while len(content) - start > width:
        end = start + width
        while content[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        pieces.append(content[start:end])
        start, width = end, WIDTH - 1
    return b"\r\n ".join([*pieces, content[start:]]) + b"\r\n"
