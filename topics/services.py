"""What is done with topics beyond plain editing."""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import Max

from organisation.models import Institution
from topics.default_themes import THEMES
from topics.defaults import DEFAULTS, DefaultTopic, Text
from topics.exceptions import TopicStays
from topics.models import Theme, ThemeArea, Topic


@transaction.atomic
def create_default_topics(institution: Institution) -> list[Topic]:
    """Give a new institution its theme areas and topics, in order; returns those created.

    An institution that has topics keeps them as they are: what it renamed or removed does not come back.
    """
    Institution.objects.select_for_update().get(pk=institution.pk)  # two at once would both find it empty
    if institution.topics.exists():
        return []
    positions = count(1)
    topics = []
    for position, area in enumerate(DEFAULTS, start=1):
        theme_area = _theme_area(institution, area.name, position) if any(area.name) else None
        topics += [_topic(institution, default, theme_area, next(positions)) for default in area.topics]
    created = Topic.objects.bulk_create(topics)
    Theme.objects.bulk_create(
        Theme(institution=institution, topic=topic, position=position, **_in_columns("name", name))
        for topic in created
        for position, name in enumerate(THEMES.get(topic.name_fi, ()), start=1)
    )
    return created


def _theme_area(institution: Institution, name: Text, position: int) -> ThemeArea:
    return ThemeArea.objects.create(institution=institution, position=position, **_in_columns("name", name))


def _topic(institution: Institution, default: DefaultTopic, theme_area: ThemeArea | None, position: int) -> Topic:
    return Topic(
        institution=institution,
        theme_area=theme_area,
        position=position,
        for_new_teachers=default.for_new_teachers,
        is_open=default.is_open,
        **_in_columns("name", default.name),
        **_in_columns("description", default.description),
    )


def _in_columns(field: str, text: Text) -> dict[str, str]:
    return dict(zip((f"{field}_fi", f"{field}_sv", f"{field}_en"), text, strict=True))


def _held(institution_id: int) -> Institution:
    """The institution's row, locked: its topics are put in order one change after the other."""
    return Institution.objects.select_for_update(no_key=True).get(pk=institution_id)


@transaction.atomic
def arrange_topics(institution: Institution) -> None:
    """Number areas and topics from 1: areas in their order with their topics, then the topics outside every area."""
    _held(institution.pk)
    _number(ThemeArea.objects.filter(institution=institution))
    topics = Topic.objects.filter(institution=institution).select_related("theme_area")
    _number(_in_order(topics))


def _in_order(topics: Iterable[Topic]) -> list[Topic]:
    def place(topic: Topic) -> tuple[bool, int, int, int, int]:
        area = topic.theme_area
        return area is None, area.position if area else 0, area.pk if area else 0, topic.position, topic.pk

    return sorted(topics, key=place)


def _number(things: Iterable[ThemeArea | Topic]) -> None:
    for position, thing in enumerate(things, start=1):
        if thing.position != position:
            type(thing)._default_manager.filter(pk=thing.pk).update(position=position)


@transaction.atomic
def move_topic(*, topic: Topic, up: bool) -> None:
    """Swap `topic` with the one before it (or after it) in its theme area, among those offered; at an end it stays."""
    arrange_topics(_held(topic.institution_id))
    beside = Topic.objects.filter(institution=topic.institution_id, theme_area=topic.theme_area_id).offered()
    _swap(list(beside), topic.pk, up=up)


@transaction.atomic
def move_area(*, area: ThemeArea, up: bool) -> None:
    """Swap `area` with the one before it (or after it), and its topics with it; at an end it stays."""
    institution = _held(area.institution_id)
    arrange_topics(institution)
    _swap(list(ThemeArea.objects.filter(institution=institution)), area.pk, up=up)
    arrange_topics(institution)


def _swap(things: list[Any], pk: int, *, up: bool) -> None:
    at = next((number for number, thing in enumerate(things) if thing.pk == pk), None)
    other = None if at is None else at + (-1 if up else 1)
    if at is None or other is None or not 0 <= other < len(things):
        return
    one, two = things[at], things[other]
    for thing, position in ((one, two.position), (two, one.position)):
        type(thing)._default_manager.filter(pk=thing.pk).update(position=position)


@transaction.atomic
def retire_topic(*, topic: Topic, retired: bool) -> None:
    """Take `topic` out of what is offered, or bring it back; what has it keeps it. Twice changes nothing.

    Raises TopicStays for the open topic: whoever finds nothing else must have it.
    """
    if topic.is_open and retired:
        raise TopicStays
    Topic.objects.filter(pk=topic.pk).update(is_retired=retired)


@transaction.atomic
def save_themes(*, topic: Topic, names: Mapping[int | None, Iterable[dict[str, str]]]) -> None:
    """Write the tags of `topic`: under a tag's key its names by column, under None those of new ones, in order.

    A tag without a Finnish name is retired: it is offered no longer, and stays with the sessions that have it.
    """
    _held(topic.institution_id)
    for theme in Theme.objects.filter(topic=topic, pk__in=[key for key in names if key]):
        [columns] = names[theme.pk]
        theme.is_retired = not columns["name_fi"]
        if columns["name_fi"]:
            for column, words in columns.items():
                setattr(theme, column, words)
        theme.save()
    last = Theme.objects.filter(topic=topic).aggregate(last=Max("position"))["last"] or 0
    for position, columns in enumerate(names.get(None, ()), start=last + 1):
        Theme.objects.create(institution_id=topic.institution_id, topic=topic, position=position, **columns)
