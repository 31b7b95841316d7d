"""An institution chooses its words: presets, own forms, a preview, and the way back."""

import pytest
from django.urls import reverse

from organisation.models import Role, Term
from organisation.terms import own_terms
from tests.factories import make_institution, make_role, make_user

pytestmark = pytest.mark.django_db
LUOTSI = {"singular": "luotsi", "plural": "luotsit"}


@pytest.fixture
def house():
    return make_institution()


@pytest.fixture
def admin(client, house):
    person = make_user(house, language="en")
    make_role(person, Role.Kind.PROGRAMME_ADMIN)
    client.force_login(person)
    return client


def address(kind: str = "coach", language: str = "fi") -> str:
    return reverse("coordination:terms_edit", args=[kind, language])


def page_of(response) -> str:
    return response.content.decode()


def test_own_forms_are_saved_and_the_rest_reads_neutrally(admin, house):
    response = admin.post(address(), LUOTSI | {"genitive": "  luotsin "})

    assert response.status_code == 302
    term = Term.objects.get(institution=house)
    assert (term.kind, term.language, term.singular, term.genitive, term.allative) == (
        *("coach", "fi", "luotsi"),
        *("luotsin", ""),
    )
    page = page_of(admin.get(address()))
    assert "Luotsi on silloin poissa." in page
    assert "Siirretty toiselle valmentajalle" in page
    assert 'value="luotsin"' in page


def test_saving_twice_leaves_one_term_with_the_later_forms(admin, house):
    admin.post(address(), LUOTSI | {"genitive": "luotsin"})
    admin.post(address(), {"singular": "tutor", "plural": "tutorit"})
    assert list(Term.objects.values_list("singular", "genitive")) == [("tutor", "")]


def test_everyone_reads_the_new_word_at_once(admin, house, django_capture_on_commit_callbacks):
    assert own_terms(house) == {}
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(address("coach", "en"), {"singular": "guide", "plural": "guides"})
    assert "Guides" in page_of(admin.get("/"))
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(address("coach", "en"), {"act": "neutral"})
    assert "Guides" not in page_of(admin.get("/"))
    assert Term.objects.count() == 0


def test_a_preset_fills_the_form_and_warns_where_it_may_be_mistaken(admin):
    page = page_of(admin.get(address() + "?preset=tutoropettaja"))
    assert 'value="tutoropettajalle"' in page
    assert "Tutoropettajan kalenterissa on silloin muu meno." in page
    assert "student tutor" in page
    assert "student tutor" not in page_of(admin.get(address() + "?preset=luotsi"))
    assert Term.objects.count() == 0


def test_a_preview_shows_what_was_typed_and_saves_nothing(admin):
    response = admin.post(address(), {"act": "preview", "singular": "<b>luotsi", "genitive": "lu{otsin\x07"})
    page = page_of(response)
    assert response.status_code == 200
    assert "&lt;b&gt;luotsi on silloin poissa." in page
    assert "Lu{otsin kalenterissa on silloin muu meno." in page
    assert 'value="&lt;b&gt;luotsi"' in page
    assert Term.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"singular": ""}, {"plural": "luot{sit"}, {"genitive": "luo\u200btsin"}, {"partitive": "a" * 61}]
)
def test_what_would_break_a_sentence_is_refused_and_stays_on_the_page(admin, wrong):
    response = admin.post(address(), LUOTSI | wrong)
    assert response.status_code == 400
    assert set(response.context["form"].errors) == set(wrong)
    assert 'value="luotsi' in page_of(response) or "singular" in wrong
    assert Term.objects.count() == 0


@pytest.mark.parametrize("where", [("thing", "fi"), ("coach", "de"), ("coach", "sv")])
def test_what_the_institution_does_not_speak_of_has_no_page(admin, house, where):
    house.languages = ["fi", "en"]
    house.save()
    assert admin.get(address(*where)).status_code == 404


def test_the_list_shows_every_word_in_every_language_of_the_house(admin, house, django_assert_max_num_queries):
    admin.post(address("site", "sv"), {"singular": "enhet", "plural": "enheter"})
    with django_assert_max_num_queries(12):
        page = page_of(admin.get(reverse("coordination:terms")))
    assert "enhet, enheter" in page
    assert "toimipaikka, toimipaikat" in page
    assert page.count(">your own<") == 1
    assert page.count(">neutral<") == 14
