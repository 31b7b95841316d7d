"""`/coach/calendars/`: the calendars whose busy times are kept out of a coach's free times."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaches.calendar_forms import MOST, CalendarForm
from coaches.calendar_source import CalendarSource
from coaches.refreshing import read_now
from coaches.views import FORM_METHODS, own_coach


def own_calendars(request: HttpRequest) -> QuerySet[CalendarSource]:
    """The reader's, each with the number of its busy times `ahead`."""
    ahead = Count("busy_times", filter=Q(busy_times__during__endswith__gt=Now()))
    return own_coach(request).calendar_sources.annotate(ahead=ahead).order_by("pk")


@login_required
@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    sources = list(own_calendars(request))
    return render(request, "coaches/calendars.html", {"sources": sources, "may_add": len(sources) < MOST})


@login_required
@require_http_methods(FORM_METHODS)
@transaction.atomic
def add_calendar(request: HttpRequest) -> HttpResponse:
    form = CalendarForm(request.POST if request.method == "POST" else None, coach=own_coach(request))
    if form.is_valid():
        read_now(form.save())
        messages.success(request, _("The calendar is connected.") + "\n" + _("It is being read for the first time."))
        return redirect("coaches:calendars")
    return render(request, "coaches/calendar_form.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_POST
@transaction.atomic
def read_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it read now; how that went stands in its row."""
    read_now(get_object_or_404(own_calendars(request), pk=pk))
    return redirect("coaches:calendars")


@login_required
@require_http_methods(FORM_METHODS)
def remove_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST removes, with the busy times that came from it."""
    source = get_object_or_404(own_calendars(request), pk=pk)
    if request.method == "POST":
        source.delete()
        messages.success(request, _("The calendar is removed.") + "\n" + _("Its times can be booked again."))
        return redirect("coaches:calendars")
    return render(request, "coaches/calendar_remove.html", {"source": source})
