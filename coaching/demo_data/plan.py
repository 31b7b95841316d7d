"""Which sessions there are: who meets whom, when, and how it ended. Nothing is written here."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from coaches.models import Coach
from coaching.demo_data.calendar import Calendar
from coaching.demo_data.people import first_day_of
from coaching.demo_data.scene import Scene
from coaching.demo_data.slots import Diary, Slot, by_season, diary_with_time_off, possible_slots
from organisation.models import User
from sessions.models import Awaits, State
from topics.models import Topic

A_WHILE = timedelta(minutes=90)
LENGTHS = {timedelta(minutes=30): 30, timedelta(minutes=45): 45, timedelta(minutes=60): 25}
PAST = {State.HELD: 86, State.CANCELLED: 8, State.NOT_HELD: 4, State.LAPSED: 2}
AHEAD = {State.BOOKED: 82, State.PROPOSED: 8, State.CANCELLED: 10}


@dataclass(frozen=True)
class Wish:
    """A session that the demo needs: for whom, with whom, in which days from today, in which state.

    Without a state it is what its time makes it. `of_week` counts the days from Monday of this week instead.
    """

    person: str = ""
    coach: str = ""
    days: tuple[int, int] = (1, 20)
    of_week: bool = False
    state: State | None = None
    awaits: Awaits = Awaits.NOBODY
    topic: int | None = None


ANYTHING = Wish()


@dataclass(frozen=True)
class Planned:
    slot: Slot
    length: timedelta
    person: User
    topic: Topic
    state: State
    awaits: Awaits

    @property
    def ends_at(self) -> datetime:
        return self.slot.starts_at + self.length


WILMA = 2
"""The place of that topic among the defaults; the demo's own coach is good at it."""
WISHES = (
    Wish("teacher", "coach", (0, 4), topic=WILMA),
    Wish("teacher", "", (6, 16)),
    Wish("teacher", "", (2, 12), state=State.PROPOSED, awaits=Awaits.TEACHER),
    *(Wish("teacher", coach, (-ago - 60, -ago)) for coach, ago in (("coach", 20), ("", 60), ("", 75), ("", 190))),
    *(Wish("", "coach", (day, day), of_week=True) for day in (0, 0, 1, 2, 2, 3, 4, 7, 8)),
    Wish("", "coach", (-7, -1), state=State.BOOKED),
    Wish("", "coach", (1, 9), state=State.PROPOSED, awaits=Awaits.COACH),
    Wish("", "leadcoach", (0, 6)),
    Wish("", "leadcoach", (-9, -4), state=State.BOOKED),
    Wish("", "leadcoach", (1, 9), state=State.PROPOSED, awaits=Awaits.TEACHER),
)


