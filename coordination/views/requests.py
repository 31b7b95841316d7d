"""`/requests/`: asking without choosing a coach, and what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination import policies, services
from coordination.forms.requests import HelpRequestForm
from coordination.models import HelpRequest
from kit.free_text import looks_personal, personal_hint
from organisation.people import reader_of

PAGE = 20


@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """One's own requests; for a coordinator also those that wait in the scope."""
    user = reader_of(request)
    readable = HelpRequest.objects.visible_to(user).select_related("topic", "person")
    waiting = readable.open().exclude(person=user) if user.holds("coordinator") else readable.none()
    page = Paginator(readable.filter(person=user).order_by("-created_at"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "waiting": waiting[:PAGE], "may_ask": user.institution_id is not None}
    return render(request, "coordination/requests.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    user = reader_of(request)
    if user.institution is None:
        raise PermissionDenied
    form = HelpRequestForm(
        request.POST if request.method == "POST" else None,
        person=user,
        initial={"topic": request.GET.get("topic", "")[:18]},
    )
    if request.method == "POST" and form.is_valid():
        form.ask()
        if looks_personal(form.cleaned_data["about"]):
            messages.info(request, personal_hint())
        messages.success(request, _promise(user.institution.request_promise_days))
        return redirect("coordination:requests")
    status = 400 if form.errors else 200
    return render(request, "coordination/ask.html", {"form": form, "institution": user.institution}, status=status)


def _promise(days: int) -> str:
    promise = ngettext(
        "You get an answer within %(days)d working day.", "You get an answer within %(days)d working days.", days
    )
    return _("The request is sent.") + "\n" + promise % {"days": days}


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    found = get_object_or_404(HelpRequest.objects.visible_to(user), pk=pk)
    if found.person_id == user.pk and found.state == HelpRequest.State.WITHDRAWN:
        return redirect("coordination:requests")
    if not policies.can_withdraw(user, found):
        raise PermissionDenied
    services.withdraw_request(request=found)
    messages.success(request, _("The request is withdrawn."))
    return redirect("coordination:requests")
