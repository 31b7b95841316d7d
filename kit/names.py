"""Names and descriptions that an institution writes in three languages."""

from typing import Any

from django.utils.translation import get_language

LANGUAGES = ("fi", "sv", "en")
AFTER_Z = str.maketrans({"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c"})


def sort_key(text: str) -> str:
    """Where `text` stands in a list for people: capitals count for nothing, and å, ä and ö come after z."""
    return text.casefold().translate(AFTER_Z)


def in_language(thing: Any, field: str, language: str | None = None) -> str:
    """`field` of `thing` in `language` (the reader's, unless told), else in the first language that has it."""
    wanted = (language or get_language() or "fi")[:2]
    texts = (getattr(thing, f"{field}_{code}", "") for code in (wanted, *LANGUAGES))
    return next((text for text in texts if text), "")


def in_three(field: str) -> property:
    """A property that reads `field_fi`, `field_sv` or `field_en` in the reader's language.

    The three columns are declared one by one on the model: history triggers and the type checker see only those.
    """
    return property(lambda thing: in_language(thing, field), doc=f"`{field}` in the reader's language.")
