"""`/coordinate/settings/home-base/`: what the home base says, and the logo; and the logo itself, for every page."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from coordination.forms.home_base import HomeBaseForm
from coordination.views.settings import administered
from organisation.models import Logo

YEAR = 365 * 24 * 60 * 60


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def home_base(request: HttpRequest) -> HttpResponse:
    # A copy, so that the page's frame shows what is saved, not what was just typed.
    institution = copy(administered(request))
    posted = request.method == "POST"
    form = HomeBaseForm(request.POST if posted else None, request.FILES if posted else None, institution=institution)
    if form.is_valid():
        form.save()
        messages.success(request, _("The home base is saved."))
        return redirect("home")
    return render(request, "coordination/home_base.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def logo(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    """Open to everybody, as it stands on the institution's public page. Another picture has another address."""
    found = get_object_or_404(Logo, pk=pk, institution__logo_hash=version)
    return HttpResponse(bytes(found.content), content_type=found.content_type)
