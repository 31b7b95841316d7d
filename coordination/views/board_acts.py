"""One session of the board: to another time or coach, or called off. A page of its own, and the board's dialog."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordination import policies
from coordination.forms.board import PlaceForm, TokenForm
from coordination.selectors.board_places import coaches_for, next_place
from coordination.views.board import board_reader
from kit import times
from organisation.people import reader_of
from sessions.coach_week import week_name
from sessions.exceptions import Reason
from sessions.forms import CancelForm
from sessions.models import Session
from sessions.policies import coordinates
from sessions.views.reading import readable

KEPT = ("view", "week", "day", "page", "site", "sector", "topic", "team")


@login_required
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Its facts, and for whoever may act the free times of the coach and day that the address names."""
    board_reader(request)
    found = readable(request, pk)
    return render(request, "coordination/board_session.html", _page(request, found, request.GET))


@login_required
@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the session where the chosen `time` says; a time that is gone is a 409 with what is free."""
    found = _coordinated(request, pk)
    by = reader_of(request)
    form = TokenForm(request.POST, session=found, coaches=coaches_for(found, by), by=by)
    if form.is_valid() and (placed := form.place()):
        messages.success(request, _placed(placed))
        return redirect(_back(request.POST, placed))
    context = _page(request, found, request.POST) | {"refused": _refused(form), "bad": form.errors.get("time")}
    return render(request, "coordination/board_session.html", context, status=409 if form.refusal else 400)


@login_required
@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    found = _coordinated(request, pk)
    form = CancelForm(request.POST, session=found, by=reader_of(request))
    if form.is_valid() and form.cancel():
        messages.success(request, _("The session was cancelled.") + "\n" + _("The others got a message."))
        return redirect(_back(request.POST, found))
    context = _page(request, found, request.POST) | {"off": form}
    return render(request, "coordination/board_session.html", context, status=400)


def _coordinated(request: HttpRequest, pk: int) -> Session:
    """A session in the reader's scope as coordinator. One that was called off meanwhile is the service's to refuse."""
    board_reader(request)
    found = readable(request, pk)
    if not coordinates(reader_of(request), found):
        raise PermissionDenied
    return found


def _page(request: HttpRequest, found: Session, data: QueryDict) -> dict[str, Any]:
    reader, asks, later = reader_of(request), None, None
    if policies.can_place(reader, found):
        asks = PlaceForm(data, session=found, coaches=coaches_for(found, reader))
        if asks.is_valid() and not asks.times:
            later = next_place(found, asks.cleaned_data["coach"], asks.cleaned_data["day"])
    return {
        "session": found,
        "asks": asks,
        "later": later,
        "off": CancelForm(session=found, by=reader) if policies.can_call_off(reader, found) else None,
        "back": _kept(data),
        "back_url": _back(data, found),
    }


def _placed(session: Session) -> str:
    fact = _("The session has been moved.")
    when = times.near(session.starts_at)
    rest = _("Now %(when)s, %(coach)s. Everyone got a message.") % {"when": when, "coach": session.coach}
    return f"{fact}\n{rest}"


def _refused(form: TokenForm) -> str:
    """What stands against it; whose time it is that is taken."""
    if not form.refusal:
        return ""
    if form.refusal.reason == Reason.COACH_BUSY:
        words = _("%(time)s is already taken: %(coach)s.")
        return words % {"time": times.at_clock(form.starts_at).capitalize(), "coach": form.coach}
    return form.refusal.sentence


def _kept(data: QueryDict) -> str:
    """The board's own query, as the address or the form carries it under `back`; nothing else of it."""
    query = QueryDict(data.get("back", "").lstrip("?")[:500], mutable=True)
    for name in set(query) - set(KEPT):
        del query[name]
    return query.urlencode()


def _back(data: QueryDict, session: Session) -> str:
    """The board as it was; the week of the session, for whoever did not come from there."""
    day = timezone.localdate(session.starts_at)
    query = _kept(data) or f"week={week_name(day - timedelta(days=day.weekday()))}"
    return f"{reverse('coordination:board')}?{query}"
