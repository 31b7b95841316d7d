"""`/coordinate/people/`: the people whom one looks after."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination import reach
from coordination.exports import people_table
from coordination.forms.people import NewPersonForm, PeopleFilterForm, PersonForm
from coordination.selectors.people_list import people_list, teams_of
from coordination.services.leaving import bring_back, sessions_ahead
from coordination.services.people import welcome_people
from kit.tables import format_of, table_response
from notifications.mailboxes import refused_at
from organisation.models import Role, User
from organisation.people import reader_of

PAGE = 50


def caretaker(request: HttpRequest) -> User:
    """The reader, who looks after people; 403 for everyone else."""
    user = reader_of(request)
    if not reach.looks_after_people(user):
        raise PermissionDenied
    return user


def person_in_reach(user: User, pk: int) -> User:
    """404 for whoever is out of reach of `user`."""
    related = ("home_site", "home_sector", "coach", "welcome", "institution", "mailbox")
    rows = reach.people_in_reach(user).select_related(*related)
    return get_object_or_404(rows, pk=pk)


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    user = caretaker(request)
    form = PeopleFilterForm(request.GET, by=user)
    page = Paginator(people_list(user, form.wanted), PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "page": page, "today": timezone.localdate(), "query": request.GET.urlencode()}
    return render(request, "coordination/people/list.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is narrowed down, all pages of it, as `?as=csv` or `xlsx`."""
    user = caretaker(request)
    rows = people_list(user, PeopleFilterForm(request.GET, by=user).wanted)
    return table_response(name=_("people"), form=format_of(request.GET), **people_table(rows))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    user = caretaker(request)
    form = NewPersonForm(request.POST if request.method == "POST" else None, by=user)
    if form.is_valid() and (person := form.add()):
        messages.success(request, _("%(name)s is added.") % {"name": person.get_full_name()})
        return redirect("coordination:person", person.pk)
    context = {"form": form, "adding": True}
    return render(request, "coordination/people/form.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    user = caretaker(request)
    return render(request, "coordination/people/person.html", _page_of(user, person_in_reach(user, pk)))


def _page_of(user: User, shown: User) -> dict[str, Any]:
    coach = getattr(shown, "coach", None)
    return {
        "person": shown,
        "mail_refused": refused_at(shown),
        "coach": coach,
        "teams": teams_of(coach) if coach else [],
        "roles": shown.roles.valid_on(timezone.localdate()).select_related("site", "sector"),
        "ahead": len(sessions_ahead([shown])),
        "today": timezone.localdate(),
        "may_deactivate": shown.is_active and reach.can_deactivate(user, shown),
        "may_open": reach.can_deactivate(user, shown),
        "may_give_roles": user.holds(Role.Kind.PROGRAMME_ADMIN),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = caretaker(request)
    shown = person_in_reach(user, pk)
    form = PersonForm(request.POST if request.method == "POST" else None, instance=shown, by=user)
    if form.is_valid():
        form.save()
        messages.success(request, _("The details are saved."))
        return redirect("coordination:person", pk)
    context = {"form": form, "person": User.objects.get(pk=pk)}
    return render(request, "coordination/people/form.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def welcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more for whoever has not signed in; a person who has, or who left, gets nothing."""
    shown = person_in_reach(caretaker(request), pk)
    if shown.is_active and shown.last_login is None:
        welcome_people([shown])
        messages.success(request, _("The mail is on its way to %(address)s.") % {"address": shown.email})
    return redirect("coordination:person", pk)


@login_required
@require_POST
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    user = caretaker(request)
    shown = person_in_reach(user, pk)
    if not reach.can_deactivate(user, shown):
        raise PermissionDenied
    bring_back(person=shown)
    fact = _("%(name)s can sign in again.") % {"name": shown.get_full_name()}
    messages.success(request, fact + "\n" + _("Sessions that were called off stay called off."))
    return redirect("coordination:person", pk)
