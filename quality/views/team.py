"""`/team/`: a team's place: who, what it wants this year, what it covers, when it meets, what it has thought over."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaches.models import Team
from kit.free_text import looks_personal, personal_hint
from kit.times import day_words
from organisation.calendar import academic_year_of
from organisation.models import User
from organisation.people import reader_of
from quality import team_policies as policies
from quality.forms.team import AimForm, ReflectionForm
from quality.models import Reflection, TeamAim
from quality.models.team import own_teams
from quality.selectors.team import aims_of, clinics_of_team, coverage, meetings_ahead, members_of, together
from quality.services.team import add_aim, mark_aim, reflect
from quality.views.removing import remove_asked

AHEAD, PAGE = 4, 20


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One's only team at once; otherwise the teams whose aims one reads."""
    user = reader_of(request)
    if not policies.reads_teams(user):
        raise PermissionDenied
    own = list(own_teams(user))
    teams = list(policies.teams_with_aims(user))
    if len(own) == 1 and teams == own:
        return redirect("team:team", pk=own[0].pk)
    others = [each for each in teams if each not in own]
    return render(request, "quality/team/index.html", {"own": own, "others": others})


@login_required
@require_safe
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole place for its own; aims, and to coordinators dates, for others."""
    user = reader_of(request)
    readable = policies.teams_with_aims(user).annotate(
        is_own=policies.among(own_teams(user)), reads_dates=policies.among(policies.teams_with_dates(user))
    )
    found: Any = get_object_or_404(readable.select_related("institution"), pk=pk)
    today, is_own = timezone.localdate(), found.is_own
    context = {
        "team": found,
        "is_own": is_own,
        "year": academic_year_of(today),
        "aims": aims_of(found, today),
        "reads_dates": found.reads_dates,
        "meetings": meetings_ahead(found)[:AHEAD],
    }
    if is_own:
        members = members_of(found)
        context |= {
            "members": members,
            "together": together(found, members, today),
            "coverage": coverage(found, members, today),
            "clinics": clinics_of_team(user, members),
        }
    return render(request, "quality/team/team.html", context)


def the_own(user: User, pk: int) -> Team:
    """A team of one's own. 404 for whoever may not know it, 403 for whoever reads its aims only."""
    found = get_object_or_404(policies.teams_with_aims(user).select_related("institution"), pk=pk)
    if not policies.is_of(user, found):
        raise PermissionDenied
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def aim_add(request: HttpRequest, pk: int) -> HttpResponse:
    found = the_own(reader_of(request), pk)
    form = AimForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        add_aim(team=found, academic_year=academic_year_of(timezone.localdate()), text=form.cleaned_data["text"])
        messages.success(request, _("The aim is added."))
        return redirect("team:team", pk=pk)
    context = {
        "form": form,
        "title": _("Add an aim"),
        "submit": _("Add the aim"),
        "crumb": found.name,
        "back": reverse("team:team", args=[pk]),
    }
    return render(request, "quality/form.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def aim(request: HttpRequest, pk: int) -> HttpResponse:
    """Reached (`reached=1`), or not reached after all."""
    found = get_object_or_404(TeamAim.objects.visible_to(reader_of(request)), pk=pk)
    mark_aim(aim=found, reached=bool(request.POST.get("reached")))
    return redirect("team:team", pk=found.team_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def aim_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the list, after a question."""
    found = get_object_or_404(TeamAim.objects.visible_to(reader_of(request)), pk=pk)
    return remove_asked(
        request,
        found,
        removed=_("The aim is removed."),
        back=reverse("team:team", args=[found.team_id]),
        title=_("Remove the aim"),
        what=found.text,
        goes=_("It is no longer shown, and can not be brought back. Other aims stay."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reflections(request: HttpRequest, pk: int) -> HttpResponse:
    """What the team has thought over, and the form for one more."""
    user = reader_of(request)
    found = the_own(user, pk)
    form = ReflectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        written = reflect(team=found, author=user, text=form.cleaned_data["text"])
        messages.success(request, _("The reflection is saved. Only the team reads it."))
        if looks_personal(written.text):
            messages.warning(request, personal_hint())
        return redirect("team:reflections", pk=pk)
    rows = Reflection.objects.visible_to(user).filter(team=found).order_by("-written_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"team": found, "page": page, "form": form, "me": user}
    return render(request, "quality/team/reflections.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reflection_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own, after a question."""
    user = reader_of(request)
    found = get_object_or_404(Reflection.objects.visible_to(user), pk=pk)
    if found.author_id != user.pk:
        raise PermissionDenied
    return remove_asked(
        request,
        found,
        removed=_("The reflection is removed."),
        back=reverse("team:reflections", args=[found.team_id]),
        title=_("Remove the reflection"),
        what=capfirst(day_words(found.written_at)),
        text=found.text,
        goes=_("The team no longer reads it, and it can not be brought back."),
    )
