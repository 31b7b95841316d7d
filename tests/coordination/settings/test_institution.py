"""The institution itself: its sign-up domains, host, languages and zone."""

import pytest
from django.core.exceptions import ValidationError

from organisation.domains import checked_domains
from organisation.models import Institution
from organisation.selectors import institution_of_address
from tests.coordination.settings.forms import stamp
from tests.factories import make_institution

pytestmark = pytest.mark.django_db
ADDRESS = "/coordinate/settings/institution/"


def sent(me, **changes) -> dict:
    page = me.get(ADDRESS)
    values = {field.name: field.value() for field in page.context["form"]}
    return {**values, "stamp": stamp(page), **changes}


def test_it_is_saved_as_typed(me, house):
    changes = {"name_fi": "Uusi opisto", "languages": ["sv", "fi"], "zone": "Europe/Stockholm"}
    changes |= {"signup_domains": "Opisto.fi, @student.opisto.fi\n\nopisto.fi", "host": " KOTI.opisto.fi "}
    assert me.post(ADDRESS, sent(me, **changes)).status_code == 302
    house.refresh_from_db()
    assert (house.name_fi, house.zone, house.host) == ("Uusi opisto", "Europe/Stockholm", "koti.opisto.fi")
    assert house.signup_domains == ["opisto.fi", "student.opisto.fi"]
    assert house.languages == ["sv", "fi"]
    assert institution_of_address("aino@opisto.fi") == house


@pytest.mark.parametrize(
    ("bad", "field", "said"),
    [
        ({"signup_domains": "opisto.fi gmail.com"}, "signup_domains", "Anybody can have an address at gmail.com"),
        ({"signup_domains": "fi"}, "signup_domains", "fi is not a name such as college.fi."),
        ({"signup_domains": "aino@opisto.fi"}, "signup_domains", "is not a name such as"),
        ({"signup_domains": "taken.fi own.fi"}, "signup_domains", "Another institution has it already: taken.fi."),
        ({"host": "https://koti.opisto.fi/"}, "host", "is not a name such as"),
        ({"host": "HOST.taken.fi"}, "host", "Another institution has this host name."),
        ({"host": "kotipesa.example"}, "host", "the address of the whole installation"),
        ({"languages": []}, "languages", "Choose at least one."),
        ({"languages": ["xx"]}, "languages", ""),
        ({"zone": "Mars/Base"}, "zone", ""),
        ({"name_fi": ""}, "name_fi", ""),
    ],
)
def test_what_cannot_be_comes_back_at_its_field(me, house, settings, bad, field, said):
    settings.BASE_URL = "https://kotipesa.example"
    make_institution(signup_domains=["taken.fi"], host="host.taken.fi", name_fi="Salainen")
    answer = me.post(ADDRESS, sent(me, name_sv="Det typade", **bad))
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    page = answer.content.decode()
    assert said in page
    assert "Det typade" in page
    assert "Salainen" not in page
    assert Institution.objects.filter(name_sv="Det typade").count() == 0


@pytest.mark.parametrize("typed", ["äänekoski.fi", "a-b.c-d.fi", "xn--nekoski-5wab.fi"])
def test_names_that_are_names(typed):
    assert checked_domains([typed, f" @{typed.upper()}. "]) == [typed]


@pytest.mark.parametrize(
    "typed", ["-a.fi", "a..fi", "a_b.fi", "a.f", "localhost", "1.2.3.4", "a" * 300 + ".fi", "\x00.fi"]
)
def test_names_that_are_none(typed):
    with pytest.raises(ValidationError):
        checked_domains([typed])


def test_two_admins_at_once(me, house):
    mine = sent(me, name_en="Mine")
    Institution.objects.filter(pk=house.pk).update(signup_domains=["theirs.fi"])
    late = me.post(ADDRESS, mine)
    assert late.status_code == 409
    assert "Domains that may sign up" in late.content.decode()
    house.refresh_from_db()
    assert (house.name_en, house.signup_domains) == ("Example College", ["theirs.fi"])
