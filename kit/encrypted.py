"""Text that the database holds only encrypted, under keys from the environment."""

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """`text` under the first of NOTE_KEYS; the empty text stays empty."""
    return _cipher(tuple(settings.NOTE_KEYS)).encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """The text behind `token`, whichever of NOTE_KEYS wrote it; empty when none of them did."""
    if not token:
        return ""
    try:
        return _cipher(tuple(settings.NOTE_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken:
        # A key that was thrown away makes the text unreadable for good; the row around it stays usable.
        return ""


def rotate(token: str) -> str:
    """The same text under the first of NOTE_KEYS; a token that no key opens is left as it is."""
    try:
        return _cipher(tuple(settings.NOTE_KEYS)).rotate(token.encode()).decode() if token else ""
    except InvalidToken:
        return token


def is_current(token: str) -> bool:
    """Whether `token` needs no rotating: it is empty, or the first of NOTE_KEYS opens it."""
    if not token:
        return True
    try:
        _cipher(tuple(settings.NOTE_KEYS[:1])).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


class EncryptedTextField(models.TextField):
    """A text column that holds Fernet tokens. It cannot be searched or ordered by, and that is the point."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else encrypt(super().get_prep_value(value))

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return value if value is None else decrypt(value)
