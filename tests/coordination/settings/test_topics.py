"""Topics: their order, their areas, and retiring."""

import pytest
from django.urls import reverse

from tests.coordination.settings.forms import stamp
from tests.factories import make_institution, make_topic
from topics.exceptions import TopicStays
from topics.models import ThemeArea, Topic
from topics.services import create_default_topics, move_area, move_topic, retire_topic

pytestmark = pytest.mark.django_db


def order(house) -> list[str]:
    return list(Topic.objects.filter(institution=house).offered().values_list("name_fi", flat=True))


@pytest.fixture
def areas(house):
    one, two = (ThemeArea.objects.create(institution=house, name_fi=name, position=1) for name in ("Yksi", "Kaksi"))
    for name, area in (("D", None), ("A", one), ("B", one), ("C", two)):
        make_topic(house, name_fi=name, theme_area=area)
    return one, two


def test_topics_stand_area_by_area_and_move_within_theirs(house, areas):
    topics = {topic.name_fi: topic for topic in Topic.objects.filter(institution=house)}
    move_topic(topic=topics["B"], up=True)
    assert order(house) == ["B", "A", "C", "D"]
    move_topic(topic=topics["B"], up=True)  # first already
    assert order(house) == ["B", "A", "C", "D"]
    move_topic(topic=topics["C"], up=True)  # never into the next area
    assert order(house) == ["B", "A", "C", "D"]
    move_topic(topic=topics["B"], up=False)
    assert order(house) == ["A", "B", "C", "D"]


def test_an_area_moves_with_its_topics(house, areas):
    move_area(area=areas[1], up=True)
    assert order(house) == ["C", "A", "B", "D"]
    assert list(ThemeArea.objects.values_list("name_fi", flat=True)) == ["Kaksi", "Yksi"]


def test_a_retired_topic_between_two_does_not_eat_a_press(house, areas):
    between = make_topic(house, name_fi="A2", theme_area=areas[0], is_retired=True, position=1)
    move_topic(topic=Topic.objects.get(name_fi="B"), up=True)
    assert order(house) == ["B", "A", "C", "D"]
    assert not Topic.objects.offered().filter(pk=between.pk).exists()


def test_pressing_keeps_the_focus_on_the_button(me, house, areas):
    topic = Topic.objects.get(name_fi="A")
    answer = me.post(reverse("coordination:topics_move", args=[topic.pk]), {"to": "down"})
    assert answer.url.endswith(f"?moved=topic-{topic.pk}-down")
    page = me.get(answer.url).content.decode()
    assert page.count("autofocus") == 1
    # It is the last now, so the button that remains has the focus.
    assert 'value="up" autofocus' in page
    assert me.post(reverse("coordination:topics_move", args=[topic.pk]), {"to": "left"}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_retiring_takes_it_out_of_every_choice_and_back(me, house):
    topic = make_topic(house, name_fi="HOKS", name_en="Study plans")
    book = reverse("sessions:book")
    assert "Study plans" in me.get(book).content.decode()
    address = reverse("coordination:topics_retire", args=[topic.pk])
    for _ in range(2):
        me.post(address, {"retired": "yes"}, follow=True)
        assert "Study plans" not in me.get(book).content.decode()
    assert me.get(reverse("coordination:topics_settings")).context["retired"] == [topic]
    me.post(address, {"retired": "no"}, follow=True)
    assert "Study plans" in me.get(book).content.decode()
    page = me.get(reverse("coordination:settings")).content.decode()
    assert page.index("Study plans: brought back") < page.index("Study plans: retired")


def test_the_open_topic_is_never_retired(me, house):
    create_default_topics(house)
    topic = Topic.objects.get(is_open=True)
    with pytest.raises(TopicStays):
        retire_topic(topic=topic, retired=True)
    me.post(reverse("coordination:topics_retire", args=[topic.pk]), {"retired": "yes"})
    topic.refresh_from_db()
    assert not topic.is_retired
    assert (
        reverse("coordination:topics_retire", args=[topic.pk])
        not in me.get(reverse("coordination:topics_settings")).content.decode()
    )


def test_a_new_topic_stands_last_in_its_area(me, house, areas):
    sent = {"name_fi": "E", "theme_area": areas[0].pk, "length_minutes_0": "1", "length_minutes_1": "hour"}
    assert me.post(reverse("coordination:topics_add"), sent).status_code == 302
    assert order(house) == ["A", "B", "E", "C", "D"]
    assert Topic.objects.get(name_fi="E").length_minutes == 60


def test_another_houses_area_is_no_choice(me, house):
    elsewhere = ThemeArea.objects.create(institution=make_institution(), name_fi="Muualla")
    answer = me.post(reverse("coordination:topics_add"), {"name_fi": "E", "theme_area": elsewhere.pk})
    assert answer.status_code == 400
    assert "Muualla" not in answer.content.decode()
    assert not Topic.objects.exists()


def test_an_identity_code_is_refused_in_a_description(me, house):
    sent = {"name_fi": "E", "description_fi": "kuten 131052-308T"}
    answer = me.post(reverse("coordination:topics_add"), sent)
    assert list(answer.context["form"].errors) == ["description_fi"]


def test_editing_a_topic_keeps_its_place_and_says_so_when_it_changed(me, house, areas):
    topic = Topic.objects.get(name_fi="A")
    address = reverse("coordination:topics_edit", args=[topic.pk])
    seen = stamp(me.get(address))
    sent = {"name_fi": "AA", "theme_area": areas[0].pk, "stamp": seen}
    assert me.post(address, sent).status_code == 302
    assert order(house) == ["AA", "B", "C", "D"]
    assert me.post(address, sent | {"name_fi": "AAA"}).status_code == 409


def test_only_an_empty_area_is_removed(me, house, areas):
    empty = ThemeArea.objects.create(institution=house, name_fi="Tyhjä")
    retired = ThemeArea.objects.create(institution=house, name_fi="Eläkkeellä")
    make_topic(house, theme_area=retired, is_retired=True)
    for area in (areas[0], empty, retired):
        me.post(reverse("coordination:areas_delete", args=[area.pk]))
    assert not ThemeArea.objects.filter(pk=empty.pk).exists()
    assert ThemeArea.objects.filter(pk__in=[areas[0].pk, retired.pk]).count() == 2


def test_the_page_asks_no_more_for_more(me, house, areas, django_assert_max_num_queries):
    for _ in range(30):
        make_topic(house, theme_area=areas[0])
    with django_assert_max_num_queries(12):
        me.get(reverse("coordination:topics_settings"))
