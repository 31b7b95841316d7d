"""`/coordinate/messages/`: how far the mails to the people in one's scope have come, and trying again."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coordination.selectors.desk_mails import messages_in_scope, undelivered_to
from coordination.views.rows import done, refused
from notifications.models import Message
from notifications.outbox import try_again
from organisation.models import Role, User
from organisation.people import reader_of

PAGE = 50
STATES = (
    ("", gettext_lazy("All")),
    (Message.State.WAITING, gettext_lazy("Waiting")),
    (Message.State.SENT, gettext_lazy("Sent")),
    (Message.State.REFUSED, gettext_lazy("Refused")),
    (Message.State.EXPIRED, gettext_lazy("Too late")),
)


def coordinator(request: HttpRequest) -> User:
    """The reader, if a coordinator; else 403."""
    user = reader_of(request)
    if not user.holds(Role.Kind.COORDINATOR):
        raise PermissionDenied
    return user


@login_required
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """With `?state=refused` those alone. What they say is not shown: a session may be outside the reader's scope."""
    user, state = coordinator(request), request.GET.get("state", "")
    if state not in dict(STATES):
        raise Http404("no such state")
    rows = messages_in_scope(user)
    page = Paginator(rows.filter(state=state) if state else rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "coordination/messages.html", {"page": page, "states": STATES, "state": state})


@login_required
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a mail again that did not get through; one that is on its way already is left alone."""
    if not try_again(undelivered_to(coordinator(request)).filter(pk=pk)):
        return refused(request, _("This message is on its way already, or no longer needed."))
    return done(request, _("The message is sent again."))
