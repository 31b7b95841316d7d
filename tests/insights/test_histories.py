"""Published figures against a plain recount, on random histories of a year with both changes of the clock in it."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coaches.log.services import Work, correct_work, delete_work, log_work, mend_work
from coaches.models import WorkLog
from insights.models import PublishedCell
from insights.publishing import publish_in
from sessions import services
from sessions.exceptions import BookingRefused, TimeTaken
from sessions.models import Session, State
from tests.factories import make_coach, make_institution, make_site, make_topic, make_user

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Helsinki")
STARTS = datetime(2026, 8, 3, 6, tzinfo=UTC)
tries = settings(
    max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
EDGES = (time(0), time(23, 30), time(3, 30), time(2, 45), time(12))
"""Wall times at which a month begins or ends, and those of the nights in which the clock is changed."""
some = st.integers(0, 30)
acts = st.one_of(
    st.tuples(st.just("wait"), st.integers(5, 45), some),
    st.tuples(st.sampled_from(["book", "close", "log"]), some, some),
    st.tuples(st.sampled_from(["move", "mend", "correct", "delete", "erase"]), some, some),
)


def month_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date().replace(day=1)


def is_closed(month: date, now: datetime) -> bool:
    """By the rule as it is told: 14 days after the last day of the month is over."""
    after = (month + timedelta(days=32)).replace(day=1)
    return now >= datetime.combine(after + timedelta(days=14), time(), ZONE)


def counting_month(moment: datetime, now: datetime) -> date:
    """What comes too late for its own month counts in the one in which it comes."""
    return month_of(now) if is_closed(month_of(moment), now) else month_of(moment)


@dataclass
class Entry:
    """A piece of help, or with `is_help` False the correction of one."""

    month: date
    minutes: int
    coach: int
    booked: bool
    persons: set[int] = field(default_factory=set)
    site: int | None = None
    is_help: bool = True


class Plain:
    """The year as somebody would keep it on paper; keys are those of rows of the ledger."""

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.corrections: list[tuple[int, Entry]] = []

    def total(self, key: int) -> int:
        return self.entries[key].minutes + sum(entry.minutes for about, entry in self.corrections if about == key)

    def correct(self, key: int, minutes: int, now: datetime) -> None:
        old = self.entries[key]
        entry = Entry(month_of(now), minutes - self.total(key), old.coach, old.booked, set(), old.site, False)
        if entry.minutes:
            self.corrections.append((key, entry))

    def count(self, months: set[date], dimension: str, value: str) -> tuple[int, int, int, int]:
        """Helps, minutes, people and coaches."""
        everything = [*self.entries.values(), *(entry for _about, entry in self.corrections)]
        found = [entry for entry in everything if entry.month in months and belongs(entry, dimension, value)]
        helps = [entry for entry in found if entry.is_help]
        people = set().union(*(entry.persons for entry in helps))
        return len(helps), sum(entry.minutes for entry in found), len(people), len({entry.coach for entry in found})


def belongs(entry: Entry, dimension: str, value: str) -> bool:
    if dimension == "site":
        return str(entry.site or "") == value
    return dimension == "total" or entry.booked == (value == "booked")


class Scene:
    """A house of two sites with three coaches and eight people, and how its year is kept twice."""

    def __init__(self) -> None:
        self.house = make_institution()
        self.topic = make_topic(self.house)
        sites = [make_site(self.house), make_site(self.house)]
        self.coaches = [make_coach(self.house, self.topic) for _ in range(3)]
        self.people = [make_user(self.house, home_site=sites[number % 2]) for number in range(8)]
        self.plain, self.published = Plain(), {}
        self.seen: dict[str, int] = defaultdict(int)

    def do(self, act: str, first: int, second: int, now: datetime) -> None:
        if getattr(self, act)(first, second, now) is not False:
            self.seen[act] += 1

    def book(self, first: int, second: int, now: datetime) -> bool:
        day = now.astimezone(ZONE).date() + timedelta(days=1 + first)
        coach, people = self.coaches[second % 3], self._some(first, second)
        with refusals() as done:
            services.book_session(
                coach=coach,
                topic=self.topic,
                person=people[0],
                together=people[1:],
                starts_at=datetime.combine(day, EDGES[second % 5], ZONE).astimezone(UTC),
                length=timedelta(minutes=30),
                by=coach.user,
                pass_rules=True,
            )
            done.append(True)
        return bool(done)

    def move(self, first: int, second: int, now: datetime) -> bool:
        session = self._pick(Session.objects.filter(state=State.BOOKED, starts_at__gt=now), first)
        with refusals() as done:
            if session:
                day = now.astimezone(ZONE).date() + timedelta(days=1 + second)
                to = datetime.combine(day, EDGES[first % 5], ZONE).astimezone(UTC)
                services.move_session(session=session, starts_at=to, by=session.coach.user, pass_rules=True)
                done.append(True)
        return bool(done)

    def close(self, first: int, second: int, now: datetime) -> bool:
        """For the first time however late, later only as long as it can be corrected."""
        begun = Session.objects.filter(state__in=(State.BOOKED, State.HELD, State.NOT_HELD), starts_at__lte=now)
        session = self._pick(begun, first)
        if session is None:
            return False
        key, held, minutes = session.work_log_id, second % 4 > 0, 15 + second
        month = self.plain.entries[key].month if key else month_of(session.starts_at)
        settled = session.state != State.BOOKED and is_closed(month, now)
        people = set(session.participations.filter(role="helped").values_list("person", flat=True))
        with refusals() as done:
            session = services.close_session(session=session, held=held, minutes=minutes, by=session.coach.user)
            done.append(True)
        assert bool(done) != settled
        if done:
            self.plain.entries.pop(key, None)
        if done and held:
            counts_in = month if key else counting_month(session.starts_at, now)
            entry = Entry(counts_in, minutes, session.coach_id, True, people, session.site_id)
            self.plain.entries[session.work_log_id] = entry
        return bool(done)

    def log(self, first: int, second: int, now: datetime) -> bool:
        day = now.astimezone(ZONE).date() - timedelta(days=first * 2)
        moment = datetime.combine(day, EDGES[second % 5], ZONE)
        if moment > now or moment < STARTS:
            return False
        coach, people = self.coaches[second % 3], self._some(first, second)
        row = log_work(user=coach.user, work=Work("help", 15 + second, moment, self.topic, "phone", people))
        sites = {person.home_site_id for person in people}
        entry = Entry(counting_month(moment, now), row.minutes, coach.pk, False, {each.pk for each in people})
        entry.site = sites.pop() if len(sites) == 1 else None
        self.plain.entries[row.pk] = entry
        return True

    def mend(self, first: int, second: int, now: datetime) -> bool:
        row, is_open = self._logged(first, now)
        if row and is_open:
            people = list(row.persons.all())
            mend_work(row=row, work=Work("help", 20 + second, row.starts_at, self.topic, "phone", people))
            self.plain.entries[row.pk].minutes = 20 + second
        return bool(row and is_open)

    def correct(self, first: int, second: int, now: datetime) -> bool:
        row, is_open = self._logged(first, now)
        if row and not is_open:
            correct_work(row=row, minutes=second)
            self.plain.correct(row.pk, second, now)
        return bool(row and not is_open)

    def delete(self, first: int, _second: int, now: datetime) -> bool:
        row, is_open = self._logged(first, now)
        if row is None:
            return False
        key = row.pk
        delete_work(row=row)
        if is_open:
            del self.plain.entries[key]
        else:
            self.plain.correct(key, 0, now)
        return True

    def erase(self, first: int, _second: int, _now: datetime) -> bool:
        """A person disappears from everything that names them."""
        person = self.people[first % 8]
        WorkLog.persons.through.objects.filter(user=person).delete()
        for entry in self.plain.entries.values():
            entry.persons.discard(person.pk)
        return True

    def _some(self, first: int, second: int) -> list:
        """One or two people."""
        chosen = [first % 8, (first + 1 + second) % 8][: 1 + (second % 3 == 0)]
        return [self.people[number] for number in dict.fromkeys(chosen)]

    def _pick(self, rows, number: int):
        rows = list(rows.filter(institution=self.house).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def _logged(self, number: int, now: datetime) -> tuple[WorkLog | None, bool]:
        row = self._pick(WorkLog.objects.filter(kind="help", corrects=None), number)
        return row, row is not None and not is_closed(self.plain.entries[row.pk].month, now)

    def differences(self, now: datetime) -> Iterator[tuple]:
        """Publish what is due; tell new figures that are not as counted on paper, and old ones that have changed."""
        publish_in(self.house, now)
        rows = PublishedCell.objects.filter(institution=self.house, dimension__in=("total", "site", "booked"))
        for row in rows:
            key = (row.kind, row.starts_on, row.dimension, row.value)
            found = (row.helps, row.minutes, row.persons, row.coaches)
            if key not in self.published:
                self.published[key] = self.plain.count(months_of(row.kind, row.starts_on), row.dimension, row.value)
            if self.published[key] != found:
                yield key, self.published[key], found


def months_of(kind: str, first: date) -> set[date]:
    """As the rule says it: half-years begin in August and January, the academic year in August."""
    begins = {"month": first, "half": first, "year": first, "sofar": first.replace(month=8 if first.month >= 8 else 1)}
    ends = {"month": first, "sofar": first, "half": first.replace(month=12 if first.month == 8 else 7)}
    last = ends.get(kind) or date(first.year + 1, 7, 1)
    found, day = set(), begins[kind]
    while day <= last:
        found.add(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found


@contextmanager
def refusals() -> Iterator[list]:
    """What is refused changes nothing, here and on paper: the list stays empty."""
    with suppress(BookingRefused, TimeTaken), transaction.atomic():
        yield []


@tries
@given(acts=st.lists(acts, min_size=10, max_size=45))
def test_figures_are_what_a_plain_recount_finds_whatever_was_done(acts):
    now = STARTS
    with transaction.atomic(), time_machine.travel(now, tick=False) as clock:
        scene = Scene()
        for act, first, second in acts:
            now += timedelta(days=first if act == "wait" else 1, hours=second % 24)
            clock.move_to(now)
            if act != "wait":
                scene.do(act, first, second, now)
            assert list(scene.differences(now)) == []
        transaction.set_rollback(True)


def test_every_act_happens_and_every_kind_of_period_is_published():
    """The histories above would prove nothing if all were refused."""
    now, number = STARTS, 0
    turns = ("book", "log", "book", "move", "close", "log", "mend", "close", "correct", "delete", "erase", "log")
    with time_machine.travel(now, tick=False) as clock:
        scene = Scene()
        while now < datetime(2027, 9, 1, tzinfo=UTC):
            now, number = now + timedelta(days=3, hours=5), number + 1
            clock.move_to(now)
            scene.do(turns[number % len(turns)], number * 7 % 31, number * 11 % 31, now)
            assert list(scene.differences(now)) == []
    assert {"book", "move", "close", "log", "mend", "correct", "delete", "erase"} == set(scene.seen)
    assert {key[0] for key in scene.published} == {"month", "half", "year", "sofar"}
    assert any(entry.month > month_of(STARTS) for _about, entry in scene.plain.corrections)
    assert WorkLog.objects.filter(kind="session", late_for__isnull=False).exists()
