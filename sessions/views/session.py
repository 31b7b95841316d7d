"""One's sessions, and one session: reading it, leaving it, calling it off, answering, closing."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisation.people import reader_of
from sessions import policies, services
from sessions.calendar_file import calendar_file
from sessions.exceptions import BookingRefused
from sessions.forms import CancelForm, CloseForm, ReasonForm
from sessions.history import history_of
from sessions.models import Session, State
from sessions.panels import panels_of
from sessions.people import helped
from sessions.places import where
from sessions.replies import replies_to
from sessions.views.group_context import group_context
from sessions.views.moving import open_suggestion
from sessions.views.reading import allowed, is_gone, readable

PAGE = 20
VERBS = (
    *("move", "cancel", "answer", "close", "read_content", "read_reason", "see_names"),
    *("leave", "suggest", "answer_suggestion", "hand_over", "follow_up", "manage_group"),
)


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


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    session = readable(request, pk)
    user = reader_of(request)
    may = {verb: getattr(policies, f"can_{verb}")(user, session) for verb in VERBS}
    people = helped(session)
    # One's own name says nothing; with several, everyone wants to know who comes.
    shown = people if may["see_names"] and people != [user] else []
    context = group_context(session, user) | {
        "session": session,
        "may": may,
        "suggestion": open_suggestion(session) if may["read_content"] or may["suggest"] else None,
        "takes_part": policies.takes_part(user, session),
        "helped": shown,
        "where": where(session),
        "replies": replies_to(session, user),
        "history": history_of(session, names=may["see_names"]),
        "free_until": session.starts_at - timedelta(minutes=session.institution.cancellation_deadline_minutes),
        "reason_needed": services.reason_is_needed(session),
        "has_begun": session.starts_at <= timezone.now(),
        "panels": panels_of(request, session),
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
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    session = readable(request, pk)
    if session.state == State.CANCELLED and policies.can_read_reason(reader_of(request), session):
        return redirect("sessions:detail", pk)
    if not policies.can_cancel(reader_of(request), session):
        raise PermissionDenied
    form = CancelForm(request.POST if request.method == "POST" else None, session=session, by=reader_of(request))
    if request.method == "POST" and form.is_valid() and form.cancel():
        messages.success(request, _("The session is called off.") + "\n" + _("The others got a message."))
        return redirect("sessions:detail", pk)
    status = 400 if form.errors else 200
    return render(request, "sessions/cancel.html", {"form": form, "session": session}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """One of several who are helped no longer comes."""
    if request.method == "POST" and is_gone(request, pk):
        return redirect("sessions:list")
    session = allowed(request, pk, policies.can_leave)
    if request.method != "POST":
        return render(request, "sessions/leave.html", {"session": session})
    user = reader_of(request)
    try:
        services.leave_session(session=session, person=user, by=user)
    except BookingRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("sessions:detail", pk)
    told = _("The others got a message. It stays for them.")
    rest = _("Your seat is free for another.") if session.is_group else told
    messages.success(request, _("You left the session.") + "\n" + rest)
    return redirect("sessions:list")


def _is_answered(request: HttpRequest, pk: int) -> bool:
    """Whether a proposal to the reader is over already, by a double click or by the clock. Its page says how."""
    session = readable(request, pk)
    return session.state != State.PROPOSED and policies.takes_part(reader_of(request), session)


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    if _is_answered(request, pk):
        return redirect("sessions:detail", pk)
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
    if _is_answered(request, pk):
        return redirect("sessions:detail", pk)
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
        services.close_session(
            session=session,
            held=chosen["held"],
            by=reader_of(request),
            minutes=chosen["minutes"],
            attendance=form.attendance(session),
        )
    except BookingRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Marked as held.") if chosen["held"] else _("Marked as not held."))
    return redirect("sessions:coach_desk") if request.POST.get("back") == "desk" else redirect("sessions:detail", pk)
