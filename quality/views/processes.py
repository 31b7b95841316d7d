"""`/quality/processes/`: the list of core processes, which programme admins keep."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisation.models import User
from organisation.people import institution_of, reader_of
from quality import policies
from quality.forms.actions import ProcessForm
from quality.models import CoreProcess


def _admin(request: HttpRequest) -> User:
    user = reader_of(request)
    if not policies.can_set_up(user):
        raise PermissionDenied
    return user


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def processes(request: HttpRequest) -> HttpResponse:
    """The list, and a form for one more."""
    user = _admin(request)
    new = CoreProcess(institution=institution_of(user))
    form = ProcessForm(request.POST if request.method == "POST" else None, instance=new)
    if form.is_valid():
        form.save()
        messages.success(request, _("The core process is added."))
        return redirect("quality:processes")
    rows = CoreProcess.objects.visible_to(user).order_by("is_retired", "name_fi")
    context = {"processes": rows, "form": form}
    return render(request, "quality/processes.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def process_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = _admin(request)
    found = get_object_or_404(CoreProcess.objects.visible_to(user), pk=pk)
    form = ProcessForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        form.save()
        messages.success(request, _("The core process is saved."))
        return redirect("quality:processes")
    context = {
        "form": form,
        "title": _("Edit the core process"),
        "submit": _("Save"),
        "crumb": _("Core processes"),
        "back": reverse("quality:processes"),
    }
    return render(request, "quality/form.html", context, status=400 if form.errors else 200)
