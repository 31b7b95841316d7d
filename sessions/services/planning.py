"""Planning sessions: for one or several people, a group or an open clinic, once or as a series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coaches.models import Coach
from kit import times
from organisation.models import User
from sessions.announcements import announce, announce_series
from sessions.exceptions import BookingRefused, Reason
from sessions.models import GROUPS, Kind, Pattern, Series, Session, State
from sessions.recurrence import MOST
from sessions.rules import Allowed, Wish, check_one_by_one
from sessions.services.booking import as_it_is
from sessions.services.holding import hold
from sessions.services.locking import lock_people
from topics.models import Topic


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What the sessions of a plan have in common; `people` take part in each of them.

    `words` are the title and text of a group by column. `place` are columns of the session that say how and where,
    where that is not simply how the coach is open. Scopes test a group by `site_id` and `sector_id`.
    """

    coach: Coach
    topic: Topic
    length: timedelta
    by: User
    people: tuple[User, ...] = ()
    kind: Kind = Kind.ONE_TO_ONE
    seats: int | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    place: Mapping[str, Any] = field(default_factory=dict)
    site_id: int | None = None
    sector_id: int | None = None
    pass_rules: bool = False

    @property
    def institution_id(self) -> int:
        return self.coach.institution_id

    @property
    def is_group(self) -> bool:
        return self.kind in GROUPS

    def wish(self, starts_at: datetime, coach: Coach | None = None) -> Wish:
        """The session at the UTC instant `starts_at`, as the rules are asked about it."""
        return Wish(
            coach=coach or self.coach,
            people=self.people,
            topic=self.topic,
            starts_at=starts_at,
            ends_at=starts_at + self.length,
            by=self.by,
            group=self if self.is_group else None,
            pass_rules=self.pass_rules,
        )


@dataclass(frozen=True)
class Checked:
    """A date of a plan: why it can not be, or whether a rule would be passed by right."""

    starts_at: datetime
    ends_at: datetime
    refusal: BookingRefused | None
    passes_rules: bool


def check_plan(outline: Outline, starts: Sequence[datetime]) -> list[Checked]:
    """What the rules say to each of `starts`, in their order; nothing is booked. A fixed number of queries."""
    return [
        Checked(wish.starts_at, wish.ends_at, *_verdict(found))
        for wish, found in check_one_by_one(outline.wish(start) for start in starts)
    ]


def _verdict(found: Allowed | BookingRefused) -> tuple[BookingRefused | None, bool]:
    return (found, False) if isinstance(found, BookingRefused) else (None, found.passes_rules)


@transaction.atomic
def plan_sessions(*, outline: Outline, starts: Sequence[datetime], pattern: str = Pattern.CUSTOM) -> list[Session]:
    """Book a session at each of the UTC instants `starts`, 1 to 40: all of them or none, each by the rules.

    Several make a series, and everyone gets one mail for all. Asked for twice they are the same ones. Raises TimeTaken
    or BookingRefused, whose sentence begins with the time that it is about.
    """
    wanted = sorted(set(starts))
    if not 1 <= len(wanted) <= MOST:
        raise BookingRefused(Reason.COUNT, _("Choose from 1 to %(most)d dates. Nothing was booked.") % {"most": MOST})
    lock_people(outline.coach.user_id, *(person.pk for person in outline.people))
    if len(twins := _twins(outline, wanted)) == len(wanted):
        return twins
    coach = as_it_is(outline.coach)
    checked = list(check_one_by_one(outline.wish(start, coach) for start in wanted))
    for wish, found in checked:
        if isinstance(found, BookingRefused):
            raise said_of(wish.starts_at, found)
    booked = _hold_all(outline, [(wish, found) for wish, found in checked if isinstance(found, Allowed)], pattern)
    if len(booked) == 1:
        announce(booked[0], "booked", by=outline.by)
    else:
        announce_series("booked", booked)
    return booked


def _twins(outline: Outline, starts: list[datetime]) -> list[Session]:
    """The sessions that a double click has booked already."""
    same = Session.objects.filter(coach=outline.coach, topic=outline.topic, kind=outline.kind, state=State.BOOKED)
    for person in outline.people[:1]:
        same = same.filter(participations__person=person, participations__left_at=None)
    return [each for each in same.filter(starts_at__in=starts).order_by("starts_at") if each.length == outline.length]


def _hold_all(outline: Outline, allowed: list[tuple[Wish, Allowed]], pattern: str) -> list[Session]:
    series = None
    if len(allowed) > 1:
        series = Series.objects.create(institution_id=outline.institution_id, pattern=pattern, created_by=outline.by)
    fields = {"state": State.BOOKED, "kind": outline.kind, "seats": outline.seats, **outline.words, **outline.place}
    return [
        hold(wish, how, series=series, position=position if series else None, **fields)
        for position, (wish, how) in enumerate(allowed)
    ]


def said_of(starts_at: datetime, refusal: BookingRefused) -> BookingRefused:
    """`refusal` with the time that it is about before its sentence."""
    when = times.time_range(starts_at)
    sentence = _("%(when)s: %(why)s") % {"when": when[:1].upper() + when[1:], "why": refusal.sentence}
    said = type(refusal)(refusal.reason, sentence)
    said.__cause__ = refusal
    return said
