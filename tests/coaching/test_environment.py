"""Each missing or bad variable stops the start with a sentence that names it."""

import os
import stat

import environ
import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from coaching import environment

READERS = {
    "SECRET_KEY": environment.secret_key,
    "NOTE_KEYS": environment.note_keys,
    "ALLOWED_HOSTS": environment.allowed_hosts,
    "BASE_URL": environment.base_url,
    "UID_HOST": environment.uid_host,
    "DATABASE_URL": environment.database,
    "REDIS_URL": lambda env: environment.redis_url(env, "REDIS_URL"),
    "CACHE_URL": lambda env: environment.redis_url(env, "CACHE_URL"),
    "EMAIL_URL": environment.email,
}
GOOD = {
    "SECRET_KEY": "a" * 40,
    "NOTE_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "ALLOWED_HOSTS": "kotipesa.example",
    "BASE_URL": "https://kotipesa.example",
    "UID_HOST": "kotipesa.example",
    "DATABASE_URL": "postgres://kp@db/kp",
    "REDIS_URL": "redis://broker/0",
    "CACHE_URL": "rediss://cache/1",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example:587",
}
BAD = [
    ("SECRET_KEY", "short"),
    ("NOTE_KEYS", "not-a-key"),
    ("NOTE_KEYS", f"{GOOD['NOTE_KEYS']},half"),
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "kotipesa.example,*"),
    ("BASE_URL", "kotipesa.example"),
    ("BASE_URL", "http://kotipesa.example"),
    ("BASE_URL", "https://kotipesa.example/sub"),
    ("BASE_URL", "ftp://kotipesa.example"),
    ("UID_HOST", "https://kotipesa.example"),
    ("UID_HOST", "koti pesa"),
    ("DATABASE_URL", "sqlite:///kp.db"),
    ("DATABASE_URL", "mysql://kp@db/kp"),
    ("REDIS_URL", "memory://"),
    ("CACHE_URL", "locmem://"),
    ("EMAIL_URL", "console://"),
]


def read(monkeypatch, name: str, value: str | None):
    monkeypatch.delenv(name, raising=False) if value is None else monkeypatch.setenv(name, value)
    return READERS[name](environ.Env())


@pytest.mark.parametrize("name", GOOD)
def test_a_good_value_is_taken(monkeypatch, name):
    assert read(monkeypatch, name, GOOD[name])


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_variable_is_named(monkeypatch, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set"):
        read(monkeypatch, name, value)


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_is_named(monkeypatch, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name}"):
        read(monkeypatch, name, value)


@pytest.mark.parametrize("secret", ["SECRET_KEY", "NOTE_KEYS"])
def test_no_sentence_repeats_a_secret(monkeypatch, secret):
    with pytest.raises(ImproperlyConfigured) as error:
        read(monkeypatch, secret, "hunter2")
    assert "hunter2" not in str(error.value)


def test_the_base_address_loses_its_slash(monkeypatch):
    assert read(monkeypatch, "BASE_URL", "https://kotipesa.example/") == "https://kotipesa.example"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000"])
def test_a_loopback_address_may_be_plain(monkeypatch, url):
    assert read(monkeypatch, "BASE_URL", url) == url


def loopback_ports(monkeypatch, text: str, url: str = "http://127.0.0.1:8000") -> list[int]:
    monkeypatch.setenv("CALENDAR_LOOPBACK_PORTS", text)
    return environment.loopback_ports(environ.Env(), url)


def test_calendars_on_this_machine_are_read_in_tests_and_trials_only(monkeypatch):
    assert loopback_ports(monkeypatch, "") == []
    assert loopback_ports(monkeypatch, "", "https://kotipesa.example") == []
    assert loopback_ports(monkeypatch, "5232, 8008") == [5232, 8008]
    with pytest.raises(ImproperlyConfigured, match="CALENDAR_LOOPBACK_PORTS"):
        loopback_ports(monkeypatch, "5232", "https://kotipesa.example")
    with pytest.raises(ImproperlyConfigured, match="CALENDAR_LOOPBACK_PORTS"):
        loopback_ports(monkeypatch, "radicale")


def test_the_demo_gets_keys_of_its_own_once_that_only_its_owner_reads(tmp_path):
    first, second = {}, {}
    environment.add_demo_keys(first, tmp_path / "var")
    environment.add_demo_keys(second, tmp_path / "var")
    assert first == second
    assert Fernet(first["NOTE_KEYS"])
    assert len(first["SECRET_KEY"]) >= 40
    modes = {stat.S_IMODE(os.stat(file).st_mode) for file in (tmp_path / "var").iterdir()}
    assert modes == {0o600}


def test_keys_that_are_set_are_left_alone(tmp_path):
    given = {"SECRET_KEY": "a" * 40, "NOTE_KEYS": GOOD["NOTE_KEYS"]}
    environment.add_demo_keys(given, tmp_path)
    assert given["SECRET_KEY"] == "a" * 40
    assert list(tmp_path.iterdir()) == []


def test_calendars_answers_go_to_one_address_or_nowhere(monkeypatch):
    for value, address in ((None, ""), (" ", ""), ("vastaukset@kotipesa.example", "vastaukset@kotipesa.example")):
        monkeypatch.delenv("CALENDAR_REPLIES", raising=False)
        if value is not None:
            monkeypatch.setenv("CALENDAR_REPLIES", value)
        assert environment.replies_address(environ.Env()) == address
    for value in ("vastaukset", "a@b.example, c@d.example", "a@b.example\r\nATTENDEE:x"):
        monkeypatch.setenv("CALENDAR_REPLIES", value)
        with pytest.raises(ImproperlyConfigured, match="^CALENDAR_REPLIES must be one e-mail address"):
            environment.replies_address(environ.Env())
