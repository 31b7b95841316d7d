import pytest
from django.urls import reverse

from tests.factories import make_coach, make_institution, make_topic, make_user
from topics.models import ThemeArea, Topic
from topics.services import create_default_topics


@pytest.fixture
def teacher(client, db):
    teacher = make_user(make_institution(), language="en")
    client.force_login(teacher)
    return teacher


def test_topics_stand_by_area_with_their_coaches_and_a_way_to_book(client, teacher):
    house = teacher.institution
    second = ThemeArea.objects.create(institution=house, name_fi="Toinen alue", position=2)
    first = ThemeArea.objects.create(institution=house, name_fi="Ensimmäinen alue", position=1)
    late = make_topic(house, theme_area=second, name_fi="Aihe toisesta", position=1)
    early = make_topic(house, theme_area=first, name_fi="Aihe ensimmäisestä", position=2, description_fi="Kuvaus")
    loose = make_topic(house, is_open=True, name_fi="Irrallaan", position=3)
    make_coach(house, early)
    make_coach(house, early, late)

    page = client.get(reverse("coaches:topics")).content.decode()

    in_order = ["Ensimmäinen alue", early.name_fi, "Kuvaus", "2 coaches", "Toinen alue", late.name_fi, "1 coach"]
    places = [page.index(words) for words in [*in_order, loose.name_fi]]
    assert places == sorted(places)
    assert f"{reverse('sessions:book')}?topic={early.pk}" in page


def test_only_coaches_who_take_bookings_count(client, teacher):
    topic = make_topic(teacher.institution)
    make_coach(teacher.institution, topic, is_active=False)
    make_coach(teacher.institution, topic, user=make_user(teacher.institution, is_active=False))

    page = client.get(reverse("coaches:topics")).content.decode()

    assert "No coach yet" in page
    assert f"?topic={topic.pk}" not in page


def test_retired_topics_and_those_of_others_are_not_shown(client, teacher):
    make_topic(teacher.institution, is_retired=True, name_fi="Poistunut")
    make_topic(make_institution(), name_fi="Toisten aihe")

    page = client.get(reverse("coaches:topics")).content.decode()

    assert "Poistunut" not in page
    assert "Toisten aihe" not in page
    assert "No topics yet" in page


def test_the_page_asks_the_same_number_of_questions_however_many_topics(client, teacher, django_assert_max_num_queries):
    create_default_topics(teacher.institution)
    for topic in Topic.objects.all():
        make_coach(teacher.institution, topic)

    with django_assert_max_num_queries(8):
        client.get(reverse("coaches:topics"))


def test_the_page_needs_signing_in(client, db):
    assert client.get(reverse("coaches:topics")).status_code == 302
