"""What stands around a coach and the people helped, read once for all the times that are asked about."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection

from coaches.models import Coach
from kit.zones import midnight
from organisation.calendar import public_holidays
from organisation.models import User
from sessions.free_times import Place, Span, openings
from sessions.models import HOLDING

DAY, WEEK = timedelta(days=1), timedelta(days=7)

# One statement, since it is asked under the lock: whoever else wants the coach waits for each way to the database. The
# states are written out and each key has its type, as the indexes of the exclusion constraints want it.
AROUND = f"""
SELECT 'topic', topic_id, NULL::bigint, NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, NULL::date
FROM coaches_coach_topics WHERE coach_id = %(coach)s
UNION ALL
SELECT 'closed', site_id, NULL, NULL, NULL, NULL, day
FROM organisation_closedday WHERE institution_id = %(institution)s AND day BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT 'away', NULL, NULL, lower(during), upper(during), NULL, NULL
FROM coaches_timeoff WHERE coach_id = %(coach)s::bigint AND during && %(weeks)s::tstzrange
UNION ALL
SELECT 'engaged', NULL, NULL, lower(during), upper(during), NULL, NULL
FROM coaches_busytime WHERE coach_id = %(coach)s::bigint AND during && %(weeks)s::tstzrange
UNION ALL
SELECT 'session', id, NULL, lower(busy), upper(busy), starts_at, NULL
FROM coaching_sessions_session
WHERE coach_id = %(coach)s::bigint AND state IN ({", ".join(f"'{state.value}'" for state in HOLDING)})
    AND id <> ALL(%(but)s::bigint[]) AND busy && %(weeks)s::tstzrange
UNION ALL
SELECT 'person', person.id, p.session_id, lower(p.during), upper(p.during), NULL, NULL
FROM unnest(%(people)s::bigint[]) AS person (id)
JOIN coaching_sessions_participation p ON p.person_id = person.id
WHERE p.active AND p.session_id <> ALL(%(but)s::bigint[]) AND p.during && %(weeks)s::tstzrange
"""


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share an instant."""
    return one[0] < other[1] and other[0] < one[1]


@dataclass
class Around:
    """What AROUND finds: `elsewhere` are the times of each person, with the session."""

    topics: set[int] = field(default_factory=set)
    closed: set[tuple[date, int | None]] = field(default_factory=set)
    away: list[Span] = field(default_factory=list)
    engaged: list[Span] = field(default_factory=list)
    sessions: dict[int, tuple[datetime, Span]] = field(default_factory=dict)
    """The coach's sessions that hold a time: their start, and their time with the pauses around it."""
    elsewhere: dict[int, list[tuple[int, Span]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, what: str, key: Any, session: int, begins: datetime, ends: datetime, at: datetime, day: date) -> None:
        """Take in one row of AROUND."""
        if what == "topic":
            self.topics.add(key)
        elif what == "closed":
            self.closed.add((day, key))
        elif what == "session":
            self.sessions[key] = at, (begins, ends)
        elif what == "person":
            self.elsewhere[key].append((session, (begins, ends)))
        else:
            (self.away if what == "away" else self.engaged).append((begins, ends))


@dataclass
class Surroundings:
    """Of `coach` and `people`, over the ISO weeks that hold the instants `first` to `last`.

    It is read when it is first asked for. `but` are the keys of sessions to look past. What is booked on the way is
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
    def _around(self) -> Around:
        around, (first, last) = Around(), self.days
        values: dict[str, Any] = {
            "coach": self.coach.pk,
            "institution": self.coach.institution_id,
            "first": first,
            "last": last,
            "weeks": "[{},{})".format(*(instant.isoformat() for instant in self._weeks)),
            "but": list(self.but),
            "people": list({self.coach.user_id, *(person.pk for person in self.people)}),
        }
        with connection.cursor() as cursor:
            cursor.execute(AROUND, values)
            for row in cursor.fetchall():
                around.add(*row)
        return around

    @property
    def topics(self) -> set[int]:
        """The keys of the topics that the coach coaches on."""
        return self._around.topics

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
    def _holidays(self) -> set[date]:
        return set(public_holidays(self.coach.institution, *self.days))

    def is_closed(self, day: date, site_id: int | None) -> bool:
        """Whether nothing takes place on the local `day`: in the whole institution, or at the site."""
        return day in self._holidays or not self._around.closed.isdisjoint({(day, None), (day, site_id)})

    def is_away(self, during: Span) -> bool:
        return any(overlap(during, off) for off in self._around.away)

    def is_engaged(self, during: Span) -> bool:
        """Whether the coach's own calendar has something then."""
        return any(overlap(during, busy) for busy in self._around.engaged)

    def coaches_then(self, busy: Span) -> bool:
        """Whether the coach has another session within `busy`, a time with its own pauses."""
        held = [other for _start, other in self._around.sessions.values()]
        return any(overlap(busy, other) for other in (*held, *self._busy_taken))

    def sessions_between(self, start: datetime, end: datetime) -> int:
        """How many sessions of the coach start from `start` until before `end`."""
        starts = [*(start for start, _busy in self._around.sessions.values()), *(taken[0] for taken in self._taken)]
        return sum(start <= each < end for each in starts)

    def is_elsewhere(self, person: User, during: Span) -> bool:
        """Whether `person` takes part in another session then."""
        others = [other for _session, other in self._around.elsewhere.get(person.pk, ())]
        return any(overlap(during, other) for other in (*others, *self._taken))

    def shared_at(self, person: User, during: Span) -> list[int]:
        """The keys of the sessions of the coach in which `person` takes part at exactly that time."""
        around = self._around
        return [key for key, other in around.elsewhere.get(person.pk, ()) if other == during and key in around.sessions]

    def take(self, during: Span, busy: Span) -> None:
        """From now on that time is taken, for all who are asked about; `busy` is with the coach's pauses."""
        self._taken.append(during)
        self._busy_taken.append(busy)
