"""A coach's own pages about profile and opening hours."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coaches.forms import OpeningHoursForm, ProfileForm
from coaches.models import Coach, OpeningHours
from coaches.policies import is_coach
from coaches.selectors import weekly_hours
from organisation.people import reader_of

FORM_METHODS = ["GET", "HEAD", "POST"]


def own_coach(request: HttpRequest) -> Coach:
    """The reader as a coach; 403 for whoever is none."""
    user = reader_of(request)
    if not is_coach(user):
        raise PermissionDenied
    return user.coach


@login_required
@require_http_methods(FORM_METHODS)
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=own_coach(request))
    if form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved.") + "\n" + _("Colleagues see it at once."))
        return redirect("coaches:profile")
    return render(request, "coaches/profile.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_safe
def opening_hours(request: HttpRequest) -> HttpResponse:
    coach = own_coach(request)
    today = timezone.localdate()
    days, over = weekly_hours(coach, today)
    return render(request, "coaches/hours.html", {"coach": coach, "days": days, "over": over, "today": today})


@login_required
@require_http_methods(FORM_METHODS)
def add_opening_hours(request: HttpRequest) -> HttpResponse:
    coach = own_coach(request)
    span = OpeningHours(institution=coach.institution, coach=coach, site=coach.user.home_site)
    return _edit(request, OpeningHoursForm(request.POST or None, instance=span), _("The hours are added."))


@login_required
@require_http_methods(FORM_METHODS)
def edit_opening_hours(request: HttpRequest, pk: int) -> HttpResponse:
    span = _own_hours(request, pk)
    return _edit(request, OpeningHoursForm(request.POST or None, instance=span), _("The hours are changed."))


def _own_hours(request: HttpRequest, pk: int) -> OpeningHours:
    own = own_coach(request).opening_hours.select_related("institution", "site")
    return get_object_or_404(own, pk=pk)


def _edit(request: HttpRequest, form: OpeningHoursForm, done: str) -> HttpResponse:
    if form.is_valid() and form.store():
        messages.success(request, done + "\n" + _("What is booked already stays as it is."))
        return redirect("coaches:opening_hours")
    return render(request, "coaches/hours_form.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_http_methods(FORM_METHODS)
def delete_opening_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST removes; what is booked within them stays."""
    span = _own_hours(request, pk)
    if request.method == "POST":
        span.delete()
        messages.success(request, _("The hours are removed.") + "\n" + _("What is booked already stays as it is."))
        return redirect("coaches:opening_hours")
    return render(request, "coaches/hours_delete.html", {"span": span})
