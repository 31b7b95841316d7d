"""`/coordinate/changes/`: what will be done in another way from a day on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination import policies
from coordination.exports import changes_table
from coordination.forms.changes import ChangeForm
from coordination.models import Change
from coordination.views.letters import coordinator
from kit.tables import format_of, table_response
from organisation.models import User

SHOWN = 100


@login_required
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Those that stand on a home base now or later; the reader's own scope can be mended."""
    user = coordinator(request)
    shown = list(_current(user)[:SHOWN])
    mine = {change.pk for change in shown if policies.can_edit_change(user, change)}
    return render(request, "coordination/changes.html", {"changes": shown, "mine": mine})


def _current(user: User) -> QuerySet[Change]:
    rows = Change.objects.visible_to(user).current(timezone.localdate())
    return rows.select_related("site", "sector").prefetch_related("topics")


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The same changes as a file."""
    table = changes_table(_current(coordinator(request)))
    return table_response(name=_("changes"), form=format_of(request.GET), **table)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_change(request: HttpRequest) -> HttpResponse:
    return _edit(request, coordinator(request), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_change(request: HttpRequest, pk: int) -> HttpResponse:
    user = coordinator(request)
    return _edit(request, user, _own(user, pk))


def _edit(request: HttpRequest, user: User, change: Change | None) -> HttpResponse:
    form = ChangeForm(request.POST if request.method == "POST" else None, by=user, change=change)
    if form.is_valid():
        form.save()
        messages.success(
            request, _("The change is saved.") + "\n" + _("Those whom it concerns see it on the home base.")
        )
        return redirect("coordination:changes")
    context = {"form": form, "change": change}
    return render(request, "coordination/change_form.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def remove_change(request: HttpRequest, pk: int) -> HttpResponse:
    _own(coordinator(request), pk).delete()
    messages.success(request, _("The change is taken away."))
    return redirect("coordination:changes")


def _own(user: User, pk: int) -> Change:
    """The change `pk`; 403 where the reader's scope does not hold it."""
    change = get_object_or_404(Change.objects.visible_to(user), pk=pk)
    if not policies.can_edit_change(user, change):
        raise PermissionDenied
    return change
