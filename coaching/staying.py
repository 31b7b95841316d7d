"""Staying signed in: how long it lasts still, and going on before or after its end without losing what was typed."""

from math import ceil

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

WARNED_MINUTES = 5
"""How long before the end a page says so."""


def seconds_left(request: HttpRequest) -> int:
    """For which the person stays signed in, as far as was known when the request came; 0 when nobody is."""
    ends_at = getattr(request.session, "ends_at", None) if request.user.is_authenticated else None
    return max(0, ceil((ends_at - timezone.now()).total_seconds())) if ends_at else 0


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stay(request: HttpRequest) -> JsonResponse:
    """For script: who is signed in and for how many seconds, and the token that forms need. A POST prolongs it."""
    left = seconds_left(request)
    if request.method == "POST" and left:
        request.session.modified = True
        left = request.session.get_expiry_age()
    return JsonResponse({"seconds": left, "person": request.user.pk, "token": get_token(request)})


@login_required
@require_safe
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Where signing in again in a tab of its own ends: what was typed waits in the other one."""
    return render(request, "signed_in_again.html")
