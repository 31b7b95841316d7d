"""`/log/hours/`: one's own hours."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coaches.hours.pages import account_file, account_page, asked_year
from coaches.hours.reach import sees_others_hours
from coaches.log.views import logger
from organisation.people import institution_of


@login_required
@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    user = logger(request)
    context = account_page(user, asked_year(request, institution_of(user)))
    return render(request, "coaches/hours/own.html", context | {"sees_others": sees_others_hours(user)})


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    return account_file(request, logger(request))


@login_required
@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """The account on paper, with room for two names under it."""
    user = logger(request)
    return render(request, "coaches/hours/print.html", account_page(user, asked_year(request, institution_of(user))))
