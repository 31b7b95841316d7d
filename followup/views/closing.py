"""`/sessions/<id>/closing/` and what was agreed on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followup.forms.closing import ClosingForm
from followup.models import Agreement
from followup.policies import can_agree, can_tick
from followup.services import mark_done
from kit.free_text import looks_personal, personal_hint
from organisation.people import reader_of
from sessions.policies import can_close, is_settled
from sessions.views.reading import readable


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever may close it says how it went; whoever takes part writes down what was agreed on."""
    reader, session = reader_of(request), readable(request, pk)
    frozen = is_settled(session)
    closes = can_close(reader, session) and not frozen
    if not closes and not can_agree(reader, session):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = ClosingForm(data, session=session, by=reader, closes=closes)
    if request.method == "POST" and form.is_valid() and form.store():
        _say_saved(request, form)
        return redirect(reverse("sessions:detail", args=[pk]) + "#agreed")
    context = {"form": form, "session": session, "frozen": frozen and can_close(reader, session)}
    return render(request, "followup/closing.html", context, status=400 if form.errors else 200)


def _say_saved(request: HttpRequest, form: ClosingForm) -> None:
    said = form.cleaned_data
    if not form.closes:
        messages.success(request, _("Saved."))
    else:
        messages.success(request, _("Marked as held.") if said["held"] else _("Marked as not held."))
    if any(looks_personal(promise.what) for promise in form.promises()):
        messages.info(request, personal_hint())


@login_required
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """What one is to do, and lately did."""
    mine = Agreement.objects.visible_to(reader_of(request)).filter(person=reader_of(request))
    mine = mine.select_related("session__institution", "session__topic", "session__coach__user")
    done = mine.filter(done_at__isnull=False).order_by("-done_at")[:20]
    return render(request, "followup/agreements.html", {"open": list(mine.open()), "done": list(done)})


@login_required
@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """`done` is "yes" or "no"."""
    visible = Agreement.objects.visible_to(reader_of(request)).select_related("session__coach")
    agreement = get_object_or_404(visible, pk=pk)
    if not can_tick(reader_of(request), agreement):
        raise PermissionDenied
    done = request.POST.get("done") != "no"
    mark_done(agreement=agreement, done=done)
    messages.success(request, _("Marked as done.") if done else _("Marked as not done."))
    if request.POST.get("back") == "list":
        return redirect("followup:agreements")
    return redirect(reverse("sessions:detail", args=[agreement.session_id]) + "#agreed")
