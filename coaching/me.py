"""A person's own page: details, sign-in, and what others see about them."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from coaches.log.selectors import rows_about
from coaching.visibility import readers_of
from notifications.mailboxes import refused_at
from organisation.forms import OwnDetailsForm
from organisation.people import reader_of
from sessions.views.feeds import offers_to

NAMED_SHOWN = 3
"""Rows of the log that name the reader; the rest has a page of its own."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show and save one's own details."""
    # A copy, so that the page's frame shows who the person is, not what was just typed.
    form = OwnDetailsForm(request.POST if request.method == "POST" else None, instance=copy(reader_of(request)))
    if form.is_valid():
        person = form.save()
        with override(person.language):
            messages.success(request, _("Your details are saved."))
        return redirect("me")
    person = reader_of(request)
    context = {"form": form, "readers": readers_of(person), "calendars": offers_to(person)}
    context |= {"mail_refused": refused_at(person), "named": list(rows_about(person)[:NAMED_SHOWN])}
    return render(request, "me.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """What doesn't fit in the phone's bar."""
    return render(request, "more.html")
