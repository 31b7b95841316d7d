"""One's sessions, and one session: reading it, moving it, calling it off, answering, closing."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import times
from organisation.people import reader_of
from sessions import policies, services
from sessions.calendar_file import calendar_file
from sessions.exceptions import BookingRefused
from sessions.forms import CloseForm, ReasonForm
from sessions.free_times import Search
from sessions.history import history_of
from sessions.models import Session
from sessions.offers import ROWS_A_DAY, week_of_offers
from sessions.places import where
from sessions.rules import Wish, check_booking_rules
from sessions.tokens import TimeToken, day_from

PAGE = 20


@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """What is ahead, or with `?past=1` what has been."""
    user = reader_of(request)
    mine = Session.objects.of(user).for_list().prefetch_related("participations__person")
    past = bool(request.GET.get("past"))
    rows = mine.behind() if past else mine.upcoming()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "sessions/list.html", {"page": page, "past": past})


def readable(request: HttpRequest, pk: int) -> Session:
    """The session `pk` with its people, if the reader may read it; else 404."""
    rows = Session.objects.visible_to(reader_of(request)).for_list()
    return get_object_or_404(rows.prefetch_related("participations__person"), pk=pk)


def allowed(request: HttpRequest, pk: int, policy: Any) -> Session:
    """The session `pk`, if the reader may also do what `policy` guards; else 403."""
    session = readable(request, pk)
    if not policy(reader_of(request), session):
        raise PermissionDenied
    return session


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    session = readable(request, pk)
    user = reader_of(request)
    may = {
        verb: getattr(policies, f"can_{verb}")(user, session)
        for verb in ("move", "cancel", "answer", "close", "read_content", "read_reason", "see_names")
    }
    helped = [row.person for row in session.participations.all() if row.role == "helped"]
    # One's own name says nothing; with several, everyone wants to know who comes.
    shown = helped if may["see_names"] and helped != [user] else []
    context = {
        "session": session,
        "may": may,
        "takes_part": policies.takes_part(user, session),
        "helped": shown,
        "where": where(session),
        "history": history_of(session, names=may["see_names"]),
        "free_until": session.starts_at - timedelta(minutes=session.institution.cancellation_deadline_minutes),
        "reason_needed": services.reason_is_needed(session),
        "has_begun": session.starts_at <= timezone.now(),
    }
    return render(request, "sessions/detail.html", context)


@login_required
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar file of one's own session."""
    session = readable(request, pk)
    if not policies.takes_part(reader_of(request), session):
        raise PermissionDenied
    body = calendar_file(session, reader_of(request), method="PUBLISH")
    disposition = f'attachment; filename="kotipesa-{session.pk}.ics"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET lists the coach's free times, GET with a time asks to confirm it, POST moves."""
    session = allowed(request, pk, policies.can_move)
    text = request.POST.get("time") or request.GET.get("time")
    if request.method == "POST" or text:
        starts_at = _chosen(text or "", session)
        return _move(request, session, starts_at) if request.method == "POST" else _ask(request, session, starts_at)
    return render(request, "sessions/move.html", _times_to_move_to(request, session))


def _chosen(text: str, session: Session) -> datetime:
    try:
        chosen = TimeToken.parse(text)
    except ValueError as error:
        raise Http404("not a time") from error
    if chosen.coach_id != session.coach_id:
        raise Http404("another coach's time")
    return chosen.starts_at


def _search(session: Session, first_day: Any, **more: Any) -> Search:
    helped = tuple(row.person_id for row in session.participations.all() if row.role == "helped")
    return Search(
        institution=session.institution,
        persons=helped,
        first_day=first_day,
        last_day=first_day,
        length=session.ends_at - session.starts_at,
        coach_id=session.coach_id,
        but=session.pk,
        **more,
    )


def _times_to_move_to(request: HttpRequest, session: Session) -> dict[str, Any]:
    today = timezone.localdate()
    first_day = max(day_from(request, "from") or today, today)
    search = _search(session, first_day, per_day=ROWS_A_DAY, whole_day=day_from(request, "day"))
    if first_day > search.horizon + timedelta(days=7):
        raise Http404("beyond the horizon")
    days = week_of_offers(search)
    later = first_day + timedelta(days=7)
    return {
        "session": session,
        "days": days,
        "total": sum(day.count for day in days),
        "earlier": first_day - timedelta(days=7) if first_day > today else None,
        "later": later if later <= search.horizon else None,
    }


def _ask(request: HttpRequest, session: Session, starts_at: datetime) -> HttpResponse:
    """Show the new time before it is taken; one that is gone already is said at once."""
    helped = tuple(row.person for row in session.participations.all() if row.role == "helped")
    ends_at = starts_at + (session.ends_at - session.starts_at)
    wish = Wish(
        coach=session.coach,
        people=helped,
        topic=session.topic,
        starts_at=starts_at,
        ends_at=ends_at,
        by=reader_of(request),
        but=session.pk,
    )
    try:
        check_booking_rules(wish)
    except BookingRefused as refusal:
        return _stayed(request, session, refusal)
    return render(request, "sessions/move_confirm.html", {"session": session, "wish": wish})


def _move(request: HttpRequest, session: Session, starts_at: datetime) -> HttpResponse:
    try:
        moved = services.move_session(session=session, starts_at=starts_at, by=reader_of(request))
    except BookingRefused as refusal:
        return _stayed(request, session, refusal)
    text = _("The new time is %(when)s. The others got a message, and the calendar invitation was updated.")
    fact = _("The session has been moved.")
    messages.success(request, f"{fact}\n{text % {'when': times.near(moved.starts_at)}}")
    return redirect("sessions:detail", session.pk)


def _stayed(request: HttpRequest, session: Session, refusal: BookingRefused) -> HttpResponse:
    context = _times_to_move_to(request, session) | {"refusal": refusal}
    return render(request, "sessions/move.html", context, status=409)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    session = readable(request, pk)
    if session.state == "cancelled" and policies.takes_part(reader_of(request), session):
        return redirect("sessions:detail", pk)
    if not policies.can_cancel(reader_of(request), session):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None, session=session, by=reader_of(request))
    if request.method == "POST" and form.is_valid() and form.cancel():
        messages.success(request, _("The session is called off.") + "\n" + _("The others got a message."))
        return redirect("sessions:detail", pk)
    status = 400 if form.errors else 200
    return render(request, "sessions/cancel.html", {"form": form, "session": session}, status=status)


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    session = allowed(request, pk, policies.can_answer)
    try:
        services.accept_session(session=session, by=reader_of(request))
    except BookingRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The session is booked.") + "\n" + _("You both get a calendar invitation."))
    return redirect("sessions:detail", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    session = allowed(request, pk, policies.can_answer)
    form = ReasonForm(request.POST if request.method == "POST" else None, session=session, by=reader_of(request))
    if request.method == "POST" and form.is_valid() and form.decline():
        messages.success(request, _("You declined the proposal.") + "\n" + _("The time is free again."))
        return redirect("sessions:detail", pk)
    status = 400 if form.errors else 200
    return render(request, "sessions/decline.html", {"form": form, "session": session}, status=status)


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    session = allowed(request, pk, policies.can_close)
    form = CloseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose whether the session was held."))
        return redirect("sessions:detail", pk)
    chosen = form.cleaned_data
    try:
        services.close_session(session=session, held=chosen["held"], by=reader_of(request), minutes=chosen["minutes"])
    except BookingRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Marked as held.") if chosen["held"] else _("Marked as not held."))
    return redirect("sessions:coach_desk") if request.POST.get("back") == "desk" else redirect("sessions:detail", pk)
