"""Every text reaches its readers; no other way out (mail, database, history, log, cache, admin) carries it.

That nobody else reads it at any address is seen in the permission table, which looks for the same words.
"""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import redis
from django.conf import settings as configured
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from coordination.models import AccessibilityFeedback, HelpRequest, Letter
from notifications.models import Message
from notifications.outbox import deliver_due
from tests.coaching.canaries import (
    BY_WORD,
    CANARIES,
    WORD,
    address,
    nothing,
    plant,
    texts_of_models,
    too_much,
    word_of,
    words_in,
)
from tests.coaching.scene import Scene
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db
NUMBERED = list(enumerate(CANARIES))
NO_CONTENT = {
    # What a house says of itself, for everybody in it.
    *(("Topic", f"{what}_{language}") for what in ("name", "description") for language in ("fi", "sv", "en")),
    *((model, f"name_{language}") for model in ("ThemeArea", "Theme", "Team") for language in ("fi", "sv", "en")),
    *((model, f"name_{language}") for model in ("CoreProcess", "FeedbackQuestion") for language in ("fi", "sv", "en")),
    # The same text in another language.
    *((model, f"text_{language}") for model in ("Session", "Change", "Guideline") for language in ("sv", "en")),
    *((model, f"title_{language}") for model in ("Session", "Guideline") for language in ("sv", "en")),
    # Where and how to meet, as the session and the coach's page say it.
    *(("Session", "room"), ("Session", "link"), ("OpeningHours", "room"), ("Guideline", "link")),
    *(("Coach", "meeting_link"), ("Coach", "phone"), ("Coach", "chat")),
    # Names of files and their types.
    *(("Guideline", "file_name"), ("Guideline", "file_type"), ("TableImport", "file_name")),
    # What machines wrote: kinds, addresses of mails, answers of servers, hashes.
    *(("Message", name) for name in ("kind", "error", "mail_id", "subject", "path")),
    *(("Mailbox", "refused_address"), ("Mailbox", "refused_words"), ("CalendarFeed", "token_hash")),
    # Of a coach's own calendar: shown to nobody again (tests/coaches/test_calendars.py).
    *(("CalendarSource", name) for name in ("address", "user_name", "password", "error")),
    *(("AccessibilityFeedback", "name"), ("AccessibilityFeedback", "email"), ("Mandate", "note")),
}


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        scene = Scene()
        plant(scene)
        yield scene
        transaction.set_rollback(True)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(("number", "canary"), [(n, c) for n, c in NUMBERED if c.page], ids=str)
def test_a_text_reaches_its_readers(scene, number, canary):
    word = word_of(number)
    found = {name: browser(scene.actors[name]).get(address(canary, scene, name)) for name in canary.readers}
    blind = [name for name, answer in found.items() if word not in words_in(answer)]
    assert not blind


@pytest.mark.parametrize(
    ("number", "canary"), [(n, c) for n, c in NUMBERED if c.page and c.args is not nothing], ids=str
)
def test_at_its_own_address_nobody_else_reads_it(scene, number, canary):
    told = {
        name: too_much(name, words_in(browser(person).get(address(canary, scene, name))))
        for name, person in scene.actors.items()
        if person is not None and person.is_active
    }
    assert not any(told.values()), {name: what for name, what in told.items() if what}


def test_every_text_that_people_write_has_its_canary():
    known = {(canary.model.__name__, canary.field) for canary in CANARIES} | NO_CONTENT
    assert texts_of_models() - known == set()


def test_mails_carry_only_what_mails_may(scene, settings):
    Message.objects.update(due_at=timezone.now(), latest_at=timezone.now() + timedelta(days=1))
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        while deliver_due():
            pass
        mails = [message_from_bytes(content, policy=default) for content in sink.contents]
    told = {word for mail in mails for word in WORD.findall(whole(mail))}
    assert {str(BY_WORD[word]) for word in told if not BY_WORD[word].in_mails} == set()
    assert told, "no mail told anything: the check could not fail"


