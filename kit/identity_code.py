"""Finnish personal identity codes (henkilötunnus), found in free text so that they are never stored.

Form, century signs and check character: Government Decree 128/2010 as amended by 690/2022 (in force 1 January 2023):
`+` is the 1800s; `-` and `YXWVU` the 1900s; `ABCDEF` the 2000s.
"""

import re
import unicodedata
from datetime import date

CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−﹣", "-"))
_CODE = re.compile(r"(?<![0-9A-Z])(\d{2})(\d{2})(\d{2}) ?([-+A-FU-Y]) ?(\d{3})([0-9A-Z])(?![0-9A-Z])")


def has_identity_code(text: str) -> bool:
    """Whether `text` holds something whose date, century sign and check character make an identity code."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).upper()
    return any(_is_code(*match.groups()) for match in _CODE.finditer(plain))


def _is_code(day: str, month: str, year: str, sign: str, number: str, check: str) -> bool:
    try:
        date(CENTURIES[sign] + int(year), int(month), int(day))
    except ValueError:
        return False
    return CHECK_CHARACTERS[int(day + month + year + number) % 31] == check
