"""Times at which coaches of the demo could be booked, and a diary that keeps everyone in one place."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from coaches.models import BusyTime, Coach, OpeningHours, TimeOff, WeekSet
from coaching.demo_data.scene import Scene

STEP = timedelta(minutes=30)


@dataclass(frozen=True)
class Slot:
    """A possible start within a span of opening hours; `room` is how long the span goes on after it."""

    coach: Coach
    span: OpeningHours
    day: date
    starts_at: datetime
    room: timedelta


def possible_slots(scene: Scene) -> list[Slot]:
    """Every half hour of every span on every school day, in order of time."""
    slots: list[Slot] = []
    for day in scene.calendar.school_days():
        for coach in scene.coaches:
            for span in scene.spans.get(coach.pk, ()):
                if is_open_on(span, day):
                    slots += _starts(scene, coach, span, day)
    return slots


def is_open_on(span: OpeningHours, day: date) -> bool:
    """Whether the span is in use on the local date `day`."""
    weeks = WeekSet.ODD if day.isocalendar().week % 2 else WeekSet.EVEN
    return (
        span.weekday == day.isoweekday()
        and span.weeks in (WeekSet.EVERY, weeks)
        and span.valid_from <= day
        and (span.valid_until is None or day <= span.valid_until)
    )


def _starts(scene: Scene, coach: Coach, span: OpeningHours, day: date) -> Iterator[Slot]:
    start, end = scene.calendar.at(day, span.starts), scene.calendar.at(day, span.ends)
    while start < end:
        yield Slot(coach, span, day, start, end - start)
        start += STEP


class Diary:
    """Who is taken when. A key is whatever must not be in two places: a coach, a person."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, int, date], list[tuple[datetime, datetime]]] = defaultdict(list)

    def is_free(self, kind: str, key: int, start: datetime, end: datetime) -> bool:
        days = {start.astimezone(UTC).date(), end.astimezone(UTC).date()}
        return all(
            end <= other_start or start >= other_end
            for day in days
            for other_start, other_end in self._taken.get((kind, key, day), ())
        )

    def take(self, kind: str, key: int, start: datetime, end: datetime) -> None:
        day, last = start.astimezone(UTC).date(), end.astimezone(UTC).date()
        while day <= last:
            self._taken[kind, key, day].append((start, end))
            day += timedelta(days=1)


def diary_with_time_off(scene: Scene) -> Diary:
    """A diary in which coaches are taken while they are away or their own calendar says busy."""
    diary = Diary()
    for model in (TimeOff, BusyTime):
        for row in model.objects.filter(institution=scene.institution):
            diary.take("coach", row.coach_id, row.during.lower, row.during.upper)
    return diary


def by_season(slots: list[Slot], rng: random.Random) -> list[Slot]:
    """The slots in the order in which they are tried: at random, busy months first."""
    busy = {1: 0.9, 2: 0.7, 5: 0.7, 8: 1.3, 9: 1.5, 10: 1.1, 11: 1.4, 12: 0.9}
    return sorted(slots, key=lambda slot: rng.random() ** busy.get(slot.day.month, 1.0), reverse=True)
