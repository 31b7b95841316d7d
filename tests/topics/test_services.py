from django.utils import translation

from tests.factories import make_institution, make_topic
from topics.models import ThemeArea, Topic
from topics.services import create_default_topics


def test_a_new_institution_gets_eight_topics_and_the_open_one(db):
    institution = make_institution()

    topics = create_default_topics(institution)

    assert len(topics) == 9
    assert [topic.name_en for topic in topics if topic.is_open] == ["Something else or not sure"]
    assert list(Topic.objects.offered()) == topics


def test_every_text_is_written_in_all_three_languages(db):
    institution = make_institution()

    topics = create_default_topics(institution)

    for language in ("fi", "sv", "en"):
        with translation.override(language):
            assert len({topic.name for topic in topics}) == 9
        for topic in topics:
            assert getattr(topic, f"name_{language}")
            assert getattr(topic, f"description_{language}")
        assert all(getattr(area, f"name_{language}") for area in ThemeArea.objects.all())


def test_topics_are_grouped_into_areas_except_the_open_one(db):
    institution = make_institution()

    create_default_topics(institution)

    sizes = [area.topics.count() for area in institution.theme_areas.all()]
    assert sizes == [2, 3, 3]
    assert institution.topics.get(theme_area=None).is_open


def test_a_second_call_changes_nothing(db):
    institution = make_institution()
    first = create_default_topics(institution)
    first[0].name_fi = "Oma nimi"
    first[0].save()

    assert create_default_topics(institution) == []
    assert institution.topics.count() == 9
    assert institution.theme_areas.count() == 3


def test_topics_of_ones_own_are_left_alone(db):
    institution, other = make_institution(), make_institution()
    make_topic(institution, name_fi="Oma aihe")

    create_default_topics(institution)
    create_default_topics(other)

    assert [topic.name_fi for topic in institution.topics.all()] == ["Oma aihe"]
    assert other.topics.count() == 9
