"""What the pages of topics read."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from coaches.models import Coach
from organisation.models import Site, User
from topics.models import Guideline, Topic
from topics.policies import can_edit

MOST_COACHES = 24


@dataclass(frozen=True)
class Shelf:
    """The guidelines of one kind, the latest reviewed first; `name` is the kind's, in the reader's language."""

    name: str
    guidelines: list["Shown"]


@dataclass(frozen=True)
class Shown:
    """A guideline as a reader sees it: whether it is due for review, and whether the reader may edit it."""

    guideline: Guideline
    is_due: bool
    may_edit: bool


def shown_to(user: User, guidelines: list[Guideline]) -> list[Shown]:
    """`guidelines` in their order, without a query."""
    today = timezone.localdate()
    return [Shown(one, one.due_on <= today, can_edit(user, one)) for one in guidelines]


def shelves_of(topic: Topic, user: User) -> list[Shelf]:
    """The guidelines of `topic` by kind; kinds that have none are left out. One query."""
    rows = Guideline.objects.visible_to(user).filter(topic=topic).select_related("owner").defer("search")
    found = shown_to(user, list(rows.order_by("-reviewed_on", "pk")))
    kinds = [(kind, [one for one in found if one.guideline.kind == kind.value]) for kind in Guideline.Kind]
    return [Shelf(str(kind.label), those) for kind, those in kinds if those]


def helpers_on(topic: Topic, user: User) -> tuple[list[Coach], int]:
    """Coaches who take bookings on `topic`, by name, as many as a page shows; and how many there are."""
    rows = Coach.objects.visible_to(user).open().on_topic(topic)
    sites = Prefetch("sites", Site.objects.order_by("pk"))
    people = rows.select_related("user").prefetch_related(sites).order_by("user__last_name", "user__first_name", "pk")
    return list(people[:MOST_COACHES]), rows.count()


def due_for(user: User) -> list[Guideline]:
    """The guidelines that `user` is to review by now, the longest overdue first. One query."""
    rows = Guideline.objects.in_care_of(user).due(timezone.localdate())
    return list(rows.select_related("topic", "owner").defer("search"))
