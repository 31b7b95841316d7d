"""Answering a request: a coach and a time, booked or proposed. Whoever is first takes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from coaches.models import Coach
from coordination.exceptions import RequestClosed
from coordination.models import HelpRequest
from coordination.selectors.ranking import rank_coaches
from coordination.selectors.wishes import need_of
from coordination.services.grouping import gather_group
from coordination.services.locking import lock_request
from coordination.services.telling import no_longer_waits
from organisation.models import User
from sessions.exceptions import BookingRefused
from sessions.models import Awaits, Session
from sessions.services import book_session, propose_session

TRIES = 3
"""So many of the best are asked about their first time, before a request is left to people."""
STATES = {True: HelpRequest.State.PROPOSED, False: HelpRequest.State.ANSWERED}
_answering: ContextVar[bool] = ContextVar("a request is being answered", default=False)


@transaction.atomic
def answer_request(
    *, request: HelpRequest, coach: Coach, starts_at: datetime, by: User, propose: bool = False
) -> Session:
    """Book the asker of `request` with `coach` from the UTC instant `starts_at`, or propose that time to them.

    Several who ask together are a group: those whom the request names are invited, after a proposal once it is
    accepted. Locks the request, then the people. The same answer given twice (a double click) is the one session.
    Raises RequestClosed when somebody was quicker or it was withdrawn, TimeTaken or BookingRefused when the time
    cannot be had; then the request stays open.
    """
    request = lock_request(request)
    if twin := _same_answer(request, coach, starts_at, by):
        return twin
    if not request.is_open:
        raise RequestClosed
    wish: dict[str, Any] = {"coach": coach, "topic": request.topic, "person": request.person, "starts_at": starts_at}
    wish |= {"length": request.length, "by": by, "about": request.about}
    with _knowing_which():
        session = propose_session(**wish, awaits=Awaits.TEACHER) if propose else book_session(**wish)
    take(request, session, by, STATES[propose])
    return gather_group(request, session, by) if request.for_group and not propose else session


def _same_answer(request: HelpRequest, coach: Coach, starts_at: datetime, by: User) -> Session | None:
    session = request.session
    if request.is_open or session is None or request.taken_by_id != by.pk:
        return None
    return session if (session.coach_id, session.starts_at) == (coach.pk, starts_at) else None


def take(request: HelpRequest, session: Session, by: User, state: HelpRequest.State) -> None:
    """Change the state of an open request, and of no other. Raises RequestClosed."""
    still_open = HelpRequest.objects.filter(pk=request.pk, state=HelpRequest.State.OPEN)
    if not still_open.update(state=state, session=session, taken_by=by, revision=F("revision") + 1):
        raise RequestClosed
    no_longer_waits(request)


@contextmanager
def _knowing_which() -> Iterator[None]:
    """What is booked inside answers the request at hand, so no other is looked for."""
    token = _answering.set(True)
    try:
        yield
    finally:
        _answering.reset(token)


def is_answering() -> bool:
    """Whether the booking that is being announced answers a request that is known."""
    return _answering.get()


def propose_best(*, request: HelpRequest) -> Session | None:
    """Propose the best time of the best coach to the asker, where the institution wants that; None leaves it open.

    Not for groups, whose time people agree on. Each try is a transaction of its own; once it is answered nothing
    happens.
    """
    if not (request.institution.proposes_requests and request.is_open) or request.for_group:
        return None
    for candidate in rank_coaches(need_of(request), everyone=False)[:TRIES]:
        try:
            return answer_request(
                request=request,
                coach=candidate.coach,
                starts_at=candidate.first.starts_at,
                by=candidate.coach.user,  # so that the asker is told
                propose=True,
            )
        except RequestClosed:
            return None
        except BookingRefused:
            continue
    return None
