"""Booking a session's follow-ups: one to three free times at once."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kit import times
from organisation.people import reader_of
from sessions import policies, services
from sessions.exceptions import BookingRefused, Reason
from sessions.follow_ups import follow_up_weeks, usual_follow_ups
from sessions.models import Session
from sessions.people import helped
from sessions.views.reading import allowed, time_token_from


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_ups(request: HttpRequest, pk: int) -> HttpResponse:
    """GET offers a time a day in the coming weeks, POST books all that were chosen, or none."""
    session = allowed(request, pk, policies.can_follow_up)
    if request.method != "POST":
        return render(request, "sessions/follow_ups.html", _page(session))
    chosen = [_chosen(text, session) for text in request.POST.getlist("time")]
    try:
        booked = services.book_series(session=session, starts=chosen, by=reader_of(request))
    except BookingRefused as refusal:
        context = _page(session, chosen) | {"refusal": refusal}
        return render(request, "sessions/follow_ups.html", context, status=_status(refusal))
    messages.success(request, _told(booked))
    return redirect("sessions:detail", session.pk)


def _status(refusal: BookingRefused) -> int:
    return 400 if refusal.reason == Reason.COUNT else 409


def _chosen(text: str, session: Session) -> datetime:
    chosen = time_token_from(text)
    if chosen.coach_id != session.coach_id:
        raise Http404("another coach's time")
    return chosen.starts_at


def _page(session: Session, chosen: list[datetime] | None = None) -> dict[str, Any]:
    weeks = follow_up_weeks(session)
    return {
        "session": session,
        "helped": helped(session),
        "weeks": weeks,
        "chosen": usual_follow_ups(session, weeks) if chosen is None else set(chosen),
    }


def _told(booked: list[Session]) -> str:
    fact = ngettext("%(n)d further session is booked.", "%(n)d further sessions are booked.", len(booked))
    when = ", ".join(times.time_range(session.starts_at) for session in booked)
    rest = _("%(when)s. Everyone gets a message with a calendar invitation.")
    return fact % {"n": len(booked)} + "\n" + rest % {"when": when[:1].upper() + when[1:]}
