"""What happens to every request before a view sees it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from coaching.errors import bad_request
from organisation.terms import speaking_for

type_of_next = Callable[[HttpRequest], HttpResponse]


def refuse_control_characters(get_response: type_of_next) -> type_of_next:
    """NUL in an address, a query or a cookie means nothing good, and PostgreSQL refuses it later and louder: 400."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = (value for values in request.GET.lists() for value in (values[0], *values[1]))
        if any("\x00" in value for value in (request.path, *request.COOKIES.values(), *asked)):
            return bad_request(request)
        return get_response(request)

    return middleware


def speak_the_persons_language(get_response: type_of_next) -> type_of_next:
    """Signed in: the person's own language, the institution's zone and terms. Otherwise cookie, browser, Finnish."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        language = user.language if user.is_authenticated else translation.get_language_from_request(request)
        institution = user.institution if user.is_authenticated else None
        zone = institution.tz if institution else settings.TIME_ZONE
        with translation.override(language), timezone.override(zone), speaking_for(institution):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return middleware
