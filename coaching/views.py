"""The home base, and what tells the machinery that the program lives."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coaching.home import home_base
from coaching.metrics import exposition
from notifications.selectors import delivery_health
from organisation.selectors import institution_at_host, is_signup_open
from organisation.terms import speaking_for


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home base of whoever is signed in; to others what the product is, or the institution of this host."""
    if not request.user.is_authenticated:
        house = institution_at_host(request.get_host())
        with speaking_for(house):
            return render(request, "welcome.html", {"institution": house, "signup_open": is_signup_open()})
    if request.user.is_operator:
        return render(request, "operator.html")
    return render(request, "home.html", home_base(request.user))


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so a slow database never gets a process killed."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether a request can be served now: the database and the cache answer. Degraded: it can, but mails are late."""
    checks = {"database": _database_answers(), "cache": _cache_answers()}
    is_ready = all(checks.values())
    on_time = checks["database"] and not delivery_health().is_late
    status = "down" if not is_ready else "ok" if on_time else "degraded"
    return JsonResponse({"status": status, **checks, "messages": on_time}, status=200 if is_ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, in its text format. Numbers only: of no person, no institution."""
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return False
    return True


def _cache_answers() -> bool:
    try:
        cache.set("readyz", "1", 5)
    except Exception:
        return False
    return True
