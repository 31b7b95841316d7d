"""`/requests/`: asking without choosing a coach, what became of it, and what others ask."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination import policies, services
from coordination.exceptions import RequestChanged
from coordination.exports import requests_table
from coordination.forms.filters import RequestFilterForm
from coordination.forms.requests import HelpRequestForm, carried_over
from coordination.models import HelpRequest, HelpRequestQuerySet
from coordination.selectors.promise import promised_by
from coordination.selectors.waiting import rows_of
from kit import times
from kit.free_text import looks_personal, personal_hint
from kit.tables import format_of, table_response
from organisation.models import Role, User
from organisation.people import institution_of, reader_of

PAGE, ROWS = 20, 10
"""Rows of a page of one's own requests, and of others', where each row is looked for a coach."""


def views_of(user: User) -> list[str]:
    """The lists that `user` has, the one that opens first at the front."""
    has = {
        "scope": user.holds(Role.Kind.COORDINATOR),
        "fitting": _picks(user),
        "mine": user.institution_id is not None,
    }
    return [name for name, there in has.items() if there]


def _picks(user: User) -> bool:
    return hasattr(user, "coach") and institution_of(user).coaches_pick_requests


@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """One's own, those a coach may take, or those in a coordinator's scope: `?view=`."""
    user = reader_of(request)
    views = views_of(user)
    chosen = request.GET.get("view", "")
    view = chosen if chosen in views else next(iter(views), "mine")
    context: dict[str, Any] = {"view": view, "views": views, "may_ask": "mine" in views} | LISTS[view](request, user)
    return render(request, "coordination/requests.html", context, status=context.pop("status", 200))


def _mine(request: HttpRequest, user: User) -> dict[str, Any]:
    rows = HelpRequest.objects.visible_to(user).filter(person=user).for_list().order_by("-created_at")
    return {"page": Paginator(rows, PAGE).get_page(request.GET.get("page"))}


def _fitting(request: HttpRequest, user: User) -> dict[str, Any]:
    rows = HelpRequest.objects.pickable_by(user).open().for_list()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "rows": rows_of(user, page.object_list)}


def _scope(request: HttpRequest, user: User) -> dict[str, Any]:
    form, found = _in_scope(request, user)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": request.GET.urlencode(), "status": 400 if form.errors else 200}
    return context | {"rows": rows_of(user, page.object_list)}


def _in_scope(request: HttpRequest, user: User) -> tuple[RequestFilterForm, HelpRequestQuerySet]:
    """Without a state in the query, what waits; with an empty one, all of them."""
    query = request.GET.copy()
    query.setdefault("state", HelpRequest.State.OPEN)
    form = RequestFilterForm(query, reader=user)
    found = HelpRequest.objects.visible_to(user).in_scope(user).for_list().order_by("waits_since", "pk")
    return form, form.narrow(found) if form.is_valid() else found.none()


LISTS: dict[str, Callable[[HttpRequest, User], dict[str, Any]]] = {"mine": _mine, "fitting": _fitting, "scope": _scope}


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The requests in a coordinator's scope as they are narrowed down, all pages of them."""
    user = reader_of(request)
    if not user.holds(Role.Kind.COORDINATOR):
        raise PermissionDenied
    form, found = _in_scope(request, user)
    if form.errors:
        return requests(request)
    return table_response(name=_("requests"), form=format_of(request.GET), **requests_table(found))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    user = reader_of(request)
    if user.institution_id is None:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = HelpRequestForm(data, person=user, initial=carried_over(request.GET))
    if form.is_valid():
        asked = form.save()
        _hint(request, form)
        messages.success(request, _told(asked, services.propose_best(request=asked) is not None))
        return redirect("coordination:requests")
    context = {"form": form, "promised_on": promised_by(HelpRequest(institution=user.institution))}
    return render(request, "coordination/ask.html", context, status=400 if form.errors else 200)


def _told(asked: HelpRequest, proposed: bool) -> str:
    if proposed:
        return _("The request is sent.") + "\n" + _("A time is proposed to you already. You have a message about it.")
    day = times.day_words(asked.promised_on)
    return _("The request is sent.") + "\n" + _("You get an answer by %(day)s.") % {"day": day}


def _hint(request: HttpRequest, form: HelpRequestForm) -> None:
    """Of what it is about; where colleagues are named, their addresses are asked for."""
    if looks_personal(form.cleaned_data["about"]):
        messages.info(request, personal_hint())


def _own(request: HttpRequest, pk: int) -> HelpRequest:
    """The request `pk`, if it is the reader's own: 403 for others who may read it, else 404."""
    user = reader_of(request)
    found = get_object_or_404(HelpRequest.objects.visible_to(user).for_list(), pk=pk)
    if found.person_id != user.pk:
        raise PermissionDenied
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _own(request, pk)
    if not policies.can_change(reader_of(request), asked):
        return _too_late(request)
    data = request.POST if request.method == "POST" else None
    form = HelpRequestForm(data, person=reader_of(request), request=asked)
    if form.is_valid():
        try:
            form.save()
        except RequestChanged:
            return _too_late(request)
        _hint(request, form)
        messages.success(request, _("The request is changed."))
        return redirect("coordination:requests")
    context = {"form": form, "asked": asked}
    return render(request, "coordination/ask.html", context, status=400 if form.errors else 200)


def _too_late(request: HttpRequest) -> HttpResponse:
    messages.info(request, str(RequestChanged()))
    return redirect("coordination:requests")


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _own(request, pk)
    if asked.state != HelpRequest.State.WITHDRAWN:
        asked = services.withdraw_request(request=asked)
        if asked.state != HelpRequest.State.WITHDRAWN:
            return _too_late(request)
        messages.success(request, _("The request is withdrawn."))
    return redirect("coordination:requests")
