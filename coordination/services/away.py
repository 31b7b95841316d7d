"""A coach is away: marking it, and settling the sessions that it hits."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coaches.models import Coach, TimeOff
from coordination.selectors.away import CANCEL, KEEP
from organisation.models import User
from organisation.terms import say
from sessions import policies
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Session
from sessions.services import cancel_session, hand_over_session, move_session
from sessions.services.away import take_time_off
from sessions.tokens import TimeToken


@transaction.atomic
def mark_away(*, coach: Coach, starts_at: datetime, ends_at: datetime) -> TimeOff:
    """Mark `coach` as away between two UTC instants, without a reason. Marking it again changes nothing."""
    take_time_off(coach=coach, starts_at=starts_at, ends_at=ends_at)
    return coach.time_off.filter(during__contains=(starts_at, ends_at)).order_by("pk")[0]


def settle_sessions(
    *, coach: Coach, sessions: Mapping[int, Session], ways: Mapping[int, str], by: User, reason: str = ""
) -> tuple[int, dict[int, str]]:
    """Do with each of `sessions` what `ways` says by its key; return how many were settled, and the refusals by key.

    Each is a transaction of its own: one that is refused leaves the others done. `reason` goes with those called off.
    One that somebody has settled meanwhile, such as by a second press, is left as it is. Raises PermissionDenied for
    what `by` may not do.
    """
    settled, refusals = 0, {}
    for key, way in ways.items():
        if way == KEEP:
            continue
        try:
            settled += _settle(coach=coach, seen=sessions[key], way=way, by=by, reason=reason)
        except BookingRefused as refusal:
            refusals[key] = refusal.sentence
    return settled, refusals


@transaction.atomic
def _settle(*, coach: Coach, seen: Session, way: str, by: User, reason: str) -> bool:
    """False when the session is no longer as it was `seen`."""
    as_seen = {"pk": seen.pk, "coach": coach, "starts_at": seen.starts_at, "state": seen.state}
    if not Session.objects.select_for_update(no_key=True).filter(**as_seen).values_list("pk"):
        return False
    kind, _colon, value = way.partition(":")
    if way == CANCEL:
        _refuse_unless(policies.can_cancel(by, seen))
        cancel_session(session=seen, by=by, reason=reason)
    elif kind == "move":
        _refuse_unless(policies.can_move(by, seen))
        move_session(session=seen, starts_at=_token(value).starts_at, by=by)
    else:
        _refuse_unless(kind == "hand" and value.isdecimal() and policies.can_hand_over(by, seen))
        hand_over_session(session=seen, coach=_other(value, by), by=by)
    return True


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _token(text: str) -> TimeToken:
    try:
        return TimeToken.parse(text)
    except ValueError as error:
        raise PermissionDenied from error


def _other(pk: str, by: User) -> Coach:
    coach = Coach.objects.visible_to(by).select_related("user").filter(pk=pk[:18]).first()
    if coach is None:
        raise BookingRefused(Reason.COACH_CLOSED, say(_("This {coach} does not take bookings now.")))
    return coach
