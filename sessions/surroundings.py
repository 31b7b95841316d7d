"""What stands around a coach and the people helped, read once for all the times that are asked about."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q

from coaches.models import BusyTime, Coach, TimeOff
from kit.keys import bigint
from kit.zones import midnight
from organisation.calendar import public_holidays
from organisation.models import ClosedDay, User
from sessions.free_times import Place, Span, openings
from sessions.models import Participation, Session

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share an instant."""
    return one[0] < other[1] and other[0] < one[1]


@dataclass
class Surroundings:
    """Of `coach` and `people`, over the ISO weeks that hold the instants `first` to `last`.

    Each part is read when it is asked for. `but` are the keys of sessions to look past. What is booked on the way is
    added by `take`.
    """

    coach: Coach
    people: Collection[User]
    first: datetime
    last: datetime
    but: Collection[int] = ()
    _taken: list[Span] = field(default_factory=list)
    _busy_taken: list[Span] = field(default_factory=list)

    @cached_property
    def days(self) -> tuple[date, date]:
        """The local days of the first and the last instant."""
        tz = self.coach.institution.tz
        return self.first.astimezone(tz).date(), self.last.astimezone(tz).date()

    @cached_property
    def _weeks(self) -> Span:
        """From the Monday of the first to the end of the week of the last, with a day around for buffers."""
        tz, (first, last) = self.coach.institution.tz, self.days
        monday, next_monday = first - first.weekday() * DAY, last + (7 - last.weekday()) * DAY
        return midnight(monday - DAY, tz), midnight(next_monday + DAY, tz)

    @cached_property
    def topics(self) -> set[int]:
        """The keys of the topics that the coach coaches on."""
        return set(self.coach.topics.values_list("pk", flat=True))

    @cached_property
    def _openings(self) -> dict[Place, list[Span]]:
        return openings(self.coach, *self.days)

    def place_at(self, starts_at: datetime, ends_at: datetime) -> Place | None:
        """How the coach is open during the whole of that time, closed day or not; None where not open."""
        for place, spans in self._openings.items():
            if any(opens <= starts_at and ends_at <= closes for opens, closes in spans):
                return place
        return None

    @cached_property
    def _closed(self) -> set[tuple[date, int | None]]:
        first, last = self.days
        rows = ClosedDay.objects.filter(institution=self.coach.institution, day__range=(first, last))
        everywhere = ((day, None) for day in public_holidays(self.coach.institution, first, last))
        return {*everywhere, *rows.values_list("day", "site_id")}

    def is_closed(self, day: date, site_id: int | None) -> bool:
        """Whether nothing takes place on the local `day`: in the whole institution, or at the site."""
        return (day, None) in self._closed or (day, site_id) in self._closed

    @cached_property
    def _away(self) -> list[Span]:
        return _spans(TimeOff.objects.filter(coach=self.coach, during__overlap=self._weeks))

    def is_away(self, during: Span) -> bool:
        return any(overlap(during, off) for off in self._away)

    @cached_property
    def _engaged(self) -> list[Span]:
        return _spans(BusyTime.objects.filter(coach=self.coach, during__overlap=self._weeks))

    def is_engaged(self, during: Span) -> bool:
        """Whether the coach's own calendar has something then."""
        return any(overlap(during, busy) for busy in self._engaged)

    @cached_property
    def _sessions(self) -> list[tuple[datetime, Span]]:
        """The coach's sessions that hold a time: their start, and their time with the pauses around it."""
        near = Q(busy__overlap=self._weeks) | Q(starts_at__range=self._weeks)
        rows = Session.objects.holding().filter(near, coach=bigint(self.coach.pk)).exclude(pk__in=self.but)
        return [(starts_at, (busy.lower, busy.upper)) for starts_at, busy in rows.values_list("starts_at", "busy")]

    def coaches_then(self, busy: Span) -> bool:
        """Whether the coach has another session within `busy`, a time with its own pauses."""
        held = [other for _start, other in self._sessions]
        return any(overlap(busy, other) for other in (*held, *self._busy_taken))

    def sessions_between(self, start: datetime, end: datetime) -> int:
        """How many sessions of the coach start from `start` until before `end`."""
        starts = [*(start for start, _busy in self._sessions), *(taken[0] for taken in self._taken)]
        return sum(start <= each < end for each in starts)

    @cached_property
    def _elsewhere(self) -> dict[int, list[Span]]:
        ids = [self.coach.user_id, *(person.pk for person in self.people)]
        theirs = reduce(or_, (Q(person=bigint(pk)) for pk in ids))
        rows = Participation.objects.filter(theirs, active=True, during__overlap=self._weeks)
        found: dict[int, list[Span]] = defaultdict(list)
        for person, during in rows.exclude(session__in=self.but).values_list("person_id", "during"):
            found[person].append((during.lower, during.upper))
        return found

    def is_elsewhere(self, person: User, during: Span) -> bool:
        """Whether `person` takes part in another session then."""
        return any(overlap(during, other) for other in (*self._elsewhere.get(person.pk, ()), *self._taken))

    def take(self, during: Span, busy: Span) -> None:
        """From now on that time is taken, for all who are asked about; `busy` is with the coach's pauses."""
        self._taken.append(during)
        self._busy_taken.append(busy)


def _spans(rows: Iterable[TimeOff] | Iterable[BusyTime]) -> list[Span]:
    return [(row.during.lower, row.during.upper) for row in rows]
