"""What every page needs to know: who reads it, where they may go, and what the demo adds."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    return {
        "theme": request.COOKIES.get("theme", ""),
        "demo": settings.DEMO,
    }
