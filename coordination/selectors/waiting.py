"""Requests that wait, ready for the rows of a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from coordination import policies
from coordination.models import HelpRequest
from coordination.selectors.candidates import Candidate
from coordination.selectors.promise import Age, age_of, days_around
from coordination.selectors.ranking import rank_each
from coordination.selectors.wishes import need_of
from organisation.models import User


@dataclass(frozen=True)
class RequestRow:
    """A request as `coordination/_request_row.html` shows it.

    `best` is the coach to book with one press, None for a group or where nobody has a time; `others` counts the rest.
    """

    asked: HelpRequest
    age: Age | None
    about: str
    group: str
    best: Candidate | None
    others: int
    may_assign: bool
    may_take: bool


MOST_RANKED = 10
"""For so many rows the best is looked for; with more of them on a page, the rest lead to the page of the request."""


def waiting_requests(user: User, limit: int) -> list[RequestRow]:
    """The open requests in the scope of a coordinator, oldest first, each with the best coach: five queries at most."""
    return rows_of(user, HelpRequest.objects.in_scope(user).open().for_list()[:limit])


def rows_of(user: User, requests: Iterable[HelpRequest]) -> list[RequestRow]:
    """`requests` as `user` may read them, read with `for_list`; five queries at most, however many they are."""
    asked = list(requests)
    if not asked:
        return []
    if hasattr(user, "coach"):
        prefetch_related_objects([user.coach], "topics")  # of which it is asked for every row
    days = days_around(asked[0].institution, asked)
    alone = [request for request in asked if policies.can_assign(user, request) and not request.for_group]
    alone = alone[:MOST_RANKED]
    ranked = dict(zip([one.pk for one in alone], rank_each([need_of(one) for one in alone]), strict=True))
    return [_row(user, request, age_of(request, days), ranked.get(request.pk, [])) for request in asked]


def _row(user: User, request: HelpRequest, age: Age, candidates: list[Candidate]) -> RequestRow:
    may_read = policies.can_read_about(user, request)
    return RequestRow(
        asked=request,
        age=age if request.is_open else None,
        about=request.about if may_read else "",
        group=request.group if may_read else "",
        best=candidates[0] if candidates else None,
        others=max(len(candidates) - 1, 0),
        may_assign=policies.can_assign(user, request),
        may_take=policies.can_take(user, request),
    )
