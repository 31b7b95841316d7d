"""Sessions at times at which the coach's own calendar has something else: none is booked so, but calendars change."""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from coaches.models import BusyTime, Coach
from notifications.outbox import message, post
from sessions.models import Session, SessionQuerySet, State

CLASH = "session_clash"


def is_engaged() -> Exists:
    """A condition on sessions: the coach's own calendar has something else at that time.

    A calendar that tells no events has the session itself at its very time.
    """
    itself = Q(source__is_anonymous=True, during=OuterRef("during"))
    busy = BusyTime.objects.filter(coach=OuterRef("coach"), during__overlap=OuterRef("during"))
    return Exists(busy.exclude(itself))


def clashes() -> SessionQuerySet:
    """Those ahead at whose time the coach is engaged elsewhere."""
    ahead = Q(state__in=(State.PROPOSED, State.BOOKED), starts_at__gt=Now())
    return Session.objects.filter(ahead & Q(is_engaged()))


def tell_of_clashes(coach: Coach) -> None:
    """Write to `coach` about each of them; about one at a time that was told of already, nothing more."""
    found = clashes().filter(coach=coach)
    post([message(kind=CLASH, thing=each, recipient=coach.user, latest_at=each.starts_at) for each in found])
