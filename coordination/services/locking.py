"""The lock of a request.

The order, for all who take both: the request, then the people whose time it takes (`sessions.services.lock_people`).
Whoever has the people already, as a session ends or is booked, touches only requests that nobody answers now: those
that the session had answered, or, where one is locked, none.
"""

from coordination.models import HelpRequest


def lock_request(request: HelpRequest) -> HelpRequest:
    """The request as it is now, locked FOR NO KEY UPDATE until the transaction ends."""
    rows = HelpRequest.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("institution", "topic", "person").get(pk=request.pk)
