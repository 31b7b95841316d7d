"""Words are found in whatever form they are typed, in three languages; strangers are not."""

import pytest

from tests.factories import make_institution, make_topic, make_user
from topics.library import add_guideline
from topics.models import Guideline, Topic
from topics.searching import search_guidelines, search_topics
from topics.services import create_default_topics

FINNISH = [
    ("erityisen tuen", "Erityinen tuki"),
    ("tukea erityistä", "Erityinen tuki"),
    ("perehdyttäminen", "Uuden opettajan perehdytys"),
    ("perehdytyksessä", "Uuden opettajan perehdytys"),
    ("opettajille", "Uuden opettajan perehdytys"),
    ("muutoksia", "Muutosten ennakointi"),
    ("esihenkilölle", "Yhteistyö esihenkilöiden kanssa"),
    ("työelämäpalautteen", "Työelämäpalaute"),
    ("Wilmassa", "Wilma, Primus ja muut järjestelmät"),
    ("toimintatapoja", "Yhteiset toimintatavat"),
]
SWEDISH = [
    ("stödet", "Erityinen tuki"),
    ("särskilda", "Erityinen tuki"),
    ("läraren", "Uuden opettajan perehdytys"),
    ("introduktionen", "Uuden opettajan perehdytys"),
    ("förändring", "Muutosten ennakointi"),
    ("chefen", "Yhteistyö esihenkilöiden kanssa"),
    ("responsen", "Työelämäpalaute"),
    ("systemen", "Wilma, Primus ja muut järjestelmät"),
    ("arbetssättet", "Yhteiset toimintatavat"),
    ("arbetsplatsernas", "HOKS ja työelämäyhteistyö"),
]
ENGLISH = [
    ("supporting", "Erityinen tuki"),
    ("special needs support", "Erityinen tuki"),
    ("teacher", "Uuden opettajan perehdytys"),
    ("inducting", "Uuden opettajan perehdytys"),
    ("changed", "Muutosten ennakointi"),
    ("manager", "Yhteistyö esihenkilöiden kanssa"),
    ("feedbacks", "Työelämäpalaute"),
    ("system", "Wilma, Primus ja muut järjestelmät"),
    ("working together", "Yhteistyö esihenkilöiden kanssa"),
    ("personalising studies", "HOKS ja työelämäyhteistyö"),
]
STRANGERS = [
    *("hammaslääkäri", "lomakorvaus", "pysäköinti", "ruokalista", "matkalasku", "palkanmaksu", "kesäloma"),
    *("parkering", "semester", "lunchlista", "reseräkning", "tandläkare", "bokföring"),
    *("canteen", "dentist", "invoice", "travel expenses", "parking", "holiday"),
]


@pytest.fixture
def reader(db):
    house = make_institution()
    create_default_topics(house)
    return make_user(house)


@pytest.mark.parametrize(("typed", "name"), FINNISH + SWEDISH + ENGLISH)
def test_a_form_of_a_word_finds_its_topic(reader, typed, name):
    assert name in [topic.name_fi for topic in search_topics(reader, typed)]


@pytest.mark.parametrize("typed", STRANGERS)
def test_strangers_find_nothing(reader, typed):
    assert [topic.name_fi for topic in search_topics(reader, typed)] == []


def test_the_likest_comes_first(reader):
    assert search_topics(reader, "erityisen tuen")[0].name_fi == "Erityinen tuki"


def guideline(topic: Topic, title: str, text: str = "", **more) -> Guideline:
    new = Guideline(institution=topic.institution, topic=topic, kind="material", title_fi=title, text_fi=text, **more)
    new.link = "https://www.finlex.fi/"
    return add_guideline(new, None)


def test_guidelines_are_found_by_title_and_text_in_three_languages(reader):
    topic = Topic.objects.get(institution=reader.institution, name_fi="Erityinen tuki")
    law = guideline(topic, "Laki ammatillisesta koulutuksesta", title_sv="Lag om yrkesutbildning")
    note = guideline(topic, "Muistilista", "Miten mukautat arviointia ja mihin päätös kirjataan.")
    assert search_guidelines(reader, "ammatillisen koulutuksen laki") == [law]
    assert search_guidelines(reader, "yrkesutbildningen") == [law]
    assert search_guidelines(reader, "kirjataan arvioinnista") == [note]
    assert search_guidelines(reader, "kesäloma") == []


def test_others_topics_and_retired_ones_are_not_found(reader):
    stranger = make_topic(make_institution(), name_fi="Salainen aihe")
    guideline(stranger, "Salainen ohje")
    retired = make_topic(reader.institution, name_fi="Salainen vanha aihe", is_retired=True)
    guideline(retired, "Salainen vanha ohje")
    assert (search_topics(reader, "salainen"), search_guidelines(reader, "salainen")) == ([], [])


@pytest.mark.parametrize("typed", ["'", '"', "!!", "a & | b", "-", "%_", "\\", "☃", "x" * 100, ":*", "<->"])
def test_nothing_typed_breaks_it(reader, typed):
    assert isinstance(search_topics(reader, typed), list)
    assert isinstance(search_guidelines(reader, typed), list)
