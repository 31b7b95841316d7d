"""`/coordinate/away/`: a coach is away; the sessions that this hits are gone through in one go."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from coaches.models import TimeOff
from coordination import policies, services
from coordination.forms.away import AwayForm, ReasonForm
from coordination.selectors.away import KEEP, Hit, hits_of
from organisation.people import reader_of
from sessions.coach_desk import Away


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest) -> HttpResponse:
    user = reader_of(request)
    if not policies.can_mark_anyone_away(user):
        raise PermissionDenied
    form = AwayForm(request.POST if request.method == "POST" else None, by=user)
    if form.is_valid():
        return redirect("coordination:away_plan", form.mark().pk)
    context = {"form": form, "back": _back(request)}
    return render(request, "coordination/away.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What is refused stays on the page with its sentence; the rest is done."""
    off = _readable(request, pk)
    if request.method != "POST":
        return _page(request, off, hits_of(reader_of(request), off), ReasonForm())
    form, hits = ReasonForm(request.POST), hits_of(reader_of(request), off)
    ways = {hit.session.pk: request.POST.get(f"way-{hit.session.pk}", KEEP) for hit in hits if hit.session}
    if not form.is_valid():
        return _page(request, off, _marked(hits, ways, {}), form, 400)
    sessions = {hit.session.pk: hit.session for hit in hits if hit.session}
    by, reason = reader_of(request), form.cleaned_data["reason"]
    settled, refusals = services.settle_sessions(coach=off.coach, sessions=sessions, ways=ways, by=by, reason=reason)
    if settled:
        messages.success(request, _settled(settled))
    if refusals:
        return _page(request, off, _marked(hits_of(by, off), ways, refusals), form, 409)
    return redirect(_back(request))


def _readable(request: HttpRequest, pk: int) -> TimeOff:
    """The absence, for whoever may mark its coach as away; else 404."""
    rows = TimeOff.objects.select_related("coach__user", "coach__institution")
    off = get_object_or_404(rows, pk=pk, institution=reader_of(request).institution_id)
    if not policies.can_mark_away(reader_of(request), off.coach):
        raise Http404("not in scope")
    return off


def _marked(hits: list[Hit], ways: dict[int, str], refusals: dict[int, str]) -> list[Hit]:
    """What was chosen stays chosen where it is still offered."""
    for hit in hits:
        if hit.session:
            hit.refusal = refusals.get(hit.session.pk, "")
            wished = ways.get(hit.session.pk)
            hit.chosen = wished if wished in {way.value for way in hit.ways} else hit.chosen
    return hits


def _page(request: HttpRequest, off: TimeOff, hits: list[Hit], form: Any, status: int = 200) -> HttpResponse:
    context = {
        "off": off,
        "away": Away(off, []),
        "hits": hits,
        "form": form,
        "back": _back(request),
        "refused": status == 409,
    }
    context["any_mine"] = any(hit.session for hit in hits)
    return render(request, "coordination/away_plan.html", context, status=status)


def _settled(count: int) -> str:
    fact = ngettext("%(n)d session is settled.", "%(n)d sessions are settled.", count) % {"n": count}
    return fact + "\n" + _("Everyone concerned got a message, and the calendar invitations were updated.")


def _back(request: HttpRequest) -> str:
    """The reader's own desk."""
    return "coordination:desk" if reader_of(request).holds("coordinator") else "sessions:coach_desk"
