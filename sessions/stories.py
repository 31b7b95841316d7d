"""A session with what led to it, as a mail about it needs to know."""

from collections import defaultdict
from collections.abc import Collection
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from notifications.models import Message
from notifications.registry import Key
from organisation.models import User
from sessions.announcements import ABOUT_SERIES, JOINED
from sessions.models import Participation, Session, SessionEvent, State
from sessions.people import participants

BOOKED = frozenset({"session_booked", "session_moved", "session_left", "session_handed_over", "session_reassigned"})
PROPOSED = frozenset({"session_proposed"})


CHANGED = ("pgh_obj_id", "pgh_created_at", "revision", "starts_at", "ends_at")
"""What is read of a change."""


@dataclass(frozen=True)
class Story:
    """A session as it is, how it was at each change (oldest first), and who has been told of it by which message."""

    session: Session
    changes: tuple[SessionEvent, ...]
    told: frozenset[tuple[int, str]]
    """A person's id and a kind of message that reached them, or may have."""

    def was_told(self, person: User, kinds: frozenset[str]) -> bool:
        return any((person.pk, kind) in self.told for kind in kinds)

    def knows(self, person: User) -> bool:
        """Whether `person` knows that there was to be a session: was told, was asked, or made it."""
        return person.pk == self.session.booked_by_id or self.was_told(person, BOOKED | PROPOSED)

    def takes_part(self, person: User) -> bool:
        return person in participants(self.session)

    def has_left(self, person: User) -> bool:
        """Whether `person` took part before, and does no longer."""
        return any(row.person_id == person.pk and row.left_at for row in self.session.participations.all())

    def was_coach(self, person: User) -> bool:
        """Whether `person` handed the session over."""
        rows = self.session.participations.all()
        return any(row.person_id == person.pk and row.left_at and row.role == "coach" for row in rows)

    @property
    def changed_at(self) -> datetime:
        return self.changes[-1].pgh_created_at if self.changes else self.session.created_at

    @property
    def earlier(self) -> SessionEvent | None:
        """How it was before its last revision, where that was at another time."""
        before = [change for change in self.changes if change.revision < self.session.revision]
        return before[-1] if before and before[-1].starts_at != self.session.starts_at else None


def stories(keys: Collection[Key], state: State) -> dict[Key, Story]:
    """Of the sessions in `state` that are still at the revision in `keys`; in a fixed number of queries."""
    found = _stories({pk for pk, _revision in keys}, Q(state=state))
    keyed = {(story.session.pk, story.session.revision): story for story in found.values()}
    return {key: story for key, story in keyed.items() if key in keys}


def stories_as_left(keys: Collection[Key]) -> dict[Key, Story]:
    """Of the sessions in `keys`, whatever came of them, with the time that they had before the revision in the key."""
    found = _stories({pk for pk, _revision in keys}, Q())
    return {key: _as_left(found[key[0]], key[1]) for key in keys if key[0] in found}


def _as_left(story: Story, revision: int) -> Story:
    session = copy(story.session)
    session.revision = revision
    for change in story.changes:
        if change.revision < revision:
            session.starts_at, session.ends_at = change.starts_at, change.ends_at
    return replace(story, session=session)


def _stories(ids: set[int], condition: Q) -> dict[int, Story]:
    # Topics, places and the institution are few: read once each, not beside every session.
    rows = Session.objects.filter(condition, pk__in=ids).select_related("coach__user", "booked_by")
    changes, told = _changes(ids), _told(ids)
    return {
        row.pk: Story(row, tuple(changes[row.pk]), frozenset(told[row.pk]))
        for row in rows.prefetch_related("topic", "meeting_site", "institution", "participations__person")
    }


def _changes(ids: set[int]) -> dict[int, list[SessionEvent]]:
    changes: dict[int, list[SessionEvent]] = defaultdict(list)
    rows = SessionEvent.objects.filter(pgh_obj__in=ids).only(*CHANGED)
    for change in rows.order_by("pgh_id"):
        changes[change.pgh_obj_id].append(change)
    return changes


def _told(ids: set[int]) -> dict[int, set[tuple[int, str]]]:
    """A message that was tried counts: it may have arrived even if nobody could record it. One that is only read in the
    product, as its recipient chose, counts too.
    """
    tried = Message.objects.filter(Q(state__in=(Message.State.SENT, Message.State.OFF)) | Q(attempts__gt=0))
    told: dict[int, set[tuple[int, str]]] = defaultdict(set)
    about = tried.filter(kind__in=BOOKED | PROPOSED, thing_id__in=ids)
    by_mail = about.values_list("thing_id", "recipient_id", "kind").order_by()
    for pk, person, kind in by_mail.union(_told_otherwise(ids, tried)):
        told[pk].add((person, kind))
    return told


def _told_otherwise(ids: set[int], tried: QuerySet[Message]) -> QuerySet:
    """Those who heard of it as a seat that they have, or among others of its series."""
    joined = tried.filter(kind=JOINED, thing_id=OuterRef("pk"))
    in_series = tried.filter(
        kind__in=ABOUT_SERIES.values(), thing_id=OuterRef("session__series"), recipient=OuterRef("person")
    )
    people = Participation.objects.filter(session__in=ids).filter(Exists(joined) | Exists(in_series))
    return people.values_list("session_id", "person_id", Value("session_booked")).order_by()
