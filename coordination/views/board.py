"""`/coordinate/board/`: the coaches' week, a day of theirs, or both as a list; and the acts on one session."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coordination.exports import sessions_table
from coordination.forms.board import NarrowForm
from coordination.policies import can_see_board
from coordination.selectors.board import Asked, Shown, coaches_of_board, shown
from coordination.selectors.board_choices import Choices, choices_for
from coordination.selectors.board_days import days_of, sessions_of
from kit.tables import format_of, table_response
from organisation.models import Role, User
from organisation.people import reader_of
from sessions.coach_week import monday_of, week_name
from sessions.tokens import day_from

VIEWS = ("week", "day", "list")
_PAGE = re.compile(r"[1-9]\d{0,5}\Z")


@dataclass(frozen=True)
class Place:
    """Where on the board the address leads."""

    view: str
    day: date
    """The day shown, or the Monday of the week."""
    page: int

    @property
    def step(self) -> timedelta:
        return timedelta(days=1 if self.view == "day" else 7)

    def address(self, query: QueryDict, **other: Any) -> str:
        """The query of this view at another time, or of another view at this one."""
        to = {"view": self.view, "day": self.day, **other}
        named = query.copy()
        for name in ("view", "week", "day", "page"):
            named.pop(name, None)
        if to["view"] != "week":
            named["view"] = to["view"]
        if to["day"] and to["view"] == "day":
            named["day"] = to["day"].isoformat()
        elif to["day"]:
            named["week"] = week_name(to["day"] - timedelta(days=to["day"].weekday()))
        return f"?{named.urlencode()}"


def board_reader(request: HttpRequest) -> User:
    """Whoever may see the board; 403 for everyone else."""
    reader = reader_of(request)
    if not can_see_board(reader):
        raise PermissionDenied
    return reader


def _place(request: HttpRequest) -> Place:
    view, number = request.GET.get("view", "week"), request.GET.get("page", "1")
    if view not in VIEWS or not _PAGE.match(number):
        raise Http404("no such view")
    today = timezone.localdate()
    day = day_from(request, "day") or today
    if view != "day":
        day = _monday(request.GET.get("week", ""), today)
    return Place(view, day, int(number))


def _monday(text: str, today: date) -> date:
    try:
        return monday_of(text) if text else today - timedelta(days=today.weekday())
    except ValueError as error:
        raise Http404("not a week") from error


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The whole page; what it is narrowed by wrongly is said, and left out."""
    reader = board_reader(request)
    choices = choices_for(reader, coaches_of_board(reader))
    form, place = NarrowForm(request.GET, choices=choices), _place(request)
    found = shown(_asked(reader, place, form))
    context = _page(request, place, found, choices) | {"narrow": form, **_links(request, place)}
    return render(request, "coordination/board.html", context, status=200 if form.is_valid() else 400)


@login_required
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The rows alone, for a page that looks for changes: 304 as long as there are none, and then little was read."""
    reader, place = board_reader(request), _place(request)
    choices = choices_for(reader, coaches_of_board(reader)) if _is_narrowed(request) else None
    form = NarrowForm(request.GET, choices=choices or Choices())
    found = shown(_asked(reader, place, form))
    if unchanged := get_conditional_response(request, etag=quote_etag(found.mark)):
        return unchanged
    context = _page(request, place, found, choices or choices_for(reader, coaches_of_board(reader)))
    response = render(request, "coordination/_board.html", context)
    response["ETag"] = quote_etag(found.mark)
    return response


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The sessions of the list as it is narrowed down, all pages of it."""
    reader = board_reader(request)
    form = NarrowForm(request.GET, choices=choices_for(reader, coaches_of_board(reader)))
    if not form.is_valid():
        return board(request)
    found = sessions_of(_asked(reader, _place(request), form))
    return table_response(name=_("sessions"), form=format_of(request.GET), **sessions_table(found))


def _is_narrowed(request: HttpRequest) -> bool:
    return any(name in request.GET for name in NarrowForm.base_fields)


def _asked(reader: User, place: Place, form: NarrowForm) -> Asked:
    days = 1 if place.view == "day" else 7
    return Asked(reader=reader, first_day=place.day, days=days, page=place.page, narrowed=form.narrowed)


def _page(request: HttpRequest, place: Place, found: Shown, choices: Choices) -> dict[str, Any]:
    return {
        "board": found,
        "days": days_of(found, choices),
        "choices": choices,
        "place": place,
        "today": timezone.localdate(),
        "may_act": reader_of(request).holds(Role.Kind.COORDINATOR),
        "page": found.page,
    }


def _links(request: HttpRequest, place: Place) -> dict[str, Any]:
    """The addresses around this one: earlier, later, now, and the other views."""
    query, today = request.GET, timezone.localdate()
    day = today if place.view != "day" and place.day <= today < place.day + place.step else place.day
    return {
        "earlier": place.address(query, day=place.day - place.step),
        "later": place.address(query, day=place.day + place.step),
        "now": place.address(query, day=None),
        "views": {
            "day": place.address(query, view="day", day=day),
            "week": place.address(query, view="week"),
            "list": place.address(query, view="list"),
        },
        "kept": [(name, query[name]) for name in ("view", "week", "day") if query.get(name)],
        "query": query.urlencode(),
    }
