"""Choosing the colleague for whom a coach or a coordinator books."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from organisation.people import reader_of
from sessions.policies import can_book_for_others
from sessions.selectors import colleagues_to_book_for
from sessions.views.reading import chosen_time

MOST = 20


@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Colleagues whose name or address has what was typed; the first few of them.

    A time (and length) that was chosen before travels along.
    """
    user = reader_of(request)
    if not can_book_for_others(user):
        raise PermissionDenied
    typed = request.GET.get("q", "").strip()[:80]
    found = list(colleagues_to_book_for(user, typed)[: MOST + 1]) if typed else []
    kept = {name: request.GET[name] for name in ("time", "minutes") if request.GET.get(name)}
    context = {"typed": typed, "people": found[:MOST], "more": len(found) > MOST, "kept": kept}
    context |= {"chosen": chosen_time(request), "kept_query": urlencode(kept)}
    return render(request, "sessions/colleague.html", context)
