"""`/quality/actions/…`: an action, a manager's decision about it, and how far it is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisation.models import User
from organisation.people import reader_of
from quality import policies
from quality.exceptions import AlreadyDecided, WrittenMeanwhile
from quality.forms.actions import DecisionForm, WorkForm
from quality.models import ImprovementAction
from quality.services.actions import accept, decline, work_on


def _the(user: User, pk: int) -> ImprovementAction:
    rows = ImprovementAction.objects.visible_to(user)
    about = ("institution", "observation__topic", "process", "site", "sector", "owner", "proposed_by")
    return get_object_or_404(rows.select_related(*about), pk=pk)


@login_required
@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    found = _the(user, pk)
    return render(request, "quality/action.html", _context(user, found))


def _context(user: User, action: ImprovementAction) -> dict[str, object]:
    return {
        "action": action,
        "may_decide": action.is_waiting and policies.can_decide(user, action),
        "may_work": action.is_under_way and policies.can_work_on(user, action),
        "steps": ImprovementAction.Step,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes with an owner and a day, or no with a reason; 409 when somebody else has decided meanwhile."""
    user = reader_of(request)
    found = _the(user, pk)
    if not policies.can_decide(user, found):
        raise PermissionDenied
    form = DecisionForm(request.POST if request.method == "POST" else None, action=found, by=user)
    if form.is_valid():
        try:
            _settle(form, found, user)
        except AlreadyDecided:
            return _late(request, found, form, _("Somebody has decided about this action already."))
        messages.success(request, _("The decision is saved.") + "\n" + _("Whoever proposed the action gets a mail."))
        return redirect("quality:action", pk=pk)
    return _form_page(request, found, form, 400 if form.errors else 200)


def _settle(form: DecisionForm, action: ImprovementAction, user: User) -> None:
    said = form.cleaned_data
    if form.is_yes:
        accept(action=action, by=user, owner=said["owner"], due=said["due"])
    else:
        decline(action=action, by=user, reason=said["reason"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; 409 with what was typed when it is not as the page showed it."""
    user = reader_of(request)
    found = _the(user, pk)
    if not policies.can_work_on(user, found):
        raise PermissionDenied
    form = WorkForm(request.POST if request.method == "POST" else None, action=found, by=user)
    if form.is_valid():
        try:
            work_on(action=found, **form.cleaned_data)
        except WrittenMeanwhile:
            return _late(request, found, form, _("Somebody has changed this action after you opened the page."))
        messages.success(request, _("The action is saved."))
        return redirect("quality:action", pk=pk)
    return _form_page(request, found, form, 400 if form.errors else 200)


def _late(request: HttpRequest, action: ImprovementAction, form: DecisionForm | WorkForm, why: str) -> HttpResponse:
    return _form_page(request, _the(reader_of(request), action.pk), form, 409, why)


def _form_page(
    request: HttpRequest, action: ImprovementAction, form: DecisionForm | WorkForm, status: int, late: str = ""
) -> HttpResponse:
    decides = isinstance(form, DecisionForm)
    context = {
        "form": form,
        "title": _("Decide about the action") if decides else _("Work on the action"),
        "lead": action.what,
        "submit": _("Save the decision") if decides else _("Save"),
        "crumb": _("Improvement action"),
        "back": reverse("quality:action", args=[action.pk]),
        "late": late,
    }
    return render(request, "quality/form.html", context, status=status)
