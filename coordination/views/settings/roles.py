"""Roles: who has one, who had one, giving one and ending one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.forms.settings.roles import RoleForm
from coordination.services.roles import LAST, end_role, is_last_of
from coordination.views.settings import FORM_METHODS, administered, typed
from kit.names import sort_key
from organisation.exceptions import SettingRefused
from organisation.models import Institution, Role
from organisation.people import reader_of

PAGE = 20
ORDER = [Role.Kind.PROGRAMME_ADMIN, Role.Kind.COORDINATOR, Role.Kind.MANAGER]


@login_required
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    institution, today = administered(request), timezone.localdate()
    found = Role.objects.filter(institution=institution).select_related("user", "site", "sector")
    over = found.filter(valid_until__lt=today).order_by("-valid_until", "-pk")
    context = {
        "held": _by_kind(found.exclude(valid_until__lt=today)),
        "page": Paginator(over, PAGE).get_page(request.GET.get("page")),
        "today": today,
    }
    return render(request, "coordination/settings/roles.html", context)


def _by_kind(found: Any) -> list[tuple[str, list[Role]]]:
    held = sorted(found, key=lambda role: (sort_key(role.user.last_name), sort_key(role.user.first_name), role.pk))
    kinds = [(str(kind.label), [role for role in held if role.kind == kind]) for kind in ORDER]
    return [(label, those) for label, those in kinds if those]


@login_required
@require_http_methods(FORM_METHODS)
def give(request: HttpRequest) -> HttpResponse:
    """`?person=` fills in whom it is for."""
    administered(request)
    form = RoleForm(typed(request), by=reader_of(request), initial={"person": request.GET.get("person", "")[:254]})
    if request.method == "POST" and form.is_valid() and (role := form.give()):
        said = _("%(name)s has the role.") % {"name": role.user.get_full_name()}
        messages.success(request, said)
        return redirect("coordination:roles")
    return render(request, "coordination/settings/role_give.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST ends it at once."""
    role = _own(request, administered(request), pk)
    by = reader_of(request)
    if is_last_of(by, role):
        return render(request, "coordination/settings/role_end.html", {"role": role, "refused": LAST}, status=409)
    if request.method == "POST":
        try:
            end_role(by=by, role=role)
            messages.success(request, _("The role is ended. %(name)s has no rights by it any more.") % _who(role))
        except SettingRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("coordination:roles")
    return render(request, "coordination/settings/role_end.html", {"role": role})


def _own(request: HttpRequest, institution: Institution, pk: int) -> Role:
    found = Role.objects.filter(institution=institution).select_related("user", "site", "sector")
    return get_object_or_404(found, pk=pk)


def _who(role: Role) -> dict[str, str]:
    return {"name": role.user.get_full_name()}
