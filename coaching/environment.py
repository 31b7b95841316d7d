"""Reading the environment: each value is checked here, and a bad one stops the start with a sentence that names it."""

import secrets
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email


def _required(env: environ.Env, name: str, meaning: str) -> str:
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. It holds {meaning}; see docs/deployment.md.")
    return value


def secret_key(env: environ.Env) -> str:
    """SECRET_KEY, long enough to sign cookies with."""
    key = _required(env, "SECRET_KEY", "a random text of at least 40 characters that signs cookies and links")
    if len(key) < 40:
        raise ImproperlyConfigured(f"SECRET_KEY is too short: {len(key)} characters, at least 40 are needed.")
    return key


def note_keys(env: environ.Env) -> list[str]:
    """NOTE_KEYS: Fernet keys, the first of which writes and all of which read."""
    text = _required(env, "NOTE_KEYS", "one or more Fernet keys, comma between, that encrypt free texts")
    keys = [key.strip() for key in text.split(",") if key.strip()]
    for number, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError as error:
            raise ImproperlyConfigured(f"NOTE_KEYS: key {number} is not a Fernet key (32 bytes in base64).") from error
    return keys


def allowed_hosts(env: environ.Env) -> list[str]:
    """ALLOWED_HOSTS: the host names this installation answers to."""
    text = _required(env, "ALLOWED_HOSTS", "the host names that the installation answers to, comma between")
    hosts = [host.strip() for host in text.split(",") if host.strip()]
    if "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * would answer to any.")
    return hosts


def base_url(env: environ.Env) -> str:
    """BASE_URL: where people reach the installation, as links in mails have it, without a slash at the end."""
    url = _required(env, "BASE_URL", "the address people reach the installation at, such as https://kotipesa.example")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ImproperlyConfigured(f"BASE_URL must be http(s)://host[:port] without a path, not {url!r}.")
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ImproperlyConfigured("BASE_URL must be https: only a loopback address may be plain http.")
    return url.rstrip("/")


def uid_host(env: environ.Env) -> str:
    """UID_HOST: the host part of calendar events' ids. It must never change, or calendars see other events."""
    host = _required(env, "UID_HOST", "the host name in calendar events' ids; it must stay the same for good")
    if not all(part and part.replace("-", "a").isalnum() for part in host.split(".")):
        raise ImproperlyConfigured(f"UID_HOST must be a host name, not {host!r}.")
    return host


def loopback_ports(env: environ.Env, url: str) -> list[int]:
    """CALENDAR_LOOPBACK_PORTS: ports of this machine where calendars may be read, for tests and trials only."""
    text = env.str("CALENDAR_LOOPBACK_PORTS", default="").strip()
    if text and urlsplit(url).scheme == "https":
        raise ImproperlyConfigured("CALENDAR_LOOPBACK_PORTS opens this machine to addresses people type: unset it.")
    try:
        return [int(port) for port in text.split(",") if port.strip()]
    except ValueError as error:
        raise ImproperlyConfigured("CALENDAR_LOOPBACK_PORTS must be numbers with commas between.") from error


def database(env: environ.Env) -> dict[str, Any]:
    """DATABASE_URL as Django's settings: PostgreSQL only, since its constraints hold the rules."""
    url = _required(env, "DATABASE_URL", "the address of the PostgreSQL database")
    if urlsplit(url).scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must be postgres://…: other databases lack exclusion constraints.")
    return env.db_url_config(url)


def redis_url(env: environ.Env, name: str) -> str:
    """REDIS_URL (the broker) or CACHE_URL."""
    url = _required(env, name, "the address of a Valkey or Redis server")
    if urlsplit(url).scheme not in ("redis", "rediss"):
        raise ImproperlyConfigured(f"{name} must be redis://… or rediss://…")
    return url


def email(env: environ.Env) -> dict[str, Any]:
    """EMAIL_URL as Django's EMAIL_* settings: an SMTP server, plain, STARTTLS or TLS."""
    url = _required(env, "EMAIL_URL", "the mail server, such as smtp+tls://user:password@host:587")
    if urlsplit(url).scheme not in ("smtp", "smtps", "smtp+tls", "smtp+ssl"):
        raise ImproperlyConfigured("EMAIL_URL must be smtp://, smtp+tls:// or smtp+ssl://")
    config = env.email_url_config(url)
    return {name: value for name, value in config.items() if name.startswith("EMAIL_")} | {"EMAIL_TIMEOUT": 5}


def replies_address(env: environ.Env) -> str:
    """CALENDAR_REPLIES: the mailbox that gets what people answer to invitations in their calendars; empty for none."""
    address = env.str("CALENDAR_REPLIES", default="").strip()
    try:
        if address:
            validate_email(address)
    except ValidationError as error:
        raise ImproperlyConfigured(f"CALENDAR_REPLIES must be one e-mail address, not {address!r}.") from error
    return address


def mails_per_minute(env: environ.Env) -> int:
    """MAILS_PER_MINUTE: the most that the mail server is given; 0, the default, is no limit."""
    given = env.str("MAILS_PER_MINUTE", default="0")
    if not (given.isascii() and given.isdigit()):
        raise ImproperlyConfigured(f"MAILS_PER_MINUTE must be a whole number, 0 for no limit, not {given!r}.")
    return int(given)


def add_demo_keys(environment: MutableMapping[str, str], data_dir: Path) -> None:
    """Give the demo keys of its own, made once and kept in `data_dir`, readable by its owner only."""
    makers = {"SECRET_KEY": lambda: secrets.token_urlsafe(48), "NOTE_KEYS": lambda: Fernet.generate_key().decode()}
    for name, make in makers.items():
        if environment.get(name):
            continue
        file = data_dir / f"{name.lower()}.txt"
        if not file.exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(make())
        environment[name] = file.read_text().strip()
