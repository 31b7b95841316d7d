"""Handing a session over: the coaches who are free at its time, one press each."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coaches.models import Coach
from organisation.people import reader_of
from organisation.terms import say
from sessions import policies, services
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Session
from sessions.offers import coaches_free_for
from sessions.views.reading import allowed, is_gone, time_token_from


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """GET lists who fits, POST hands over to the one whose `time` was pressed."""
    if request.method == "POST" and is_gone(request, pk):
        return redirect("sessions:list")
    session = allowed(request, pk, policies.can_hand_over)
    if request.method != "POST":
        return render(request, "sessions/hand_over.html", _page(request, session))
    chosen = time_token_from(request.POST.get("time", ""))
    coach = get_object_or_404(Coach.objects.visible_to(reader_of(request)), pk=chosen.coach_id)
    try:
        if chosen.starts_at != session.starts_at:
            raise BookingRefused(Reason.STATE, say(_("The session was moved meanwhile. It stayed with its {coach}.")))
        services.hand_over_session(session=session, coach=coach, by=reader_of(request))
    except BookingRefused as refusal:
        return render(request, "sessions/hand_over.html", _page(request, session) | {"refusal": refusal}, status=409)
    messages.success(request, _told(coach))
    return _back(request, session)


def _told(coach: Coach) -> str:
    fact = _("%(coach)s takes the session.") % {"coach": coach}
    return fact + "\n" + _("Everyone got a message, and the calendar invitations were updated.")


def _page(request: HttpRequest, session: Session) -> dict[str, Any]:
    return {
        "session": session,
        "offers": coaches_free_for(session),
        "may_move": policies.can_move(reader_of(request), session),
    }


def _back(request: HttpRequest, session: Session) -> HttpResponse:
    """To the session, for whoever may still read it."""
    readable = Session.objects.visible_to(reader_of(request)).filter(pk=session.pk)
    return redirect("sessions:detail", session.pk) if readable.exists() else redirect("sessions:list")
