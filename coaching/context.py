"""What every page needs to know: who reads it, where they may go, and what the demo adds."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coaching.navigation import bars
from coaching.staying import WARNED_MINUTES, seconds_left
from organisation.terms import say_lazy

DEMO_PASSWORD = "kotipesa-demo"  # the demo's only: its accounts hold nothing
DEMO_ACCOUNTS = [
    ("teacher@demo.example", _("Teacher")),
    ("newteacher@demo.example", _("New teacher")),
    ("coach@demo.example", say_lazy(_("{Coach}"))),
    ("leadcoach@demo.example", say_lazy(_("{Lead_coach}"))),
    ("coordinator@demo.example", _("Coordinator")),
    ("sitecoordinator@demo.example", say_lazy(_("Coordinator of one {site}"))),
    ("manager@demo.example", _("Manager")),
    ("sectormanager@demo.example", say_lazy(_("Manager of one {sector}"))),
    ("admin@demo.example", _("Programme admin")),
    ("operator@demo.example", _("Operator")),
    ("teacher@other.example", _("Teacher, another institution")),
    ("coach@other.example", say_lazy(_("{Coach}, another institution"))),
    ("coordinator@other.example", _("Coordinator, another institution")),
    ("manager@other.example", _("Manager, another institution")),
]


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template, also of an answer that is given before anyone knows who asks."""
    user = getattr(request, "user", None)
    institution = user.institution if user and user.is_authenticated else None
    more = {**bars(request), **_staying(request), **_demo()}
    return {"theme": request.COOKIES.get("theme", ""), "institution": institution, **more}


def _staying(request: HttpRequest) -> dict[str, Any]:
    """For the dialog that says that the sign-in ends; `seconds_left` is 0 where nobody is signed in."""
    known = hasattr(request, "user") and hasattr(request, "session")
    return {"seconds_left": seconds_left(request) if known else 0, "warned_minutes": WARNED_MINUTES}


def _demo() -> dict[str, Any]:
    if not settings.DEMO:
        return {"demo": False}
    accounts = [{"email": email, "role": role} for email, role in DEMO_ACCOUNTS]
    return {"demo": True, "demo_accounts": accounts, "demo_password": DEMO_PASSWORD}
