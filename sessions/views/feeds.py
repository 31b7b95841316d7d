"""The calendar that programs read by its address, and one's own addresses: making, renewing, switching off."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from organisation.models import User
from organisation.people import reader_of
from sessions import services
from sessions.calendar_feed import feed_file, scopes_of
from sessions.models import CalendarFeed

Scope = CalendarFeed.Scope


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar behind an address. Who has the address needs no account: a program can't sign in."""
    feeds = CalendarFeed.objects.opened_by(token).select_related("person__institution", "person__coach")
    found = get_object_or_404(feeds)
    body = feed_file(found)
    CalendarFeed.objects.filter(pk=found.pk).update(read_at=Now())
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    headers["Content-Disposition"] = 'inline; filename="kotipesa.ics"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response


@dataclass(frozen=True)
class Offer:
    """A calendar that one may have, with the feed by which one has it."""

    scope: Scope
    feed: CalendarFeed | None


def offers_to(person: User) -> list[Offer]:
    """What the person's own page shows."""
    own = {feed.scope: feed for feed in CalendarFeed.objects.visible_to(person)}
    return [Offer(scope, own.get(scope)) for scope in scopes_of(person)]


@login_required
@require_POST
@never_cache
def make(request: HttpRequest, scope: str) -> HttpResponse:
    """Answers with the address itself, the only time that it is seen: a page to come back to would have to keep it."""
    person, chosen = reader_of(request), _scope(request, scope)
    address = settings.BASE_URL + reverse("sessions:feed", args=[services.make_feed(person=person, scope=chosen)])
    context = {"address": address, "scope": chosen, "other_scheme": "webcal:" + address.partition(":")[2]}
    return render(request, "sessions/calendar_address.html", context)


@login_required
@require_POST
def end(request: HttpRequest, scope: str) -> HttpResponse:
    services.end_feed(person=reader_of(request), scope=_scope(request, scope))
    told = _("Programs that read it get nothing any more.")
    messages.success(request, _("The calendar address is switched off.") + "\n" + told)
    return redirect(reverse("me") + "#calendars")


def _scope(request: HttpRequest, text: str) -> Scope:
    """404 for nonsense, 403 for what one can't have."""
    if text not in Scope.values:
        raise Http404("not a calendar")
    if text not in scopes_of(reader_of(request)):
        raise PermissionDenied
    return Scope(text)
