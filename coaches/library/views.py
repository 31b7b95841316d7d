"""`/topics/`: the topics, one of them with its guidelines, and what is done with guidelines."""

from csp.constants import NONE
from csp.decorators import csp
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaches.library.forms import GuidelineForm
from coaches.library.panels import panels_of
from coaches.library.policies import can_add_material
from coaches.library.selectors import due_for, helpers_on, shelves_of, shown_to
from coaches.selectors import areas_of_topics
from kit.free_text import personal_hint, without_controls
from organisation.exceptions import ChangedMeanwhile
from organisation.models import User
from organisation.people import reader_of
from topics import policies
from topics.library import mark_reviewed
from topics.models import Guideline, GuidelineFile, Topic
from topics.searching import LONGEST, search_guidelines, search_topics

FORM_METHODS = ["GET", "HEAD", "POST"]
# A file that somebody handed in can do nothing in the name of this site, even if a browser shows it after all.
FILE_POLICY = {"default-src": [NONE], "sandbox": ""}


@login_required
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All topics by area, or what `?q=` finds."""
    user = reader_of(request)
    words = without_controls(request.GET.get("q", "")).strip()[:LONGEST]
    context = {"words": words, "due": len(due_for(user))}
    if words:
        context["topics"] = search_topics(user, words)
        context["found"] = shown_to(user, search_guidelines(user, words))
    else:
        context["areas"] = areas_of_topics(user)
    return render(request, "coaches/topics.html", context)


@login_required
@require_safe
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    found = get_object_or_404(Topic.objects.visible_to(user).select_related("theme_area"), pk=pk)
    coaches, count = helpers_on(found, user)
    context = {
        "topic": found,
        "shelves": shelves_of(found, user),
        "coaches": coaches,
        "count": count,
        "panels": panels_of(request, found),
        "may_add": can_add_material(user, found),
    }
    return render(request, "coaches/library/topic.html", context)


@login_required
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """What the reader is to review."""
    user = reader_of(request)
    context = {"guidelines": due_for(user), "for_all": user.holds("programme_admin")}
    return render(request, "coaches/library/due.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    found = get_object_or_404(Topic.objects.visible_to(user).select_related("institution"), pk=pk)
    if not can_add_material(user, found):
        raise PermissionDenied
    new = Guideline(institution=found.institution, topic=found, kind=Guideline.Kind.MATERIAL, owner=user)
    return _edit(request, new, _("The guideline is added."))


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, own_guideline(request, pk), _("The guideline is saved."))


def _edit(request: HttpRequest, guideline: Guideline, done: str) -> HttpResponse:
    typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = GuidelineForm(*typed, instance=guideline, by=reader_of(request))
    if form.is_valid() and form.store():
        messages.success(request, done)
        if form.seems_personal:
            messages.info(request, personal_hint())
        return redirect("coaches:topic", guideline.topic_id)
    context = {"form": form, "topic": guideline.topic, "guideline": guideline}
    return render(request, "coaches/library/form.html", context, status=form.status)


@login_required
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One press on the list: it still holds. `revision` is that of the page."""
    guideline = own_guideline(request, pk)
    try:
        mark_reviewed(guideline=guideline, revision=_number(request.POST.get("revision", "")))
        said = _("%(title)s is reviewed.") % {"title": guideline.title}
        messages.success(request, said)
    except ChangedMeanwhile:
        messages.error(request, _("It was changed meanwhile.") + "\n" + _("Look at it once more."))
    if request.POST.get("from") == "due":
        return redirect("coaches:guidelines_due")
    return redirect("coaches:topic", guideline.topic_id)


def _number(text: str) -> int:
    """-1, which no revision is, where `text` is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@login_required
@require_http_methods(FORM_METHODS)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST takes it away with its file."""
    guideline = own_guideline(request, pk)
    if request.method == "POST":
        guideline.delete()
        messages.success(request, _("The guideline is taken away."))
        return redirect("coaches:topic", guideline.topic_id)
    return render(request, "coaches/library/remove.html", {"guideline": guideline})


@csp(FILE_POLICY)  # type: ignore[arg-type]  # views with arguments are meant as well
@login_required
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a guideline, to be saved: never shown as a page of this site."""
    guideline = get_object_or_404(Guideline.objects.visible_to(reader_of(request)).exclude(file_name=""), pk=pk)
    kept = get_object_or_404(GuidelineFile, guideline=guideline)
    answer = HttpResponse(bytes(kept.content), content_type=guideline.file_type)
    answer["Content-Disposition"] = content_disposition_header(True, guideline.file_name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


def own_guideline(request: HttpRequest, pk: int) -> Guideline:
    """The guideline `pk`; 403 for whoever does not answer for it."""
    user: User = reader_of(request)
    rows = Guideline.objects.visible_to(user).select_related("topic", "institution", "owner").defer("search")
    guideline = get_object_or_404(rows, pk=pk)
    if not policies.can_edit(user, guideline):
        raise PermissionDenied
    return guideline
