"""`/team/…/meetings/`: planning the meetings of a team, and writing down what came of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coaches.exceptions import LogRefused
from kit.free_text import looks_personal, personal_hint
from kit.times import clock, day_words
from organisation.models import User
from organisation.people import reader_of
from quality.exceptions import WrittenMeanwhile
from quality.forms.team import AttendanceForm, NotesForm, PlanForm, TimeForm
from quality.models import Meeting
from quality.selectors.team import meetings_ahead, meetings_past, name_key
from quality.services.team import mark_attendance, plan_meetings, remove_meeting, write_meeting
from quality.views.team import the_own

PAGE = 20


def _the(user: User, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(user).select_related("team__institution"), pk=pk)


@login_required
@require_safe
def past(request: HttpRequest, pk: int) -> HttpResponse:
    """All meetings: those ahead, and those that were."""
    found = the_own(reader_of(request), pk)
    page = Paginator(meetings_past(found), PAGE).get_page(request.GET.get("page"))
    return render(request, "quality/team/meetings.html", {"team": found, "ahead": meetings_ahead(found), "page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    found = the_own(reader_of(request), pk)
    form = PlanForm(request.POST if request.method == "POST" else None, team=found)
    if form.is_valid():
        said = form.cleaned_data
        about = {name: said[name] for name in ("minutes", "place", "agenda")}
        made = plan_meetings(team=found, starts=form.starts(), **about)
        words = ngettext("%(n)d meeting is planned.", "%(n)d meetings are planned.", len(made)) % {"n": len(made)}
        messages.success(request, words)
        return redirect("team:team", pk=pk)
    context = {
        "form": form,
        "title": _("Plan meetings"),
        "submit": _("Plan"),
        "crumb": found.name,
        "back": reverse("team:team", args=[pk]),
    }
    return render(request, "quality/form.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Agenda, notes and decisions; 409 with what was typed when somebody saved meanwhile."""
    user = reader_of(request)
    found = _the(user, pk)
    form = NotesForm(request.POST if request.method == "POST" else None, meeting=found)
    if form.is_valid():
        try:
            write_meeting(meeting=found, values=form.values(), revision=form.cleaned_data["revision"], by=user)
        except WrittenMeanwhile:
            return _page(request, _the(user, pk), form, 409)
        messages.success(request, _("The meeting is saved."))
        if looks_personal(" ".join(form.values().values())):
            messages.warning(request, personal_hint())
        return redirect("team:meeting", pk=pk)
    return _page(request, found, form, 400 if form.errors else 200)


def _page(request: HttpRequest, meeting: Meeting, form: NotesForm, status: int) -> HttpResponse:
    there = [row.person for row in meeting.attendances.select_related("person")]
    there.sort(key=name_key)
    if is_late := status == 409:
        # What was typed stays; saving once more is on what stands now.
        form.data = {**form.data.dict(), "revision": str(meeting.revision)}  # type: ignore[attr-defined]
    context = {"meeting": meeting, "team": meeting.team, "form": form, "there": there, "is_late": is_late}
    return render(request, "quality/team/meeting.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time or place, while it is ahead."""
    user = reader_of(request)
    found = _the(user, pk)
    if found.has_begun:
        messages.error(request, _("This meeting has begun: it stays where it is."))
        return redirect("team:meeting", pk=pk)
    form = TimeForm(request.POST if request.method == "POST" else None, team=found.team, meeting=found)
    late = ""
    if form.is_valid():
        try:
            write_meeting(meeting=found, values=form.values(), revision=form.cleaned_data["revision"], by=user)
        except WrittenMeanwhile:
            late = _("Somebody has changed this meeting after you opened the page.")
        else:
            messages.success(request, _("The meeting is moved."))
            return redirect("team:meeting", pk=pk)
    words = {"title": _("Move the meeting"), "submit": _("Save"), "late": late}
    return _form_page(request, found, form, words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there; each gets a row in the log of work."""
    found = _the(reader_of(request), pk)
    if not found.has_begun:
        messages.error(request, _("This meeting is still ahead."))
        return redirect("team:meeting", pk=pk)
    form = AttendanceForm(request.POST if request.method == "POST" else None, meeting=found)
    if form.is_valid():
        try:
            mark_attendance(meeting=found, there=list(form.cleaned_data["there"]))
        except LogRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. The hours of those who were there are counted."))
            return redirect("team:meeting", pk=pk)
    return _form_page(request, found, form, {"title": _("Who was there?"), "submit": _("Save")})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting that is ahead, after a question."""
    found = _the(reader_of(request), pk)
    team, back = found.team, reverse("team:meeting", args=[pk])
    if request.method == "POST":
        if remove_meeting(meeting=found):
            messages.success(request, _("The meeting is removed."))
            return redirect("team:team", pk=team.pk)
        messages.error(request, _("This meeting has begun: it stays where it is."))
        return redirect(back)
    context = {
        "title": _("Remove the meeting"),
        "what": f"{capfirst(day_words(found.starts_at))} {clock(found.starts_at)}",
        "where": team.name,
        "goes": _("Its agenda goes with it. Other meetings of the team stay."),
        "back": back,
    }
    return render(request, "quality/remove.html", context)


def _form_page(request: HttpRequest, meeting: Meeting, form: Any, words: dict[str, str]) -> HttpResponse:
    status = 409 if words.get("late") else 400 if form.errors else 200
    context = {"form": form, "crumb": _("The meeting"), "back": reverse("team:meeting", args=[meeting.pk]), **words}
    return render(request, "quality/form.html", context, status=status)
