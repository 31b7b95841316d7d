"""The ledger against a plain reading of its rules, on random years with the clock changes in them."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coaches.exceptions import LogRefused, MandateRefused
from coaches.hours.accounts import Account, account_of
from coaches.hours.burnup import planned_by
from coaches.hours.services import save_mandate
from coaches.hours.years import Year
from coaches.log.services import Work, correct_work, delete_work, log_work, mend_work
from coaches.models import Mandate, WorkLog
from tests.factories import make_coach, make_institution, make_topic

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Helsinki")
YEAR = Year(2026)
STARTS = datetime(2026, 8, 1, 6, tzinfo=UTC)
KINDS = ("help", "preparation", "material")
tries = settings(
    max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)

# Wall times at which a day or a month begins or ends, and those of the nights in which the clock is changed.
EDGES = (time(0), time(23, 59), time(3, 30), time(2, 59), time(12))
acts = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 25), st.just(0)),
    st.tuples(st.just("log"), st.integers(0, 70), st.integers(0, 4)),
    st.tuples(st.just("mend"), st.integers(0, 20), st.integers(1, 600)),
    st.tuples(st.just("correct"), st.integers(0, 20), st.integers(0, 600)),
    st.tuples(st.just("delete"), st.integers(0, 20), st.just(0)),
)


def month_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date().replace(day=1)


def is_closed(month: date, now: datetime) -> bool:
    """By the rule as it is told: 14 days after the last day of the month is over."""
    after = (month + timedelta(days=32)).replace(day=1)
    return now >= datetime.combine(after + timedelta(days=14), time(), ZONE)


class Plain:
    """What the ledger has to hold: each row's month and minutes, and what stands by months."""

    def __init__(self) -> None:
        self.months: dict[date, int] = defaultdict(int)
        self.rows: dict[int, list] = {}  # key: month, minutes by now
        self.closed: dict[date, int] = {}

    def log(self, key: int, moment: datetime, minutes: int, now: datetime) -> None:
        month = month_of(now) if is_closed(month_of(moment), now) else month_of(moment)
        self.rows[key] = [month, minutes]
        self.months[month] += minutes

    def change(self, key: int, minutes: int, now: datetime) -> None:
        month, before = self.rows[key]
        self.rows[key][1] = minutes
        self.months[month_of(now) if is_closed(month, now) else month] += minutes - before

    def is_closed(self, key: int, now: datetime) -> bool:
        return is_closed(self.rows[key][0], now)

    def in_year(self) -> dict[date, int]:
        """The months of the year in which anything stands."""
        return {month: minutes for month, minutes in self.months.items() if minutes and month in YEAR.months}

    def changed_after_closing(self, now: datetime) -> list[date]:
        """The months that are closed and do not stand as they did when that was first seen."""
        closed = [month for month in YEAR.months if is_closed(month, now)]
        return [month for month in closed if self.closed.setdefault(month, self.months[month]) != self.months[month]]


@pytest.fixture
def person():
    house = make_institution()
    return make_coach(house, make_topic(house)).user


@tries
@given(acts=st.lists(acts, min_size=3, max_size=16))
def test_what_is_given_is_what_is_used_and_left_whatever_is_done(person, acts):
    now, plain = STARTS, Plain()
    with transaction.atomic(), time_machine.travel(now, tick=False) as clock:
        give(person, quarters=400)
        for act, first, second in acts:
            now += timedelta(days=first if act == "wait" else 1)
            clock.move_to(now)
            if act != "wait":
                do(act, first, second, person, plain, now)
            account = account_of(person, YEAR)
            balance, in_year = account.balance, plain.in_year()
            assert balance.given == balance.used + balance.left == 400 * 15
            assert balance.used == sum(account.by_kind.values()) == sum(in_year.values())
            assert by_month(account) == in_year
            assert plain.changed_after_closing(now) == []
        transaction.set_rollback(True)


def do(act: str, first: int, second: int, person, plain: Plain, now: datetime) -> None:
    if act == "log":
        log(person, plain, now, days_ago=first, wall=EDGES[second])
        return
    keys = sorted(plain.rows)
    if not keys:
        return
    row = WorkLog.objects.get(pk=keys[first % len(keys)])
    if act == "mend":
        work = Work(row.kind, second, row.starts_at)
        if plain.is_closed(row.pk, now):
            with pytest.raises(LogRefused), transaction.atomic():
                mend_work(row=row, work=work)
            return
        mend_work(row=row, work=work)
        plain.change(row.pk, second, now)
    elif act == "correct" and plain.is_closed(row.pk, now):
        correct_work(row=row, minutes=second)
        plain.change(row.pk, second, now)
    elif act == "delete":
        closed = plain.is_closed(row.pk, now)
        delete_work(row=row)
        plain.change(row.pk, 0, now)
        if not closed:
            del plain.rows[row.pk]


