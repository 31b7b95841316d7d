"""The statement, the rules and a plain reading of both must agree on random calendars around the clock changes.

FREE_TIMES_EXAMPLES=10000 looks further, at other calendars each time; without it the same few hundred are tried.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from sessions.exceptions import BookingRefused
from sessions.free_times import FreeTime, Search, find_free_times, next_free_times
from sessions.rules import Wish, check_booking_rules
from sessions.services import book_session
from tests.sessions.plain_rules import PlainRules, Plan
from tests.sessions.random_plans import plans
from tests.sessions.stage import Stage

pytestmark = pytest.mark.django_db
EXAMPLES = os.environ.get("FREE_TIMES_EXAMPLES")


def on_random_plans(examples: int, share: int = 1) -> settings:
    """`share`: of the many that are asked for only so large a part."""
    return settings(
        max_examples=int(EXAMPLES) // share if EXAMPLES else examples,
        derandomize=EXAMPLES is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture
def stage():
    with connection.cursor() as cursor:  # between two calendars there may be a long while on a busy machine
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    return Stage.build()


@contextmanager
def shown(stage: Stage, plan: Plan) -> Iterator[list[FreeTime]]:
    """The free times of the plan, whose rows are gone afterwards."""
    with transaction.atomic():
        stage.show(plan)
        yield find_free_times(stage.search(plan))
        transaction.set_rollback(True)


def numbers(stage: Stage, found: list[FreeTime]) -> list[tuple[datetime, int, tuple[str, int | None]]]:
    coach = {coach.pk: number for number, coach in enumerate(stage.coaches)}
    site = {None: None, stage.sites[0].pk: 0, stage.sites[1].pk: 1}
    return [(time.starts_at, coach[time.coach_id], (time.channel, site[time.site_id])) for time in found]


@on_random_plans(300)
@given(plan=plans())
def test_what_is_offered_is_what_a_slow_plain_reading_offers_in_the_same_order(stage, plan):
    limit = 1 + plan.seed % 12
    with shown(stage, plan) as found:
        soonest = next_free_times(stage.search(plan), limit)
    assert numbers(stage, found) == PlainRules(plan).offered()
    assert soonest == found[:limit]


@on_random_plans(60, share=5)
@given(plan=plans())
def test_parts_of_the_day_leave_out_the_rest_and_nothing_else(stage, plan):
    limit = 1 + plan.seed % 12
    with shown(stage, plan) as found:
        at_hours = replace(stage.search(plan), hours=hours_of(plan.seed))
        found_at_hours, soonest = find_free_times(at_hours), next_free_times(at_hours, limit)
    assert found_at_hours == [free for free in found if is_within(free, at_hours)]
    assert soonest == found_at_hours[:limit]


def hours_of(seed: int) -> tuple[tuple[time, time], ...]:
    """One or two parts of the day."""
    first, second = sorted((time(seed % 5), time(5 + seed % 19, 30)))
    return ((first, second),) if seed % 2 else ((time(0), first), (second, time(23, 59)))


def is_within(free: FreeTime, search: Search) -> bool:
    wall = free.starts_at.astimezone(search.institution.tz).time()
    return any(begins <= wall < ends for begins, ends in search.hours)


@on_random_plans(150, share=3)
@given(plan=plans())
def test_the_rules_accept_what_is_offered_and_give_a_reason_for_the_rest(stage, plan):
    rules, random = PlainRules(plan), Random(plan.seed)
    times = list(rules.times())
    with shown(stage, plan) as found:
        offered = [(coach, at) for at, coach, _place in numbers(stage, found)]
        near = [(coach, at + n * timedelta(minutes=plan.step)) for coach, at in offered for n in (-1, 1)]
        for coach, at in random.sample(offered, min(2, len(offered))):
            assert reason(stage, plan, coach, at) is None
            assert books(stage, plan, coach, at)
        others = {*random.sample(near, min(4, len(near))), *random.sample(times, min(6, len(times)))} - {*offered}
        for coach, at in others:
            assert reason(stage, plan, coach, at) in {*rules.against(coach, at)}


def reason(stage: Stage, plan: Plan, coach: int, at: datetime) -> str | None:
    """Why the rules refuse the time, or None."""
    wish = Wish(
        coach=stage.coaches[coach],
        people=(stage.teachers[0],),
        topic=stage.topic,
        starts_at=at,
        ends_at=at + timedelta(minutes=plan.minutes),
        by=stage.teachers[0],
        now=plan.now,
    )
    try:
        check_booking_rules(wish)
    except BookingRefused as refusal:
        return refusal.reason.value
    return None


def books(stage: Stage, plan: Plan, coach: int, at: datetime) -> bool:
    """Whether the service books the time, constraints and all; the booking is taken back."""
    with transaction.atomic(), time_machine.travel(plan.now, tick=False):
        session = book_session(
            coach=stage.coaches[coach],
            topic=stage.topic,
            person=stage.teachers[0],
            starts_at=at,
            length=timedelta(minutes=plan.minutes),
            by=stage.teachers[0],
        )
        transaction.set_rollback(True)
    return session.starts_at == at
