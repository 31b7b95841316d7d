"""The names of files, which come from anybody's machine and go to everybody's."""

import re
import unicodedata

LONGEST = 80
_REFUSED = re.compile(r'[<>:"|?*\\/;%]')


def plain_name(name: str) -> tuple[str, str]:
    """What `name` is without folders, and its ending in lower case, such as ("HOKS-ohje", "pdf").

    Nothing in it breaks a header, turns the reading direction round or leads to another folder; either may be empty.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(char if char.isprintable() and char != "\xa0" else " " for char in last)
    kept = " ".join(_REFUSED.sub(" ", kept).split()).lstrip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", ending):
        stem, ending = kept, ""
    return stem.rstrip(". ")[:LONGEST].rstrip(), ending.lower()
