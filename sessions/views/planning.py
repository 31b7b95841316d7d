"""Planning sessions in three steps: what and when, the dates one by one, saved."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from organisation.people import reader_of
from sessions.exceptions import BookingRefused
from sessions.plan_dates import PlanDates
from sessions.plan_form import PlanForm
from sessions.policies import can_plan


def _planner(request: HttpRequest) -> PlanForm:
    """The form with what was typed, if anything; 403 for whoever plans nothing."""
    user = reader_of(request)
    if user.institution_id is None or not can_plan(user):
        raise PermissionDenied
    return PlanForm(request.POST if request.method == "POST" else None, reader=user)


@login_required
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    return render(request, "sessions/plan.html", {"form": _planner(request)})


@login_required
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """The form once more, with everything that was typed."""
    form = _planner(request)
    form.is_valid()
    return render(request, "sessions/plan.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_POST
def dates(request: HttpRequest) -> HttpResponse:
    """The dates one by one, with what stands against each; nothing is saved yet."""
    form = _planner(request)
    if not form.is_valid():
        return render(request, "sessions/plan.html", {"form": form}, status=400)
    rows = PlanDates(form, request.POST, is_first="choice_0" not in request.POST)
    return render(request, "sessions/plan_dates.html", {"form": form, "plan": rows})


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Book all dates that are not skipped, or none; while one of them can not be, the dates are shown again."""
    form = _planner(request)
    if not form.is_valid():
        return render(request, "sessions/plan.html", {"form": form}, status=400)
    rows, refusal = PlanDates(form, request.POST, is_first=False), None
    if not rows.clashes:
        try:
            booked = rows.save()
        except BookingRefused as error:
            refusal = error
        else:
            messages.success(request, _said(len(booked), form))
            return redirect("sessions:detail", booked[0].pk)
    context = {"form": form, "plan": rows, "refusal": refusal, "was_saving": True}
    return render(request, "sessions/plan_dates.html", context, status=409)


def _said(count: int, form: PlanForm) -> str:
    fact = ngettext("%(n)d session is booked.", "%(n)d sessions are booked.", count) % {"n": count}
    rest = _("Now you can invite people.") if form.outline().is_group else _("Everyone got one message.")
    return f"{fact}\n{rest}"
