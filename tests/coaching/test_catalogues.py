"""The catalogues say every text of the code in Finnish and Swedish, and every page says what it says through them."""

import re
from collections.abc import Iterator

import polib
import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override, trans_real

from coaching import errors
from coaching.catalogues import compile_catalogues
from kit import times
from organisation.terms import FORMS, NEUTRAL
from tests.coaching.permissions import TABLE
from tests.coaching.permissions.answers import BAD_FORM
from tests.coaching.scene import Scene
from tests.coaching.texts import APPS, ROOT, MarkedFinnish, Text, texts_of_code, unmarked_words

LANGUAGES = ("fi", "sv")
TERMS = re.compile(r"\{([A-Za-z_]+)\.(\w+)\}")
HOLES = re.compile(r"%\(\w+\)[ds]|%[ds]|\{\w*\}")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def as_text(entry: polib.POEntry) -> Text:
    return entry.msgctxt, entry.msgid, entry.msgid_plural or None


def wordings(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_every_text_of_the_code_and_nothing_else(language):
    code = texts_of_code()
    said = {as_text(entry) for entry in catalogue(language) if not entry.obsolete}

    assert len(code) > 500
    assert {text: where for text, where in code.items() if text not in said} == {}
    assert said - set(code) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_a_guess(language):
    entries = catalogue(language)

    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []
    assert [entry.msgid for entry in entries if not all(wordings(entry))] == []
    assert [entry.msgid for entry in entries if entry.msgid_plural and len(entry.msgstr_plural) != 2] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_holes_as_its_text(language):
    """In the singular a number may be left to the words: "Correct one thing"."""

    def holes(text: str) -> list[str]:
        return sorted(hole for hole in HOLES.findall(text) if hole.strip("{}").lower() not in NEUTRAL["fi"])

    wrong = []
    for entry in catalogue(language).translated_entries():
        allowed = [holes(entry.msgid), *([holes(entry.msgid_plural)] if entry.msgid_plural else [])]
        wrong += [wording for wording in wordings(entry) if holes(wording) not in allowed]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terms_in_a_translation_are_in_forms_of_its_language(language):
    wrong = [
        wording
        for entry in catalogue(language).translated_entries()
        for wording in wordings(entry)
        for kind, form in TERMS.findall(wording)
        if kind.lower() not in NEUTRAL[language] or (form or "singular") not in FORMS[language]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_ends_as_its_text_does_and_shouts_nowhere(language):
    wrong = []
    for entry in catalogue(language).translated_entries():
        for wording in wordings(entry):
            same_ends = wording[-1] in ".:…" or entry.msgid[-1] not in ".:…"
            if "!" in wording or wording != wording.strip() or not same_ends:
                wrong.append(wording)
    assert wrong == []


def test_times_by_the_clock_are_written_the_finnish_way():
    said = catalogue("fi").translated_entries()
    wrong = [entry.msgstr for entry in said if re.search(r"\bkello \d|\b\d{1,2}:\d\d\b", entry.msgstr)]
    assert wrong == []


def test_a_compiled_catalogue_says_what_its_source_says(tmp_path):
    source = tmp_path / "fi" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    catalogue("fi").save(str(source))

    (written,) = compile_catalogues(tmp_path)

    assert written == source
    compiled = {as_text(entry): wordings(entry) for entry in polib.mofile(str(source.with_suffix(".mo")))}
    assert compiled == {as_text(entry): wordings(entry) for entry in catalogue("fi").translated_entries()}
    assert compile_catalogues(tmp_path) == []


@pytest.mark.parametrize(
    ("language", "wording"), [("fi", "Täytä tämä kohta."), ("sv", "Fyll i det här."), ("en", "This field is required.")]
)
def test_our_wording_comes_before_that_of_the_libraries(language, wording):
    with override(language):
        assert trans_real.gettext("This field is required.") == wording


# Every page, in a Finnish that marks what it has translated.

ACTORS = ("anonymous", "teacher", "coach", "coordinator", "operator")
OWN_WORDS = {"Kotipesä", "Suomi", "suomi", "Svenska", "svenska", "English", "FI", "SV", "EN", "min"}


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scene()
        transaction.set_rollback(True)


@pytest.fixture
def marked_finnish(monkeypatch, settings) -> None:
    settings.DEMO = False
    monkeypatch.setitem(trans_real._translations, "fi", MarkedFinnish())
    with override("fi"):
        yield


def words_of_times() -> set[str]:
    said = times.FINNISH
    units = [unit for pair in said.units.values() for unit in pair]
    texts = [*said.weekdays, *said.short_weekdays, *said.months, *units]
    texts += [said.clock_mark, said.yesterday, said.today, said.tomorrow, said.week, said.ahead, said.now]
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", f"{text} {text.capitalize()}")}


def words_of_terms() -> set[str]:
    """Terms may stand alone; that each stands through `say` is seen in tests/coaching/test_terms.py."""
    words = {word for forms in NEUTRAL["fi"].values() for word in " ".join(forms).split()}
    return words | {word.capitalize() for word in words}


def words_of_data() -> set[str]:
    """Every word that stands in a row of our tables: names, addresses, what people wrote. Not what is chosen."""
    words: set[str] = set()
    for model in apps.get_models():
        if model.__module__.split(".")[0] in APPS:
            written = [f.attname for f in model._meta.concrete_fields if is_written(f)]
            rows = model._default_manager.values_list(*written) if written else []
            words |= set(re.findall(r"[^\W\d_]+", " ".join(str(value) for row in rows for value in row)))
    return words | {word.capitalize() for word in words}


def is_written(column: models.Field) -> bool:
    return column.get_internal_type() in ("CharField", "TextField") and not column.choices


def pages_for(client: Client, scene: Scene, *, turn: int = 0, of: int = 1) -> Iterator[tuple[str, str]]:
    """Every page that there is for whoever `client` is, and every form that comes back with what is wrong.

    Or one `of` so many, from the one whose `turn` it is.
    """
    for name, row in list(TABLE.items())[turn % of :: of]:
        address = reverse(name, args=row.args(scene))
        answers = [client.get(address, row.query(scene))]
        answers += [client.post(address, row.data(scene))] if row.data is BAD_FORM else []
        for answer in answers:
            if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
                yield name, answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_pages_say_nothing_past_the_catalogues(scene, marked_finnish, actor):
    client, person = Client(raise_request_exception=False), scene.actors[actor]
    if person:
        client.force_login(person, backend="coaching.accounts.SignIn")
    allowed = OWN_WORDS | words_of_times() | words_of_terms() | words_of_data() | initials(scene)

    pages = list(pages_for(client, scene))

    assert len(pages) >= 10
    assert {name: words for name, page in pages if (words := unmarked_words(page) - allowed)} == {}


def initials(scene: Scene) -> set[str]:
    people = [person for person in scene.actors.values() if person]
    return {(person.first_name[:1] + person.last_name[:1]).upper() for person in people}


@pytest.mark.parametrize("say", [errors.bad_request, errors.forbidden, errors.not_found, errors.failed])
def test_error_pages_say_nothing_past_the_catalogues(marked_finnish, say):
    page = say(RequestFactory().get("/"), PermissionDenied()) if say is not errors.failed else say(None)
    assert unmarked_words(page.content.decode()) - OWN_WORDS - words_of_terms() == set()
