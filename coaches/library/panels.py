"""What rooms below show on a topic's page: each says so in its `topic_panels.py`."""

from collections.abc import Callable

from django.http import HttpRequest

from topics.models import Topic

Panel = Callable[[HttpRequest, Topic], str]
_panels: list[Panel] = []


def topic_panel(panel: Panel) -> Panel:
    """Decorator: `panel(request, topic)` gives a piece of the page, rendered, or nothing for this reader."""
    _panels.append(panel)
    return panel


def panels_of(request: HttpRequest, topic: Topic) -> list[str]:
    """The pieces in the order of the rooms, without the empty ones."""
    return [piece for panel in _panels if (piece := panel(request, topic))]
