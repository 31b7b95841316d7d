"""`/accessibility/`: the statement, open to everybody; and the feedback that came through it."""

from datetime import date

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination import services
from coordination.forms.accessibility import AccessibilityFeedbackForm
from coordination.models import AccessibilityFeedback, answers_for_accessibility
from organisation.models import Institution
from organisation.people import reader_of
from organisation.selectors import institution_at_host

ASSESSED_ON = date(2026, 11, 25)
PAGE = 20


def concerned(request: HttpRequest) -> Institution | None:
    """Whose statement is read: the reader's own institution, or that of this host."""
    user = request.user
    return user.institution if user.is_authenticated else institution_at_host(request.get_host())


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest) -> HttpResponse:
    institution = concerned(request)
    form = AccessibilityFeedbackForm(request.POST if request.method == "POST" else None)
    status = 400 if form.errors else 200
    if form.is_valid():
        if ratelimit.consume(request, action="accessibility_feedback"):
            form.give(institution)
            messages.success(request, _thanks(form.cleaned_data["email"]))
            return redirect("accessibility")
        form.add_error(None, _("Many messages have come from your network. Wait a few minutes, then send it again."))
        status = 429
    context = {"form": form, "house": institution, "assessed_on": ASSESSED_ON, **_inbox(request)}
    return render(request, "coordination/accessibility.html", context, status=status)


def _thanks(email: str) -> str:
    fact = _("Thank you, the feedback is sent.")
    return fact + "\n" + _("You get an answer within 14 days.") if email else fact


def _inbox(request: HttpRequest) -> dict[str, int | None]:
    """`waiting`: how many feedbacks wait for an answer, for those who answer them; None for all others."""
    user = request.user
    if not user.is_authenticated or not answers_for_accessibility(user):
        return {"waiting": None}
    return {"waiting": AccessibilityFeedback.objects.visible_to(user).waiting().count()}


@login_required
@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """What has come, the one that has waited longest first; what is answered after it, the newest first."""
    user = reader_of(request)
    if not answers_for_accessibility(user):
        raise PermissionDenied
    found = AccessibilityFeedback.objects.visible_to(user).select_related("answered_by")
    rows = found.order_by(F("answered_at").desc(nulls_first=True), "created_at")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "coordination/accessibility_feedback.html", {"page": page})


@login_required
@require_POST
def answered(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    found = get_object_or_404(AccessibilityFeedback.objects.visible_to(user), pk=pk)
    services.answer_accessibility_feedback(feedback=found, by=user)
    messages.success(request, _("The feedback is marked as answered."))
    return redirect("coordination:accessibility_feedback")
