"""`/coach/`: the coach's desk, and time off."""

from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coaches.hours.warnings import hours_left
from coaches.views import own_coach
from sessions.coach_desk import Away, desk_of
from sessions.coach_forms import TimeOffForm
from sessions.coach_week import monday_of
from sessions.services.away import end_time_off


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The week of today, or of `?week=2026-W48`; `?view=list` shows it as a list."""
    coach = own_coach(request)
    today = timezone.localdate()
    context = {
        "coach": coach,
        "desk": desk_of(coach, _monday(request, today)),
        "as_list": request.GET.get("view") == "list",
        "today": today,
        "hours": hours_left(coach.user),
        "is_paused": bool(coach.paused_until and coach.paused_until > today),
    }
    return render(request, "sessions/desk.html", context)


def _monday(request: HttpRequest, today: date) -> date:
    text = request.GET.get("week")
    if not text:
        return today - timedelta(days=today.weekday())
    try:
        return monday_of(text)
    except ValueError as error:
        raise Http404("not a week") from error


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_time_off(request: HttpRequest) -> HttpResponse:
    """Sessions that it hits stay until someone acts; the desk lists them."""
    form = TimeOffForm(request.POST if request.method == "POST" else None, coach=own_coach(request))
    if form.is_valid():
        _tell(request, len(form.save()))
        return redirect("sessions:coach_desk")
    return render(request, "sessions/time_off.html", {"form": form}, status=400 if form.errors else 200)


def _tell(request: HttpRequest, hits: int) -> None:
    fact = _("You are marked as away.")
    if not hits:
        messages.success(request, fact + "\n" + _("No new times are offered then. Others see only that you are away."))
        return
    rest = ngettext(
        "%(n)d session falls on that time. It stays until you move or cancel it.",
        "%(n)d sessions fall on that time. They stay until you move or cancel them.",
        hits,
    )
    messages.warning(request, fact + "\n" + rest % {"n": hits})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_time_off(request: HttpRequest, pk: int) -> HttpResponse:
    off = get_object_or_404(own_coach(request).time_off.select_related("coach"), pk=pk)
    if request.method == "POST":
        end_time_off(off)
        messages.success(request, _("You are no longer marked as away.") + "\n" + _("The times can be booked again."))
        return redirect("sessions:coach_desk")
    return render(request, "sessions/time_off_delete.html", {"away": Away(off, [])})
