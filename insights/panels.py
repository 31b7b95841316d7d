"""What rooms below hand up to the dashboard, such as what waits for a decision: in their `insights_panels.py`."""

from collections.abc import Callable

from django.http import HttpRequest

Panel = Callable[[HttpRequest], str]
_panels: list[Panel] = []


def insights_panel(panel: Panel) -> Panel:
    """Decorator: `panel(request)` gives a piece of the page, rendered, or nothing for this reader."""
    _panels.append(panel)
    return panel


def panels_for(request: HttpRequest) -> list[str]:
    return [piece for panel in _panels if (piece := panel(request))]