def whole(mail) -> str:
    """Subject, texts and calendar file of a mail."""
    parts = [part.get_payload(decode=True) or b"" for part in mail.walk() if not part.is_multipart()]
    return str(mail["subject"]) + b"\n".join(parts).decode(errors="ignore")


def test_the_database_holds_no_encrypted_text_and_no_history_of_what_has_none(scene):
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found: dict[str, set[str]] = {}
        for table in tables:
            cursor.execute(f"SELECT t::text FROM \"{table}\" t WHERE t::text LIKE '%%kanaria%%'")
            found[table] = {word for (row,) in cursor.fetchall() for word in WORD.findall(row)}
    everywhere = set().union(*found.values())
    history = set().union(*(words for table, words in found.items() if table.endswith("event")))
    assert {str(BY_WORD[word]) for word in everywhere if BY_WORD[word].is_encrypted} == set()
    assert {str(BY_WORD[word]) for word in history if not BY_WORD[word].in_history} == set()
    assert {word for word, canary in BY_WORD.items() if not canary.is_encrypted} == everywhere
    assert {word for word, canary in BY_WORD.items() if canary.in_history} == history


def test_the_operators_admin_shows_no_text(scene):
    operator, read = browser(scene.actors["operator"]), set()
    for model, options in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        read |= words_in(operator.get(reverse(f"{name}_changelist")))
        for row in model._default_manager.all()[:5]:
            for page in ("change", "history", "delete"):
                read |= words_in(operator.get(reverse(f"{name}_{page}", args=[row.pk])))
        assert options.model is model
    assert too_much("operator", read) == []


def test_logs_and_cache_hold_no_text(scene, caplog):
    caplog.set_level(logging.INFO)
    for canary in CANARIES:
        if canary.page and canary.readers:
            person = browser(scene.actors[canary.readers[0]])
            person.get(address(canary, scene, canary.readers[0]))
    assert WORD.findall(caplog.text) == []
    for place in (configured.CACHES["default"]["LOCATION"], configured.CELERY_BROKER_URL):
        assert words_kept(redis.Redis.from_url(place)) == set()


def words_kept(valkey: redis.Redis) -> set[str]:
    """The canaries in any value that it holds."""
    pattern, found = WORD.pattern.encode(), set()
    for key in valkey.scan_iter():
        kind = valkey.type(key)
        value = {
            b"string": lambda key: [valkey.get(key)],
            b"hash": lambda key: [part for pair in valkey.hgetall(key).items() for part in pair],
            b"list": lambda key: valkey.lrange(key, 0, -1),
            b"set": lambda key: list(valkey.smembers(key)),
            b"zset": lambda key: valkey.zrange(key, 0, -1),
        }.get(kind, lambda key: [])(key)
        found |= {word.decode() for part in [key, *value] for word in re.findall(pattern, part or b"")}
    return found


def test_after_a_year_texts_are_gone_and_what_the_house_keeps_stays(scene, time_machine):
    """By the tasks that beat calls. Requests that still wait keep their words; of notes somebody is warned first."""
    begin = timezone.now()
    with transaction.atomic():
        HelpRequest.objects.update(state=HelpRequest.State.ANSWERED)
        for days in (400, 420):
            time_machine.move_to(begin + timedelta(days=days))
            HelpRequest.objects.update(created_at=begin - timedelta(days=400))
            Letter.objects.update(created_at=begin - timedelta(days=400))
            AccessibilityFeedback.objects.update(created_at=begin - timedelta(days=400))
            for entry in configured.CELERY_BEAT_SCHEDULE.values():
                if "forget" in entry["task"]:
                    import_string(entry["task"])()
        left = {str(canary) for canary in CANARIES if still_there(scene, canary)}
        transaction.set_rollback(True)
    kept = {str(canary) for canary in CANARIES if canary.in_history}
    assert left == kept


def still_there(scene, canary) -> bool:
    row = canary.model._default_manager.filter(pk=canary.row(scene)).first()
    return row is not None and "kanaria" in getattr(row, canary.field)
