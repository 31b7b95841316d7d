"""`/quality/self-evaluation/`: opening one, answering it, and what it says once it is closed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisation.calendar import academic_year_of
from organisation.people import institution_of
from quality import policies
from quality.exceptions import EvaluationClosed
from quality.forms.year import EvaluationForm, FactorsForm
from quality.models import FactorAnswer, Step
from quality.selectors.evaluation import evaluations_for, results_of
from quality.services.evaluation import answer_evaluation, open_evaluation
from quality.views.year import reader


@login_required
@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    rows = [(each, policies.can_answer(user, each)) for each in evaluations_for(user)]
    context = {"rows": rows, "keeps": policies.keeps_year(user)}
    return render(request, "quality/year/evaluations.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_add(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    if not policies.keeps_year(user):
        raise PermissionDenied
    form = EvaluationForm(request.POST if request.method == "POST" else None, by=user)
    if form.is_valid():
        year = academic_year_of(timezone.localdate())
        opened = open_evaluation(institution=institution_of(user), academic_year=year, **form.cleaned_data)
        messages.success(request, _("The self-evaluation is open. Ask everybody of the programme to answer."))
        return redirect("quality:evaluation", pk=opened.pk)
    context = {
        "form": form,
        "title": _("Open a self-evaluation"),
        "lead": _("Eight statements about the programme, answered by those who help, coordinate and lead."),
        "submit": _("Open it"),
        "crumb": _("Self-evaluation"),
        "back": reverse("quality:evaluations"),
    }
    return render(request, "quality/form.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says; while it is open only how to answer."""
    user = reader(request)
    found = get_object_or_404(evaluations_for(user), pk=pk)
    context = {
        "evaluation": found,
        "may_answer": policies.can_answer(user, found),
        "results": [] if found.is_open else results_of(found),
        "steps": Step.choices,
        "least": found.institution.suppression_persons,
    }
    return render(request, "quality/year/evaluation.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own answers, which can be changed until it closes."""
    user = reader(request)
    found = get_object_or_404(evaluations_for(user), pk=pk)
    if not policies.can_answer(user, found):
        raise PermissionDenied
    mine = dict(FactorAnswer.objects.filter(evaluation=found, person=user).values_list("factor", "step"))
    form = FactorsForm(request.POST if request.method == "POST" else None, initial=mine)
    late = ""
    if form.is_valid():
        try:
            answer_evaluation(evaluation=found, person=user, steps=form.cleaned_data)
        except EvaluationClosed:
            late = _("The self-evaluation was closed a moment ago.")
        else:
            messages.success(request, _("Thank you. Your answers are saved, and nobody sees who gave them."))
            return redirect("quality:evaluations")
    context = {
        "form": form,
        "title": _("How is it with us?"),
        "lead": _("Answer as you see it. Only means of several people are shown, never who said what."),
        "submit": _("Save my answers"),
        "crumb": _("Self-evaluation"),
        "back": reverse("quality:evaluations"),
        "late": late,
    }
    return render(request, "quality/form.html", context, status=409 if late else 400 if form.errors else 200)
