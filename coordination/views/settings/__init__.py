"""`/coordinate/settings/`: what an institution decides for itself, one module a page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coordination.forms.settings import SettingForm
from organisation.models import Institution, Role
from organisation.people import reader_of

FORM_METHODS = ["GET", "HEAD", "POST"]


def administered(request: HttpRequest) -> Institution:
    """The institution whose rules the reader may set; 403 for everyone but its programme admins."""
    user = reader_of(request)
    if user.institution is None or not user.holds(Role.Kind.PROGRAMME_ADMIN):
        raise PermissionDenied
    return user.institution


def typed(request: HttpRequest) -> Any:
    """What was sent, for a form; None where nothing was."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, form: SettingForm, template: str, *, done: str, to: str, **more: Any) -> HttpResponse:
    """Save the form and go on to `to`, saying `done`; or show it, with what is wrong."""
    if request.method == "POST" and form.is_valid() and form.store():
        messages.success(request, done)
        return redirect(to)
    return render(request, template, {"form": form, "settings_address": to, **more}, status=form.status)
