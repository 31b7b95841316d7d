"""`/quality/`: what was proposed and seen, and what the house does about it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit.free_text import looks_personal, personal_hint
from organisation.calendar import academic_year_of
from organisation.people import reader_of
from quality import policies
from quality.forms.actions import ActionForm, ObservationForm, ProposalForm
from quality.models import Observation
from quality.selectors.actions import loop_of
from quality.services.actions import observe as write_observation
from quality.services.actions import propose as write_proposal
from quality.services.actions import propose_action
from quality.team_policies import reads_teams

YEAR_BEGINS = (8, 1)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user = reader_of(request)
    if not policies.can_propose(user):
        raise PermissionDenied
    context = {
        "loop": loop_of(user),
        "may_observe": policies.can_observe(user),
        "may_set_up": policies.can_set_up(user),
        "reads_teams": reads_teams(user),
        "reads_report": policies.reads_report(user),
        "reads_programme": policies.reads_programme(user),
    }
    return render(request, "quality/index.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    user = reader_of(request)
    if not policies.can_propose(user):
        raise PermissionDenied
    form = ProposalForm(request.POST if request.method == "POST" else None, by=user)
    if form.is_valid():
        write_proposal(by=user, **form.cleaned_data)
        _thank(request, form.cleaned_data["text"], _("Thank you. The team looks at your proposal."))
        return redirect("quality:index")
    words = {
        "title": _("Propose a theme"),
        "lead": _("Tell what comes up again and again in the work. Your colleagues read it, without your name."),
        "submit": _("Send the proposal"),
    }
    return _form_page(request, form, words, reverse("quality:index"))


@login_required
@require_safe
def observation(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    rows = Observation.objects.visible_to(user).select_related("topic", "proposal")
    found = get_object_or_404(rows.prefetch_related("actions", "answers"), pk=pk)
    return render(
        request, "quality/observation.html", {"observation": found, "may_observe": policies.can_observe(user)}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def observe(request: HttpRequest) -> HttpResponse:
    """What the team has seen. `?proposal=` names what a colleague proposed; one that is not found counts as none."""
    user = reader_of(request)
    if not policies.can_observe(user):
        raise PermissionDenied
    proposals = Observation.objects.visible_to(user).filter(by_team=False)
    asked = request.GET.get("proposal", "")
    proposal = proposals.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None
    form = ObservationForm(request.POST if request.method == "POST" else None, by=user, initial=_usual(proposal))
    if form.is_valid():
        written = write_observation(by=user, proposal=proposal, **form.cleaned_data)
        _thank(request, form.cleaned_data["text"], _("The observation is saved."))
        return redirect("quality:observation", pk=written.pk)
    words = {
        "title": _("Write an observation"),
        "lead": proposal.text if proposal else _("What the team has seen in a period, without persons."),
        "submit": _("Save the observation"),
    }
    return _form_page(request, form, words, reverse("quality:index"))


def _usual(proposal: Observation | None) -> dict[str, Any]:
    """The academic year so far, and the topic of the proposal."""
    today = timezone.localdate()
    first = today.replace(year=academic_year_of(today), month=YEAR_BEGINS[0], day=YEAR_BEGINS[1])
    return {"first_day": first, "last_day": today, "topic": proposal.topic_id if proposal else None}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_action(request: HttpRequest, pk: int) -> HttpResponse:
    """An action out of an observation; a manager decides about it."""
    user = reader_of(request)
    found = get_object_or_404(Observation.objects.visible_to(user), pk=pk)
    if not policies.can_observe(user):
        raise PermissionDenied
    form = ActionForm(request.POST if request.method == "POST" else None, observation=found, by=user)
    if form.is_valid():
        made = propose_action(by=user, observation=found, **form.cleaned_data)
        _thank(request, form.cleaned_data["what"], _("The action is proposed. A manager decides about it."))
        return redirect("quality:action", pk=made.pk)
    words = {"title": _("Propose an action"), "lead": found.text, "submit": _("Propose the action")}
    return _form_page(request, form, words, reverse("quality:observation", args=[pk]))


def _thank(request: HttpRequest, text: str, sentence: str) -> None:
    messages.success(request, sentence)
    if looks_personal(text):
        messages.warning(request, personal_hint())


def _form_page(request: HttpRequest, form: Any, words: dict[str, str], back: str) -> HttpResponse:
    context = {"form": form, "back": back, "crumb": _("Quality"), **words}
    return render(request, "quality/form.html", context, status=400 if form.errors else 200)
