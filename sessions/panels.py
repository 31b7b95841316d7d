"""What rooms below show on a session's page: each says so in its `session_panels.py`."""

from collections.abc import Callable

from django.http import HttpRequest

from sessions.models import Session

Panel = Callable[[HttpRequest, Session], str]
_panels: list[Panel] = []


def session_panel(panel: Panel) -> Panel:
    """Decorator: `panel(request, session)` gives a piece of the page, rendered, or nothing for this reader."""
    _panels.append(panel)
    return panel


def panels_of(request: HttpRequest, session: Session) -> list[str]:
    """The pieces in the order of the rooms, without the empty ones."""
    return [piece for panel in _panels if (piece := panel(request, session))]