def log(person, plain: Plain, now: datetime, *, days_ago: int, wall: time) -> None:
    day = max(now.astimezone(ZONE).date() - timedelta(days=days_ago), YEAR.first_day)
    moment = datetime.combine(day, wall, ZONE)
    if moment > now:
        return
    minutes = 5 + days_ago * 7
    row = log_work(user=person, work=Work(KINDS[days_ago % 3], minutes, moment))
    plain.log(row.pk, moment, minutes, now)


def give(person, quarters: int, first: date = YEAR.first_day, last: date = YEAR.last_day, **more) -> Mandate:
    usual = {"institution": person.institution, "user": person, "academic_year": first.year - (first.month < 8)}
    return save_mandate(Mandate(**usual, quarter_hours=quarters, starts_on=first, ends_on=last, **more))


def by_month(account: Account) -> dict[date, int]:
    """The months in which anything stands."""
    sums = {month: sum(kinds.values()) for month, kinds in account.by_month.items()}
    return {month: minutes for month, minutes in sums.items() if minutes}


@tries
@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from(Mandate.Role.values[:2]),
            st.sampled_from(Mandate.Kind.values[:2]),
            st.integers(-20, 370),
            st.integers(-5, 200),
            st.integers(0, 400),
        ),
        max_size=8,
    )
)
def test_slices_overlap_nowhere_and_stay_within_their_year(person, parts):
    kept: list[tuple] = []
    with transaction.atomic():
        for role, kind, offset, length, quarters in parts:
            first = YEAR.first_day + timedelta(days=offset)
            last = first + timedelta(days=length)
            wanted = (role, kind, first, last)
            fits = first <= last <= Year(first.year - (first.month < 8)).last_day
            if fits and not any(overlap(wanted, other) for other in kept):
                give(person, quarters, first, last, role=role, kind=kind)
                kept.append(wanted)
            else:
                with pytest.raises(MandateRefused):
                    give(person, quarters, first, last, role=role, kind=kind)
        slices = list(Mandate.objects.filter(user=person))
        assert len(slices) == len(kept)
        for part in slices:  # the plan of a slice begins with nothing and ends with all of it
            assert planned_by([part], part.starts_on - timedelta(days=1)) == 0
            assert planned_by([part], part.ends_on) == part.minutes
        transaction.set_rollback(True)


def overlap(one: tuple, other: tuple) -> bool:
    return one[:2] == other[:2] and one[2] <= other[3] and other[2] <= one[3]


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 10, 31, 23, 59, tzinfo=ZONE), date(2026, 10, 1)),
        (datetime(2026, 11, 1, 0, 0, tzinfo=ZONE), date(2026, 11, 1)),  # 22.00 of the day before by UTC
        (datetime(2026, 8, 1, 0, 0, tzinfo=ZONE), date(2026, 8, 1)),  # 21.00 of 31 July: summer time
        (datetime(2026, 10, 25, 3, 30, tzinfo=ZONE), date(2026, 10, 1)),
        (datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=ZONE), date(2026, 10, 1)),
        (datetime(2027, 3, 28, 4, 0, tzinfo=ZONE), date(2027, 3, 1)),
        (datetime(2027, 7, 31, 23, 59, tzinfo=ZONE), date(2027, 7, 1)),
    ],
)
def test_a_row_counts_in_the_month_of_the_clock_on_the_wall(person, moment, month, time_machine):
    time_machine.move_to(moment.astimezone(UTC) + timedelta(hours=1), tick=False)
    log_work(user=person, work=Work("help", 30, moment))
    assert account_of(person, YEAR).by_month == {month: {"help": 30}}


def test_the_last_moment_of_july_is_of_another_year_than_the_next(person, time_machine):
    time_machine.move_to(datetime(2026, 8, 2, tzinfo=UTC), tick=False)
    for moment in (datetime(2026, 7, 31, 23, 59, tzinfo=ZONE), datetime(2026, 8, 1, tzinfo=ZONE)):
        log_work(user=person, work=Work("help", 30, moment))
    assert [account_of(person, Year(autumn)).balance.used for autumn in (2025, 2026)] == [30, 30]
