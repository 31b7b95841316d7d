"""Answering a request: the coordinator's page with all who fit, and a coach's own free times."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaches.models import Coach
from coordination import policies
from coordination.exceptions import RequestClosed
from coordination.forms.assigning import AnswerForm
from coordination.models import HelpRequest
from coordination.selectors.assigning import assign_page, take_page
from coordination.views.rows import done, refused
from kit import times
from organisation.models import User
from organisation.people import reader_of
from sessions.models import Session, State


def _coordinated(request: HttpRequest, pk: int) -> HelpRequest:
    """The request `pk`, for a coordinator in whose scope it is: 403 for others who may read it, else 404."""
    user = reader_of(request)
    found = get_object_or_404(HelpRequest.objects.visible_to(user).for_list(), pk=pk)
    if not policies.coordinates_request(user, found):
        raise PermissionDenied
    return found


@login_required
@require_safe
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """All coaches who fit, with their next times; once it is answered, what came of it."""
    asked = _coordinated(request, pk)
    return render(request, "coordination/assign.html", assign_page(reader_of(request), asked))


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Book or propose the time that was pressed, and go back to where it was pressed; on the desk, in its row."""
    asked = _coordinated(request, pk)
    form = AnswerForm(request.POST, request=asked, by=reader_of(request))
    if not form.is_valid():
        return _again(request, asked, form)
    coach = _coach(request, form)
    in_place = request.htmx  # type: ignore[attr-defined]  # set by its middleware
    try:
        session = form.answer(coach)
    except RequestClosed as closed:
        return refused(request, str(closed)) if in_place else _closed(request, closed)
    if session is None:
        here = reverse("coordination:assign", args=[pk])
        return refused(request, _sentence(form), url=here) if in_place else _again(request, asked, form)
    if in_place:
        return done(request, _done(session, form), session)
    messages.success(request, _done(session, form))
    return redirect("sessions:invite", session.pk) if _lacks(session, asked) else redirect(_back(request))


def _sentence(form: AnswerForm) -> str:
    return form.refusal.sentence if form.refusal else ""


def _lacks(session: Session, asked: HelpRequest) -> bool:
    """Whether more come to the group than the request named."""
    return session.is_group and session.invites.count() + 1 < asked.people


def _coach(request: HttpRequest, form: AnswerForm) -> Coach:
    rows = Coach.objects.visible_to(reader_of(request)).select_related("user", "institution")
    return get_object_or_404(rows, pk=form.cleaned_data["time"].coach_id)


def _back(request: HttpRequest) -> str:
    """The page of ours that the form names, else the list."""
    page = request.POST.get("next", "")
    local = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if local else "coordination:requests"


def _done(session: Session, form: AnswerForm) -> str:
    what = {"who": session.coach, "when": times.time_range(session.starts_at)}
    if session.state == State.PROPOSED:
        fact = _("Proposed: %(who)s, %(when)s.") % what
        return fact + "\n" + _("%(name)s gets a message and answers.") % {"name": form.request.person.get_full_name()}
    return _("Booked: %(who)s, %(when)s.") % what + "\n" + _told(session)


def _told(session: Session) -> str:
    if not session.is_group:
        return _("Both get a message with a calendar invitation.")
    if not (count := session.invites.count()):
        return _("The request names nobody whom we know for certain. Invite the others here.")
    return ngettext("%(n)d colleague is invited too.", "%(n)d colleagues are invited too.", count) % {"n": count}


def _again(request: HttpRequest, asked: HelpRequest, form: AnswerForm) -> HttpResponse:
    """The page as it is now, with what stood against the time."""
    context = assign_page(reader_of(request), asked) | {"form": form, "refusal": form.refusal}
    return render(request, "coordination/assign.html", context, status=409 if form.refusal else 400)


def _closed(request: HttpRequest, closed: RequestClosed) -> HttpResponse:
    return render(request, "coordination/closed.html", {"refusal": closed}, status=409)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """A coach answers a request with an own free time: GET lists them, POST books the one that was pressed."""
    user = reader_of(request)
    asked = get_object_or_404(HelpRequest.objects.pickable_by(user).for_list(), pk=pk)
    if request.method != "POST":
        if not policies.can_take(user, asked):
            return _closed(request, RequestClosed())
        return render(request, "coordination/take.html", take_page(user, asked))
    form = AnswerForm(request.POST, request=asked, by=user)
    if not form.is_valid():
        return render(request, "coordination/take.html", take_page(user, asked) | {"form": form}, status=400)
    if form.cleaned_data["time"].coach_id != user.coach.pk:
        raise PermissionDenied
    return _taken(request, user, form)


def _taken(request: HttpRequest, user: User, form: AnswerForm) -> HttpResponse:
    try:
        session = form.answer(user.coach)
    except RequestClosed as closed:
        return _closed(request, closed)
    if session is None:
        context = take_page(user, form.request) | {"refusal": form.refusal}
        return render(request, "coordination/take.html", context, status=409)
    messages.success(request, _done(session, form))
    return redirect("sessions:invite" if _lacks(session, form.request) else "sessions:detail", session.pk)
