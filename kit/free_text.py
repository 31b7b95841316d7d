"""Free text as people type it: cleaned of what no page or calendar file can carry, refused if it names a student."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.identity_code import has_identity_code

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:\+358|0)[\s-]?\d(?:[\s-]?\d){5,11}(?!\d)")


def without_controls(text: str) -> str:
    """`text` in NFC without control, format-breaking and surrogate characters; line breaks stay."""
    kept = (char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp"))
    return unicodedata.normalize("NFC", "".join(kept))


def validate_no_identity_code(text: str) -> None:
    """Raises ValidationError when `text` holds a Finnish personal identity code."""
    if has_identity_code(text):
        raise ValidationError(
            _("The text seems to contain a personal identity code. Remove it to confirm."), code="identity_code"
        )


def looks_personal(text: str) -> bool:
    """Whether `text` holds an e-mail address or a phone number: a reason to ask, never to refuse."""
    return bool(_ADDRESS.search(text) or _PHONE.search(text))


def personal_hint() -> str:
    """What to say after saving a text that looks personal: it is kept, and whose it is should be thought about."""
    fact = gettext("Your text has an e-mail address or a phone number.")
    return fact + "\n" + gettext("That is fine if it is your own. Leave out students and others who do not know of it.")


class FreeTextField(forms.CharField):
    """A line or a text in people's own words, with the identity-code check."""

    default_validators = [validate_no_identity_code]

    def to_python(self, value: Any) -> str:
        return without_controls(super().to_python(value) or "")
