"""Naming coaches and making teams."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coaches.models import Team
from coordination import reach
from coordination.exports import teams_table
from coordination.forms.people import CoachForm, TeamForm
from coordination.selectors.people_list import teams_with_coaches
from coordination.views.people import caretaker, person_in_reach
from kit.tables import format_of, table_response
from organisation.terms import say


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def coach(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a person as a coach, or change what a coach is named for."""
    user = caretaker(request)
    shown = person_in_reach(user, pk)
    form = CoachForm(request.POST if request.method == "POST" else None, by=user, person=shown)
    was_coach = hasattr(shown, "coach") and shown.coach.is_active
    if form.is_valid() and form.name_coach():
        fact = say(_("{name} is a {coach}."), name=shown.get_full_name())
        rest = _("Times can be booked once opening hours are set.")
        messages.success(request, _("The details are saved.") if was_coach else f"{fact}\n{rest}")
        return redirect("coordination:person", pk)
    context = {"form": form, "person": shown, "was_coach": was_coach}
    return render(request, "coordination/people/coach.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    return render(request, "coordination/people/teams.html", {"teams": teams_with_coaches(caretaker(request))})


@login_required
@require_safe
def export_teams(request: HttpRequest) -> HttpResponseBase:
    """The same teams as a file."""
    table = teams_table(teams_with_coaches(caretaker(request)))
    return table_response(name=_("teams"), form=format_of(request.GET), **table)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_team(request: HttpRequest) -> HttpResponse:
    caretaker(request)
    return _team(request, Team())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_team(request: HttpRequest, pk: int) -> HttpResponse:
    return _team(request, get_object_or_404(reach.teams_in_reach(caretaker(request)), pk=pk))


def _team(request: HttpRequest, team: Team) -> HttpResponse:
    form = TeamForm(request.POST if request.method == "POST" else None, instance=team, by=caretaker(request))
    if form.is_valid():
        saved = form.store()
        messages.success(request, _("The team %(name)s is saved.") % {"name": saved.name})
        return redirect("coordination:teams")
    context = {"form": form, "adding": team.pk is None}
    return render(request, "coordination/people/team.html", context, status=400 if form.errors else 200)