class Planner:
    """Places sessions one by one: wishes first, then as many others as were asked for."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.rng = scene.chance("sessions")
        self.diary: Diary = diary_with_time_off(scene)
        self.planned: list[Planned] = []
        self._in_day: Counter = Counter()
        self._in_week: Counter = Counter()
        self._colleagues = _those_who_ask(scene)

    def plan(self) -> list[Planned]:
        slots = possible_slots(self.scene)
        for wish in WISHES:
            self._grant(wish, slots)
        for slot in by_season(slots, self.rng):
            if len(self.planned) >= self.scene.size.sessions:
                break
            self._fill(slot)
        return sorted(self.planned, key=lambda planned: (planned.slot.starts_at, planned.slot.coach.pk))

    def _grant(self, wish: Wish, slots: list[Slot]) -> None:
        person = self.scene.login(wish.person) if wish.person else None
        for slot in slots if wish.days[0] >= 0 else reversed(slots):
            if self._suits(wish, slot) and self._fill(slot, wish, person):
                return

    def _suits(self, wish: Wish, slot: Slot) -> bool:
        calendar = self.scene.calendar
        away = (slot.day - (calendar.monday if wish.of_week else calendar.today)).days
        if not wish.days[0] <= away <= wish.days[1]:
            return False
        if wish.coach and slot.coach.user.email != f"{wish.coach}@{self.scene.house.domain}":
            return False
        if wish.of_week:
            return True
        soonest = timedelta(hours=30 if wish.state == State.PROPOSED else 2)
        return slot.starts_at > calendar.now + soonest if wish.days[0] >= 0 else slot.starts_at < calendar.now - A_WHILE

    def _fill(self, slot: Slot, wish: Wish = ANYTHING, person: User | None = None) -> bool:
        """Place a session on `slot` if coach, person and caps allow it."""
        length = self._length(slot)
        if length is None or not self._coach_can(slot, length):
            return False
        person = person or self._someone(slot)
        if not self._person_can(person, slot, length):
            return False
        state = wish.state or self._state(slot, length)
        topic = self._topic(slot.coach) if wish.topic is None else self.scene.topics[wish.topic]
        self._note(Planned(slot, length, person, topic, state, self._awaits(wish, state)))
        return True

    def _awaits(self, wish: Wish, state: State) -> Awaits:
        drawn = self.rng.choice((Awaits.TEACHER, Awaits.COACH))
        return (wish.awaits or drawn) if state == State.PROPOSED else Awaits.NOBODY

    def _length(self, slot: Slot) -> timedelta | None:
        fitting = {length: weight for length, weight in LENGTHS.items() if length <= slot.room}
        return self.rng.choices(list(fitting), weights=list(fitting.values()))[0] if fitting else None

    def _coach_can(self, slot: Slot, length: timedelta) -> bool:
        coach, rules = slot.coach, self.scene.institution
        weekly = coach.weekly_cap or rules.weekly_cap
        return (
            self._in_day[coach.pk, slot.day] < rules.daily_cap
            and self._in_week[coach.pk, slot.day.isocalendar()[:2]] < weekly
            and self.diary.is_free("coach", coach.pk, *self._busy(slot, length))
        )

    def _busy(self, slot: Slot, length: timedelta) -> tuple[datetime, datetime]:
        """The session with buffers, as the exclusion constraint sees it."""
        before, after = buffers(slot.coach, self.scene)
        return slot.starts_at - timedelta(minutes=before), slot.starts_at + length + timedelta(minutes=after)

    def _person_can(self, person: User, slot: Slot, length: timedelta) -> bool:
        return self.diary.is_free("person", person.pk, slot.starts_at, slot.starts_at + length)

    def _someone(self, slot: Slot) -> User:
        """Mostly somebody of the coach's own site, who had already started then."""
        nearby = self._colleagues.get(slot.coach.user.home_site_id) if self.rng.random() < 0.7 else None
        for _ in range(20):
            person = self.rng.choice(nearby or self._colleagues[None])
            if first_day_of(person) <= slot.day:
                break
        return person

    def _topic(self, coach: Coach) -> Topic:
        open_topic = self.scene.topics[-1]
        return open_topic if self.rng.random() < 0.06 else self.rng.choice(self.scene.topics_of[coach.pk])

    def _state(self, slot: Slot, length: timedelta) -> State:
        now = self.scene.calendar.now
        if slot.starts_at <= now:
            # What ended lately may still wait for the coach to say whether it was held.
            late = now - slot.starts_at - length
            unclosed = late < timedelta(0) or (late < timedelta(days=4) and self.rng.random() < 0.3)
            return State.BOOKED if unclosed else self._drawn(PAST)
        state = self._drawn(AHEAD)
        too_soon = slot.starts_at < now + timedelta(hours=30)
        return State.BOOKED if state == State.PROPOSED and too_soon else state

    def _drawn(self, weights: dict[State, int]) -> State:
        return self.rng.choices(list(weights), weights=list(weights.values()))[0]

    def _note(self, planned: Planned) -> None:
        slot = planned.slot
        self.planned.append(planned)
        self.diary.take("coach", slot.coach.pk, *self._busy(slot, planned.length))
        self.diary.take("person", planned.person.pk, slot.starts_at, planned.ends_at)
        self._in_day[slot.coach.pk, slot.day] += 1
        self._in_week[slot.coach.pk, slot.day.isocalendar()[:2]] += 1


def buffers(coach: Coach, scene: Scene) -> tuple[int, int]:
    """Minutes kept free before and after a session of `coach`."""
    rules = scene.institution
    before, after = coach.buffer_before_minutes, coach.buffer_after_minutes
    return (
        rules.buffer_before_minutes if before is None else before,
        rules.buffer_after_minutes if after is None else after,
    )


def _those_who_ask(scene: Scene) -> dict[int | None, list[User]]:
    """Colleagues by home site, and all under None. The demo's own teachers get only what is wished for them."""
    own = {scene.login(name).pk for name in ("teacher",)}
    own |= {person.pk for person in scene.people if person.email.startswith("newteacher@")}
    coaches = {coach.user_id for coach in scene.coaches}
    people: dict[int | None, list[User]] = {None: []}
    for person in scene.people:
        if person.is_active and person.pk not in own | coaches:
            people[None].append(person)
            people.setdefault(person.home_site_id, []).append(person)
    return people


def asked_at(planned: Planned, rng: random.Random, calendar: Calendar) -> datetime:
    """When it was booked or proposed: some days before, never in the future."""
    if planned.state == State.PROPOSED:
        return calendar.now - timedelta(minutes=rng.randrange(30, 1200))
    asked = planned.slot.starts_at - timedelta(hours=rng.randrange(20, 24 * 21))
    return min(asked, calendar.now - timedelta(minutes=rng.randrange(10, 6000)))
