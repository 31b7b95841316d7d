"""Reads: what a person was told, and how the delivery is doing."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, Max, OuterRef
from django.db.models.functions import Coalesce, Now

from notifications.claims import LONGEST_PAUSE
from notifications.gathering import DIGEST
from notifications.models import Message, MessageQuerySet
from organisation.models import User

LATE = timedelta(minutes=5)
"""Delivery that is later than this is somebody's work."""


def told_to(person: User) -> MessageQuerySet:
    """What was sent to the person, latest first: each message once, also when a summary told it."""
    mine = Message.objects.told().filter(recipient=person).exclude(kind=DIGEST)
    return mine.annotate(told_at=Coalesce("sent_at", "due_at")).order_by("-told_at", "-pk")


def has_unread() -> Exists:
    """Of users: whether there is something that they have not looked at. Goes along with reading the user."""
    return Exists(Message.objects.unread().filter(recipient=OuterRef("pk")))


def overdue(by: timedelta = timedelta(0)) -> MessageQuerySet:
    """Waiting, and due for longer than `by`, tries that failed counted in; the latest first, each with `since`."""
    # A pause after a failed try is short, so the index on `due_at` finds them among all that wait for their day.
    near = Message.objects.waiting().filter(due_at__lte=Now() + 2 * LONGEST_PAUSE)
    return near.annotate(since=Coalesce("late_since", "due_at")).filter(since__lte=Now() - by).order_by("since", "pk")


@dataclass(frozen=True)
class Health:
    """How the delivery is doing: how many wait that are due, and for how long the oldest has."""

    waiting: int
    lag: timedelta

    @property
    def is_late(self) -> bool:
        return self.lag > LATE


def delivery_health() -> Health:
    """One query over what is due."""
    lag = ExpressionWrapper(Now() - F("since"), DurationField())
    found = overdue().order_by().aggregate(waiting=Count("pk"), lag=Max(lag))
    return Health(found["waiting"], found["lag"] or timedelta(0))
