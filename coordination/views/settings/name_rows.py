"""Short lists of names: the tags of a topic, and what is asked after a session."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.forms.settings.name_rows import NameRowsForm
from coordination.views.settings import FORM_METHODS, administered, typed
from coordination.views.settings.topics import own_topic
from followup.selectors import questions_of
from followup.services import save_questions
from topics.services import save_themes


@login_required
@require_http_methods(FORM_METHODS)
def themes(request: HttpRequest, pk: int) -> HttpResponse:
    """The tags of one topic."""
    topic = own_topic(request, pk)
    form = NameRowsForm(typed(request), things=list(topic.themes.offered()), length=60)
    words = {
        "title": _("Themes of %(topic)s") % {"topic": topic.name},
        "lead": _("Short tags of what comes up, ticked when a session is closed. Matters of work, never people."),
        "row": _("Theme"),
        "crumb": _("Topics"),
    }
    save = lambda names: save_themes(topic=topic, names=names)  # noqa: E731 - one line, used once
    return _rows(request, form, save, "coordination:topics_settings", words)


@login_required
@require_http_methods(FORM_METHODS)
def questions(request: HttpRequest) -> HttpResponse:
    """What those helped are asked."""
    institution = administered(request)
    form = NameRowsForm(typed(request), things=questions_of(institution), length=160)
    words = {
        "title": _("Questions after a session"),
        "lead": _("Sentences with which one agrees fully, mostly, a little or not at all. Three are enough."),
        "row": _("Sentence"),
        "crumb": _("Settings"),
    }
    save = lambda names: save_questions(institution=institution, names=names)  # noqa: E731 - as above
    return _rows(request, form, save, "coordination:settings", words)


def _rows(
    request: HttpRequest, form: NameRowsForm, save: Callable[[Any], None], back: str, words: dict[str, str]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        save(form.names())
        messages.success(request, _("Saved."))
        return redirect(back)
    context = {"form": form, "settings_address": back, **words}
    return render(request, "coordination/settings/name_rows.html", context, status=400 if form.errors else 200)
