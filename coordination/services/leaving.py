"""Leaving the institution or the coaching: what is still ahead goes to others, or is called off. And coming back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from coaches.models import Coach, Team
from coordination.models import HelpRequest
from coordination.services.requests import withdraw_request
from organisation.models import User
from sessions.exceptions import BookingRefused
from sessions.models import Participation, Session, State
from sessions.offers import coaches_free_for
from sessions.people import helped
from sessions.services import cancel_session, hand_over_session, leave_session, lock_people

EVERY_ROLE = (Participation.Role.COACH, Participation.Role.HELPED)


class Changed(Exception):
    """What was decided about is no longer so: it has to be looked at again. Nothing was done."""


@dataclass
class LetGo:
    """How many sessions ahead went to another coach, and how many were called off or left."""

    handed_over: int = 0
    called_off: int = 0


def sessions_ahead(people: Sequence[User], roles: Collection[str] = EVERY_ROLE) -> list[Session]:
    """What any of `people` still has booked or proposed, in one of `roles`, and that has not begun; soonest first."""
    taking_part = Participation.objects.staying().filter(person__in=people, active=True, role__in=roles)
    ahead = Session.objects.filter(
        pk__in=taking_part.values("session_id"),
        state__in=(State.BOOKED, State.PROPOSED),
        starts_at__gt=timezone.now(),
    )
    return list(ahead.for_list().prefetch_related("participations__person").order_by("starts_at", "pk"))


@transaction.atomic
def deactivate_person(
    *, person: User, by: User, seen: Collection[int], hand_over: bool, reason: str, left_on: date | None = None
) -> LetGo:
    """End `person`'s use of the service on `left_on` (today, unless known already); open requests are withdrawn.

    `seen` are the sessions ahead that were shown: with `hand_over` each that the person coaches goes to whoever is free
    for it; what nobody takes, and everything else, is called off for `reason`. Raises Changed when the sessions are
    others by now, BookingRefused when one cannot be called off. Twice changes nothing.
    """
    done = let_go([person], by=by, seen=seen, hand_over=hand_over, reason=reason)
    person = User.objects.get(pk=person.pk)
    if person.is_active:
        person.is_active, person.left_on = False, left_on or person.left_on or timezone.localdate()
        person.save(update_fields=["is_active", "left_on"])
        withdraw_requests([person])
    return done


def withdraw_requests(people: Sequence[User]) -> None:
    for request in HelpRequest.objects.open().filter(person__in=people):
        withdraw_request(request=request)


@transaction.atomic
def let_go(
    people: Sequence[User],
    *,
    by: User,
    seen: Collection[int],
    hand_over: bool,
    reason: str,
    roles: Collection[str] = EVERY_ROLE,
) -> LetGo:
    """Free `people` of the sessions ahead in which they have one of `roles`, see `deactivate_person`.

    All sessions and then all people are locked first, each in the order of their keys, so that two who do this never
    wait for each other.
    """
    found = sessions_ahead(people, roles)
    takers = _takers(found, people) if hand_over else {}
    free = {coach.user_id for coaches in takers.values() for coach in coaches}
    lock_all(found, {person.pk for person in people} | free)
    found = sessions_ahead(people, roles)
    if {session.pk for session in found} != set(seen):
        raise Changed
    done = LetGo()
    for session in found:
        if any(_taken_over(session, coach, by) for coach in takers.get(session.pk, ())):
            done.handed_over += 1
        else:
            _end(session, people, by, reason)
            done.called_off += 1
    return done


def _takers(sessions: list[Session], people: Sequence[User]) -> dict[int, list[Coach]]:
    """Who is free to take each session that one of `people` coaches and no other of them needs, the fittest first."""
    return {
        session.pk: [offer.coach for offer in coaches_free_for(session) if offer.coach.user not in people]
        for session in sessions
        if _may_be_taken(session, people)
    }


def _may_be_taken(session: Session, people: Sequence[User]) -> bool:
    return session.state == State.BOOKED and session.coach.user in people and not set(helped(session)) & set(people)


def lock_all(sessions: Collection[Session], people: Collection[int]) -> None:
    """Lock `sessions`, then those in them and `people` (user ids), each in the order of their keys."""
    rows = Session.objects.select_for_update(no_key=True).filter(pk__in=[session.pk for session in sessions])
    list(rows.order_by("pk").values_list("pk"))
    lock_people(*Participation.objects.filter(session__in=sessions).values_list("person_id", flat=True), *people)


def _taken_over(session: Session, coach: Coach, by: User) -> bool:
    try:
        hand_over_session(session=session, coach=coach, by=by)
    except BookingRefused:
        return False
    return True


def _end(session: Session, people: Sequence[User], by: User, reason: str) -> None:
    """Who is one of several helped only leaves; otherwise it is called off."""
    leaving = [person for person in helped(session) if person in people]
    stays = len(helped(session)) > len(leaving) and session.coach.user not in people
    if not stays or session.state == State.PROPOSED:
        cancel_session(session=session, by=by, reason=reason)
        return
    for person in leaving:
        leave_session(session=session, person=person, by=by, reason=reason)


@transaction.atomic
def bring_back(*, person: User) -> User:
    """Open the account again; a last day that is past goes. What was called off stays so. Twice changes nothing."""
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.is_active = True
    if person.left_on and person.left_on <= timezone.localdate():
        person.left_on = None
    person.save(update_fields=["is_active", "left_on"])
    return person


@transaction.atomic
def end_coaching(*, coach: Coach, by: User, seen: Collection[int], keep: bool, hand_over: bool, reason: str) -> LetGo:
    """`coach` takes no more bookings and leaves the teams; what was done stays, with its hours.

    The sessions ahead in `seen` are kept (held by this coach to the end), handed over or called off, as for
    `deactivate_person`. Raises Changed and BookingRefused. Twice changes nothing.
    """
    done = LetGo()
    if not keep:
        only = (Participation.Role.COACH,)
        done = let_go([coach.user], by=by, seen=seen, hand_over=hand_over, reason=reason, roles=only)
    Coach.objects.filter(pk=coach.pk).update(is_active=False)
    for through in (Team.members.through, Team.leads.through):
        through.objects.filter(coach=coach).delete()
    return done
