import pytest
from django.core.cache import cache
from django.template import Context, Template
from django.utils.translation import override
from redis.exceptions import ConnectionError

from organisation import terms
from organisation.models import Term
from organisation.term_presets import PRESETS
from organisation.terms import FORMS, NEUTRAL, forget_terms, say, say_html, speaking_for
from tests.factories import make_institution

pytestmark = pytest.mark.django_db


def make_term(institution, kind="coach", language="fi", **forms) -> Term:
    words = {"singular": "luotsi", "plural": "luotsit", **forms}
    return Term.objects.create(institution=institution, kind=kind, language=language, **words)


def test_every_language_has_every_neutral_term_in_all_its_forms():
    assert {language: set(kinds) for language, kinds in NEUTRAL.items()} == dict.fromkeys(FORMS, set(Term.Kind.values))
    wrong = [k for lang, kinds in NEUTRAL.items() for k, forms in kinds.items() if len(forms) != len(FORMS[lang])]
    assert wrong == []


def test_without_an_institution_the_wording_is_neutral():
    with override("fi"):
        assert say("{Coach} on poissa, {coach.genitive} ajat eivät.") == "Valmentaja on poissa, valmentajan ajat eivät."


def test_an_institution_speaks_its_own_words_and_only_in_its_own_language():
    house, other = make_institution(), make_institution()
    make_term(house, genitive="luotsin")

    with speaking_for(house), override("fi"):
        assert say("{coach.genitive} ajat, {coach.plural}") == "luotsin ajat, luotsit"
    with speaking_for(house), override("sv"):
        assert say("{coach}") == "kollegahandledare"
    with speaking_for(other), override("fi"):
        assert say("{coach}") == "valmentaja"


def test_a_form_that_is_missing_reads_in_the_neutral_wording():
    house = make_institution()
    make_term(house)
    with speaking_for(house), override("fi"):
        assert say("{coach}, {coach.allative}") == "luotsi, valmentajalle"


def test_a_text_that_is_not_translated_takes_the_nearest_form():
    with override("en"):
        assert say("{coach.genitive} {coach.definite_plural}") == "coach coaches"


def test_values_stand_beside_terms_and_an_unknown_name_is_a_mistake():
    with override("en"):
        assert say("{name} is a {coach}", name="Liisa") == "Liisa is a coach"
        with pytest.raises(KeyError):
            say("{nothing}")


def test_terms_and_values_are_escaped_on_a_page():
    house = make_institution()
    make_term(house, language="en", singular="<b>mate</b>")
    with speaking_for(house), override("en"):
        assert say_html("{coach} & {name}", name="<i>") == "&lt;b&gt;mate&lt;/b&gt; & &lt;i&gt;"


def test_a_template_says_terms():
    page = Template('{% load terms %}{% say _("Hello, {Coach}") %}, {% term "site" "plural" %}')
    with override("en"):
        assert page.render(Context()) == "Hello, Coach, sites"


def test_a_saved_term_is_read_once_and_again_when_it_was_forgotten(
    django_assert_num_queries, django_capture_on_commit_callbacks
):
    house = make_institution()
    term = make_term(house)
    with speaking_for(house), override("fi"), django_assert_num_queries(1):
        assert [say("{coach}"), say("{coach}")] == ["luotsi", "luotsi"]
    with speaking_for(house), override("fi"), django_assert_num_queries(0):
        assert say("{coach}") == "luotsi"
    term.singular = "majakka"
    term.save()
    with django_capture_on_commit_callbacks(execute=True):
        forget_terms(house)
    with speaking_for(house), override("fi"):
        assert say("{coach}") == "majakka"


def test_a_cache_that_is_down_costs_a_query_and_nothing_else(monkeypatch):
    house = make_institution()
    make_term(house)

    def refuse(*args):
        raise ConnectionError

    monkeypatch.setattr(terms, "cache", type("Down", (), {"get_or_set": refuse, "delete": cache.delete})())
    with speaking_for(house), override("fi"):
        assert say("{coach}") == "luotsi"


def test_every_preset_has_every_form_of_every_language():
    wrong = [
        (preset.key, language)
        for presets in PRESETS.values()
        for preset in presets
        for language, words in preset.words.items()
        if len(words) != len(FORMS[language]) or set(preset.words) != set(FORMS) or not all(words)
    ]
    assert (set(PRESETS), wrong) == (set(Term.Kind.values), [])


def test_finnish_presets_are_inflected():
    """Each form ends as its case does, and partitive and allative begin as the genitive's stem does."""
    for presets in PRESETS.values():
        for preset in presets:
            form = preset.forms("fi")
            assert form["plural"][-1] == "t"
            assert form["genitive"] == form["plural"].replace("t ", "n ")[:-1] + "n"
            assert form["allative"] == form["genitive"].replace("n ", "lle ")[:-1] + "lle"
            assert form["partitive"][-1] in "aä"
