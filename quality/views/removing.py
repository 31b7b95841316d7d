"""The question that comes before something is removed."""

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def remove_asked(request: HttpRequest, thing: Model, *, removed: str, back: str, **words: str) -> HttpResponse:
    """By GET the question, in the `words` of `quality/remove.html`; by POST `thing` is removed, and `removed` said."""
    if request.method == "POST":
        thing.delete()
        messages.success(request, removed)
        return redirect(back)
    return render(request, "quality/remove.html", {**words, "back": back})
