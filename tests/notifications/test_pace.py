"""So many mails a minute and no more, whoever sends them."""

import time
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from notifications import pace
from notifications.models import Message, Pace
from notifications.outbox import deliver_due
from tests.notifications.test_claims import in_threads

pytestmark = pytest.mark.django_db(transaction=True)


def test_without_a_limit_nothing_is_asked(sink, greet, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert pace.take(50).count == 50


def test_two_workers_together_keep_to_it(sink, greet, settings):
    settings.MAILS_PER_MINUTE = 300  # one in 200 ms
    greet(12)

    def all_of_it():
        until = time.monotonic() + 6
        while time.monotonic() < until and Message.objects.waiting().exists():
            deliver_due(4)

    in_threads(all_of_it, all_of_it)
    assert Message.objects.filter(state="sent").count() == 12
    gaps = [later - earlier for earlier, later in zip(sink.times, sink.times[1:], strict=False)]
    # The clock of a test's machine is coarse; 11 gaps of 200 ms are what counts.
    assert sum(gaps) > 11 * 0.2 - 0.15
    assert min(gaps) > 0.05


def test_moments_that_nobody_needs_are_not_taken(settings, greet):
    settings.MAILS_PER_MINUTE = 60
    assert deliver_due() == 0
    assert not Pace.objects.exists()


def test_when_others_have_the_next_seconds_it_leaves_them_to_it(sink, settings, greet):
    settings.MAILS_PER_MINUTE = 60
    greet(3)
    Pace.objects.create(pk=1, free_at=Now() + timedelta(seconds=pace.AHEAD + 2))
    assert deliver_due() == 0
    assert Message.objects.waiting().count() == 3


def test_a_go_is_never_longer_than_a_lease(settings):
    settings.MAILS_PER_MINUTE = 60
    assert pace.at_once(50) == 10
    settings.MAILS_PER_MINUTE = 1
    assert pace.at_once(50) == 1
    settings.MAILS_PER_MINUTE = 0
    assert pace.at_once(50) == 50
