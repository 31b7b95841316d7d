"""Encrypted texts move to a new key, and it does not matter when that is broken off."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from kit import rotating
from kit.encrypted import is_current
from kit.rotating import encrypted_columns, rotate_column
from sessions.models import Session, SessionEvent
from tests.factories import make_coach, make_institution, make_session, make_topic, make_user

pytestmark = pytest.mark.django_db


def tokens() -> list[str]:
    with connection.cursor() as cursor:
        return [row[0] for row in cursor.execute("SELECT about FROM coaching_sessions_session ORDER BY id").fetchall()]


@pytest.fixture
def texts(settings) -> list[str]:
    """Of five sessions, under an old key; a new one stands before it."""
    house = make_institution()
    coach, person = make_coach(house, make_topic(house)), make_user(house)
    written = [f"Kysymys {number}" for number in range(5)]
    for number, text in enumerate(written):
        make_session(coach, person, timezone.now() + timedelta(days=number + 1), about=text)
    settings.NOTE_KEYS = [Fernet.generate_key().decode(), *settings.NOTE_KEYS]
    return written


def test_every_text_moves_to_the_new_key_and_the_old_one_may_go(texts, settings, capsys):
    before = SessionEvent.objects.count()
    call_command("rotate_note_keys")
    assert "coaching_sessions.Session.about: 5 rotated, 0 that no key opens" in capsys.readouterr().out
    settings.NOTE_KEYS = settings.NOTE_KEYS[:1]
    assert list(Session.objects.order_by("pk").values_list("about", flat=True)) == texts
    assert SessionEvent.objects.count() == before


def test_broken_off_it_goes_on_where_it_was(texts, monkeypatch):
    monkeypatch.setattr(rotating, "BATCH", 2)
    batches = []

    def broken(model, column, keys, tally):
        if batches:
            raise KeyboardInterrupt
        batches.append(keys)
        rotate_batch(model, column, keys, tally)

    rotate_batch = rotating._rotate_batch
    monkeypatch.setattr(rotating, "_rotate_batch", broken)
    with pytest.raises(KeyboardInterrupt):
        rotate_column(Session, "about")
    assert [is_current(token) for token in tokens()] == [True, True, False, False, False]
    done = tokens()[:2]
    monkeypatch.setattr(rotating, "_rotate_batch", rotate_batch)
    assert rotate_column(Session, "about").rotated == 3
    assert tokens()[:2] == done
    assert rotate_column(Session, "about").rotated == 0


def test_what_no_key_opens_stays_and_is_counted(texts, settings):
    settings.NOTE_KEYS = [Fernet.generate_key().decode()]
    before = tokens()
    assert rotate_column(Session, "about").unreadable == 5
    assert tokens() == before


def test_it_knows_every_encrypted_column():
    found = {f"{model._meta.label}.{column}" for model, column in encrypted_columns()}
    assert {"coaching_sessions.Session.about", "followup.Note.text", "coordination.HelpRequest.about"} <= found
