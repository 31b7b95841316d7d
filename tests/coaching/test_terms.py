"""An institution that calls everything by made-up words: no page, mail or calendar file says another's."""

import os
import re
from collections.abc import Iterator

import polib
import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from notifications.models import Message
from notifications.registry import kind_of
from organisation.models import Institution, Term, User
from organisation.services import choose_term, invite_person
from organisation.terms import FORMS, speaking_for
from sessions.calendar_file import calendar_file
from sessions.mail_words import SUBJECTS, mail_context
from sessions.models import State
from sessions.stories import stories
from tests.coaching.scene import Scene
from tests.coaching.test_catalogues import pages_for, wordings
from tests.coaching.texts import ROOT, Visible

SHARE = 1 if os.environ.get("ALL_WORDS") else 3
"""One of so many pages is read by each person in each language, another one by the next; in a soak all are."""
ACTORS = ["teacher", "coach", "lead_coach", "coordinator", "programme_admin"]
STEMS = {
    "fi": re.compile(r"valmenta|valmennu|luotsi|toimipai|toimial", re.IGNORECASE),
    "sv": re.compile(r"handled|verksamhetsst|bransch", re.IGNORECASE),
    "en": re.compile(r"coach|\bsites?\b|\bsectors?\b", re.IGNORECASE),
}
"""How the neutral wording, and what institutions say today, begins."""

NEUTRAL_ANYWAY = {
    "site": "a column's name; Django's admin speaks for no institution",
    "sector": "a column's name",
    "home site": "a column's name",
    "home sector": "a column's name",
    "sites": "a column's name",
    "sectors": "a column's name",
    "coach": "a column's name, and a part in a session",
    "coaches": "a table's name",
    "sessions a day per coach": "a column's name, among the rules",
    "sessions a week per coach": "a column's name, among the rules",
    "who coaches": "says what a term is for, where the terms are listed",
    "coaches behind hours at least": "a column's name, among the rules",
}
"""Texts that may say the neutral word, and why."""

MADE_UP = {
    "fi": ("kaapukas", "kaapukkaat", "kaapukkaan", "kaapukasta", "kaapukkaalle"),
    "sv": ("kåpling", "kåplingar", "kåplingen", "kåplingarna"),
    "en": ("cloakling", "cloaklings"),
}


