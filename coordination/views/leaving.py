"""Closing an account, and ending somebody's coaching: both ask what becomes of the sessions ahead."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from coordination import reach
from coordination.forms.people import EndCoachingForm, LeavingForm
from coordination.services.leaving import EVERY_ROLE, Changed, LetGo, sessions_ahead
from coordination.views.people import caretaker, person_in_reach
from organisation.models import User
from organisation.terms import say
from sessions.models import Participation, Session


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    user = caretaker(request)
    shown = person_in_reach(user, pk)
    if not reach.can_deactivate(user, shown):
        raise PermissionDenied
    if not shown.is_active:
        return redirect("coordination:person", pk)
    done = _("%(name)s can no longer sign in.") % {"name": shown.get_full_name()}
    return _ask(request, user, shown, LeavingForm, EVERY_ROLE, done)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_coaching(request: HttpRequest, pk: int) -> HttpResponse:
    user = caretaker(request)
    shown = person_in_reach(user, pk)
    if not hasattr(shown, "coach"):
        raise Http404("not a coach")
    if not shown.coach.is_active:
        return redirect("coordination:person", pk)
    done = say(_("{name} is no longer a {coach}."), name=shown.get_full_name())
    return _ask(request, user, shown, EndCoachingForm, (Participation.Role.COACH,), done)


def _ask(
    request: HttpRequest, user: User, shown: User, kind: type[LeavingForm], roles: Sequence[str], done: str
) -> HttpResponse:
    """Show the sessions ahead and what to decide about them; when they are others by now, show them anew (409)."""
    ahead = sessions_ahead([shown], roles)
    form = kind(request.POST if request.method == "POST" else None, person=shown, by=user, ahead=ahead)
    changed = False
    try:
        if form.is_valid() and (let_go := form.leave()):
            messages.success(request, done + _told(let_go))
            return redirect("coordination:person", shown.pk)
    except Changed:
        changed, ahead = True, sessions_ahead([shown], roles)
        form = kind(person=shown, by=user, ahead=ahead)
    readable = set(Session.objects.visible_to(user).filter(pk__in=[s.pk for s in ahead]).values_list("pk", flat=True))
    context = {"form": form, "person": shown, "ahead": ahead, "readable": readable, "changed": changed}
    context["ends_coaching"] = kind is EndCoachingForm
    return render(
        request, "coordination/people/leave.html", context, status=409 if changed else 400 if form.errors else 200
    )


def _told(let_go: LetGo) -> str:
    parts = []
    if n := let_go.handed_over:
        parts.append(ngettext("%(n)d session was handed over.", "%(n)d sessions were handed over.", n) % {"n": n})
    if n := let_go.called_off:
        parts.append(ngettext("%(n)d session was called off.", "%(n)d sessions were called off.", n) % {"n": n})
    return "\n" + " ".join(parts) if parts else ""
