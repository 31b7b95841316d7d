"""`/coordinate/messages/`: how far the mails to the people in one's scope have come, and trying again."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coordination.exports import messages_table
from coordination.selectors.desk_mails import messages_in_scope, undelivered_to
from coordination.views.rows import done, refused
from kit.tables import format_of, table_response
from notifications.models import Message, MessageQuerySet
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
    state, rows = _narrowed(request)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "states": STATES, "state": state, "query": f"state={state}" if state else ""}
    return render(request, "coordination/messages.html", context)


def _narrowed(request: HttpRequest) -> tuple[str, MessageQuerySet]:
    """The state that the address asks for, and the mails in it; all for none."""
    rows, state = messages_in_scope(coordinator(request)), request.GET.get("state", "")
    if state not in dict(STATES):
        raise Http404("no such state")
    return state, rows.filter(state=state) if state else rows


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The same mails as a file, all pages of them."""
    _state, rows = _narrowed(request)
    return table_response(name=_("messages"), form=format_of(request.GET), **messages_table(rows))


@login_required
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a mail again that did not get through; one that is on its way already is left alone."""
    if not try_again(undelivered_to(coordinator(request)).filter(pk=pk)):
        return refused(request, _("This message is on its way already, or no longer needed."))
    return done(request, _("The message is sent again."))
