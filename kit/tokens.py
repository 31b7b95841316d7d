"""Secrets that are sent in links. The database keeps only their hash, so a copy of it opens no link."""

import hashlib
import secrets


def new_token() -> str:
    """A fresh secret of 256 bits, in characters that an address may hold."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of `token`: 64 hexadecimal digits. A token is random already, so it needs no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
