"""Language and appearance, switched in place: each act is a POST that comes back to the page it was pressed on."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from organisation.forms import languages_of

THEMES = ("", "light", "dark")
KEPT = timedelta(days=365)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Save the signed-in person's language; the cookie keeps it for when they are signed out."""
    language, person = request.POST.get("language", ""), request.user
    if language not in dict(languages_of(person.institution if person.is_authenticated else None)):
        return HttpResponseBadRequest()
    if person.is_authenticated:
        person.language = language
        person.save(update_fields=["language"])
    return _keep(back(request), settings.LANGUAGE_COOKIE_NAME, language)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep light, dark or, as the device has it, nothing."""
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        return HttpResponseBadRequest()
    return _keep(back(request), "theme", theme)


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that `next` names if it is one of ours, else to the home base."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(address) if ours else redirect("home")


def _keep(response: HttpResponseRedirect, name: str, value: str) -> HttpResponse:
    response.set_cookie(name, value, max_age=KEPT, secure=settings.SECURE_TLS, samesite="Lax", httponly=True)
    return response
