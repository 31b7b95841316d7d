"""Error pages: each says what happened and what to do next, in the look of the product."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Rendered without request and context: whatever broke may be needed by those."""
    return render(None, "500.html", status=500)


def mail_failed(request: HttpRequest) -> HttpResponse:
    """A mail that somebody waits for could not be sent at once. To be called where the failure was caught."""
    log.exception("a sign-in mail was not sent")
    return render(request, "account/mail_failed.html", status=503)
