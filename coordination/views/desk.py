"""`/coordinate/`: what needs doing first, and the acts of its rows."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from coordination import policies, services
from coordination.selectors.desk import SECTIONS, Desk, desk_for
from coordination.views.rows import done, refused
from kit import times
from organisation.models import User
from organisation.people import reader_of
from sessions import policies as session_policies
from sessions.exceptions import BookingRefused
from sessions.forms import CancelForm, CloseForm
from sessions.models import State
from sessions.services import close_session
from sessions.views.reading import allowed, readable


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """With `?all=unclosed` (a name of SECTIONS) that section alone, in full."""
    user, whole = reader_of(request), request.GET.get("all", "")
    if not policies.can_see_desk(user):
        raise PermissionDenied
    if whole and whole not in SECTIONS:
        raise Http404("no such section")
    found = desk_for(user, whole=whole)
    return render(request, "coordination/desk.html", {"desk": found, "whole": whole, "waits": _waits(found)})


def _waits(found: Desk) -> str:
    """The sentence under the heading."""
    if not found.waiting:
        return _("Nothing waits for you.")
    return ngettext("%(n)d thing waits.", "%(n)d things wait.", found.waiting) % {"n": found.waiting}


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say for the coach whether a session was held."""
    session, form = allowed(request, pk, session_policies.can_close), CloseForm(request.POST)
    if not form.is_valid():
        return refused(request, _("Choose whether the session was held."), session)
    held = form.cleaned_data["held"]
    try:
        close_session(session=session, held=held, by=reader_of(request))
    except BookingRefused as refusal:
        return refused(request, refusal.sentence, session)
    when = times.time_range(session.starts_at)
    fact = _("Marked as held: %(when)s, %(coach)s.") if held else _("Marked as not held: %(when)s, %(coach)s.")
    return done(request, fact % {"when": when, "coach": session.coach}, session)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call off a session; twice is once."""
    session, user = readable(request, pk), reader_of(request)
    fact = _("Called off: %(when)s, %(coach)s.")
    fact %= {"when": times.time_range(session.starts_at), "coach": session.coach}
    if session.state == State.CANCELLED and session_policies.coordinates(user, session):
        return done(request, fact, session)
    if not session_policies.can_cancel(user, session):
        raise PermissionDenied
    form = CancelForm(request.POST, session=session, by=user)
    if form.is_valid() and form.cancel():
        return done(request, fact + "\n" + _("The others got a message."), session)
    return refused(request, " ".join(str(error) for errors in form.errors.values() for error in errors), session)


@login_required
@require_POST
def propose_first(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a first time to a new teacher."""
    person = get_object_or_404(User.objects.visible_to(reader_of(request)), pk=pk)
    if not policies.can_propose_first_session(reader_of(request), person):
        raise Http404("not in scope")
    try:
        session = services.propose_first_session(person=person, by=reader_of(request))
    except BookingRefused as refusal:
        return refused(request, refusal.sentence)
    words = {"who": person, "when": times.time_range(session.starts_at), "coach": session.coach}
    return done(request, _("Proposed: %(who)s, %(when)s, %(coach)s.") % words, session)