MADE_UP_STEM = {"fi": "kaapuk", "sv": "kåpling", "en": "cloakling"}
ABOUT_THE_WORDS = ("coordination:terms", "coordination:terms_edit")
"""Where the neutral wording is shown beside one's own."""


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    """The house of all pages, in which nobody's name or address says a term."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = Scene()
        for number, person in enumerate(scene.house.people.values()):
            person.first_name, person.email = "Aino", f"henkilo{number}@koti.example"
            person.save()
        use_made_up_words(scene.house.institution)
        yield scene
        transaction.set_rollback(True)


def use_made_up_words(institution: Institution) -> None:
    for kind in Term.Kind:
        for language, words in MADE_UP.items():
            forms = dict(zip(FORMS[language], words, strict=True))
            choose_term(institution=institution, kind=kind, language=language, forms=forms)


def everyone_reads(scene: Scene, language: str) -> None:
    User.objects.filter(institution=scene.house.institution).update(language=language)
    for person in scene.house.people.values():
        person.language = language


def neutral_words(text: str, language: str) -> set[str]:
    """Addresses are not looked at."""
    return {word for word in re.findall(r"\w+", re.sub(r"\S+(://|@)\S+", "", text)) if STEMS[language].search(word)}


@pytest.mark.django_db
@pytest.mark.parametrize("language", FORMS)
@pytest.mark.parametrize("actor", ACTORS)
def test_pages_say_the_institutions_own_words(scene, settings, actor, language):
    settings.DEMO = False
    everyone_reads(scene, language)
    client = Client(raise_request_exception=False)
    client.force_login(scene.actors[actor], backend="coaching.accounts.SignIn")
    turn = ACTORS.index(actor) + list(FORMS).index(language)

    pages = {name: " ".join(Visible(page).said) for name, page in pages_for(client, scene, turn=turn, of=SHARE)}

    assert len(pages) >= 10 // SHARE
    own = {name: text for name, text in pages.items() if name not in ABOUT_THE_WORDS}
    assert {name: words for name, text in own.items() if (words := neutral_words(text, language))} == {}
    assert MADE_UP_STEM[language] in " ".join(own.values())


@pytest.mark.django_db
@pytest.mark.parametrize("language", FORMS)
def test_the_public_page_says_the_words_of_the_institution_of_its_host(scene, settings, language):
    settings.ALLOWED_HOSTS = ["koti.example"]
    page = Client().get("/", headers={"host": "koti.example", "accept-language": language}).content.decode()
    text = " ".join(Visible(page).said)
    assert neutral_words(text, language) == set()
    assert MADE_UP_STEM[language] in text


@pytest.mark.django_db
@pytest.mark.parametrize("language", FORMS)
@pytest.mark.parametrize("kind", SUBJECTS)
def test_mails_say_the_institutions_own_words(scene, language, kind):
    everyone_reads(scene, language)
    key = (scene.session.pk, scene.session.revision)
    story, reader = stories({key}, State.BOOKED)[key], scene.house.people["teacher"]
    with speaking_for(reader.institution), override(language):
        context = mail_context(kind, story, reader)
        text = context["subject"] + render_to_string("email/base.txt", context)
    assert neutral_words(text, language) == set()
    assert (MADE_UP_STEM[language] in text) == (
        kind in ("session_handed_over", "session_handed_on", "session_reassigned")
    )


@pytest.mark.django_db
@pytest.mark.parametrize("language", FORMS)
def test_what_waits_in_the_outbox_says_the_institutions_own_words(scene, language):
    everyone_reads(scene, language)
    said = []
    for row in Message.objects.filter(recipient__institution=scene.house.institution):
        kind = kind_of(row.kind)
        thing = kind.load(row.thing_id, row.revision)
        with speaking_for(row.recipient.institution), override(language):
            mail = kind.render(row.kind, thing, row.recipient) if thing else None
        said += [mail.subject + mail.text] if mail else []
    assert len(said) >= 4
    assert [text for text in said if neutral_words(text, language)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", FORMS)
def test_an_invitation_says_the_institutions_own_words(scene, mailoutbox, language):
    invite_person(institution=scene.house.institution, email=f"{language}@x.example", by=None, language=language)
    (sent,) = mailoutbox
    assert neutral_words(sent.subject + sent.body, language) == set()
    assert MADE_UP_STEM[language] in sent.body


@pytest.mark.django_db
@pytest.mark.parametrize("language", FORMS)
def test_calendar_files_say_the_institutions_own_words(scene, language):
    everyone_reads(scene, language)
    reader = scene.house.people["teacher"]
    for session in (scene.session, scene.proposal, scene.shared):
        assert neutral_words(calendar_file(session, reader).decode(), language) == set()


def test_no_text_of_the_catalogues_says_a_term_by_itself():
    """English stands in the code; the other languages in their catalogues."""
    outside = set()
    for language in FORMS:
        said = polib.pofile(str(ROOT / "locale" / ("fi" if language == "en" else language) / "LC_MESSAGES/django.po"))
        for entry in said:
            texts = [entry.msgid, entry.msgid_plural] if language == "en" else wordings(entry)
            outside |= {entry.msgid} if neutral_words(without_holes(" ".join(texts)), language) else set()
    assert outside == set(NEUTRAL_ANYWAY)


def without_holes(text: str) -> str:
    return re.sub(r"\{[\w.]*\}|%\(\w+\)[sd]", "", text)


def test_the_test_sees_a_term_outside():
    assert neutral_words(without_holes("{Coach} ja valmentajan aika, %(coach)s"), "fi") == {"valmentajan"}
