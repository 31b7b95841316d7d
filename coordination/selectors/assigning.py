"""What stands on the pages on which a request is answered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from coordination import policies
from coordination.models import HelpRequest
from coordination.selectors.candidates import Candidate
from coordination.selectors.named import people_named
from coordination.selectors.promise import age_of, days_around
from coordination.selectors.ranking import rank_coaches
from coordination.selectors.wishes import need_of
from organisation.models import User
from sessions.free_times import free_times_of_each
from sessions.offers import Offer, offers_for

MOST_CANDIDATES = 30
OWN_TIMES = 12


@dataclass(frozen=True)
class Choice:
    """A candidate with the times as rows show them."""

    candidate: Candidate
    offers: list[Offer]


def assign_page(user: User, asked: HelpRequest) -> dict[str, Any]:
    """The request with all who fit, best first; without them once it is answered."""
    found = rank_coaches(need_of(asked)) if asked.is_open else []
    return _about(user, asked) | {
        "choices": _choices(asked, found[:MOST_CANDIDATES]),
        "fitting": sum(candidate.in_wish for candidate in found),
        "more": max(len(found) - MOST_CANDIDATES, 0),
    }


def _about(user: User, asked: HelpRequest) -> dict[str, Any]:
    may_read = policies.can_read_about(user, asked)
    return {
        "asked": asked,
        "about": asked.about if may_read else "",
        "group": asked.group if may_read else "",
        "named": people_named(asked) if may_read and asked.for_group else [],
        "age": age_of(asked, days_around(asked.institution, [asked])) if asked.is_open else None,
    }


def _choices(asked: HelpRequest, candidates: Iterable[Candidate]) -> list[Choice]:
    """All places are read at once, and the coaches are known."""
    candidates = list(candidates)
    coaches = {candidate.coach.pk: candidate.coach for candidate in candidates}
    offers = offers_for((time for candidate in candidates for time in candidate.times), coaches)
    by_coach: dict[int, list[Offer]] = {}
    for offer in offers:
        by_coach.setdefault(offer.coach.pk, []).append(offer)
    return [Choice(candidate, by_coach[candidate.coach.pk]) for candidate in candidates]


def take_page(user: User, asked: HelpRequest) -> dict[str, Any]:
    """The request with the coach's own free times: those wished for, else any."""
    need = need_of(asked)
    narrow, wide = (
        replace(need.search(wide=wide, per_coach=OWN_TIMES), coach_id=user.coach.pk) for wide in (False, True)
    )
    wished, others = free_times_of_each([narrow, wide])
    coaches = {user.coach.pk: user.coach}
    return _about(user, asked) | {"offers": offers_for(wished or others, coaches), "in_wish": bool(wished)}
