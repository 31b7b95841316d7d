"""What is done with topics beyond plain editing."""

from itertools import count

from django.db import transaction

from organisation.models import Institution
from topics.defaults import DEFAULTS, DefaultTopic, Text
from topics.models import ThemeArea, Topic


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
    return Topic.objects.bulk_create(topics)


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
