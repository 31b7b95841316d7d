"""Answers to an act on a row of the desk: with script the row becomes one line, else it is said on the next page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.models import Session


def done(request: HttpRequest, sentence: str, session: Session | None = None) -> HttpResponse:
    """It is done; `session` is what can be opened now."""
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return _line(request, "done", sentence, session, 200)
    messages.success(request, sentence)
    return redirect("coordination:desk")


def refused(request: HttpRequest, sentence: str, session: Session | None = None, *, url: str = "") -> HttpResponse:
    """It is not done, and why. Nothing has changed. `url` is where another way can be looked for."""
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return _line(request, "refused", sentence, session, 409, url)
    messages.error(request, sentence)
    return redirect("coordination:desk")


def _line(
    request: HttpRequest, kind: str, sentence: str, session: Session | None, status: int, url: str = ""
) -> HttpResponse:
    url = reverse("sessions:detail", args=[session.pk]) if session else url
    link = {"url": url, "words": _("Open")} if url else {}
    return render(request, "coordination/_line.html", {"kind": kind, "sentence": sentence, **link}, status=status)
