"""Mails that did not get through, or are late, as the coordinator's desk tells of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import JSONObject, RowNumber
from django.utils import timezone

from coordination.selectors.people import person_facts
from notifications.models import Message, MessageQuerySet
from notifications.selectors import LATE, overdue
from organisation.models import Institution, Role, User
from organisation.scope import roles_of, within

LOST = (Message.State.REFUSED, Message.State.EXPIRED)
UNDELIVERED_FOR = timedelta(days=14)
"""Older trouble with mails is nobody's work any more."""
Row = tuple[int, int, dict[str, Any]]
"""What one query reads for several sections: the row's number, how many there are in all, and the facts."""


@dataclass(frozen=True)
class Undelivered:
    """A mail that did not get through."""

    pk: int
    person: User
    kind: str
    error: str
    due_at: datetime
    refused_address: str | None = None

    @property
    def is_flagged(self) -> bool:
        """Whether it is the person's address of today that takes no mails."""
        return bool(self.refused_address) and self.refused_address == self.person.email

    @classmethod
    def of(cls, facts: dict[str, Any]) -> "Undelivered":
        moment = datetime.fromisoformat(facts.pop("due_at"))
        return cls(person=User(**facts.pop("person")), due_at=moment, **facts)


@dataclass(frozen=True)
class Late:
    """Mails are late: since when the oldest should have gone, and what the mail server said, if it was asked."""

    since: datetime
    error: str

    @classmethod
    def of(cls, rows: list[Row]) -> "Late | None":
        facts = rows[0][2] if rows else None
        return cls(datetime.fromisoformat(facts["since"]), facts["error"]) if facts else None


def undelivered_to(user: User) -> MessageQuerySet:
    """Mails of the last two weeks to people in the coordinator's scope that were refused or came too late."""
    reach = within(roles_of(user, Role.Kind.COORDINATOR), site="home_site", sector="home_sector")
    people = User.objects.filter(reach, is_active=True).values("pk")
    return Message.objects.filter(state__in=LOST, due_at__gte=timezone.now() - UNDELIVERED_FOR, recipient__in=people)


def undelivered_rows(user: User) -> MessageQuerySet:
    """Each with the `facts` of `Undelivered` and its `number`, the latest first."""
    names = ("pk", "kind", "error", "due_at")
    return undelivered_to(user).annotate(
        number=Window(RowNumber(), order_by=[F("due_at").desc(), F("pk")]),
        facts=JSONObject(
            person=person_facts("recipient__"),
            refused_address="recipient__mailbox__refused_address",
            **{name: name for name in names},
        ),
    )


def late_rows(institution: Institution) -> MessageQuerySet:
    """What the house should have had for more than five minutes, the latest first."""
    rows = overdue(LATE).filter(recipient__institution=institution)
    number = Window(RowNumber(), order_by=["since", "pk"])
    return rows.annotate(number=number, facts=JSONObject(since="since", error="error"))


def messages_in_scope(user: User) -> MessageQuerySet:
    """The mails of the last two weeks to people in the coordinator's scope, and those that fail to go; latest first."""
    reach = within(roles_of(user, Role.Kind.COORDINATOR), site="home_site", sector="home_sector")
    people = User.objects.filter(reach).values("pk")
    known = Q(state__in=(*LOST, Message.State.SENT)) | Q(state=Message.State.WAITING, due_at__lte=timezone.now())
    rows = Message.objects.filter(known | Q(state=Message.State.WAITING) & ~Q(error=""), recipient__in=people)
    recent = rows.filter(due_at__gte=timezone.now() - UNDELIVERED_FOR)
    return recent.select_related("recipient__mailbox").order_by("-due_at", "-pk")
