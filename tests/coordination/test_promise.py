"""By when a request is answered, in working days; and how that reads in a chip."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from coordination.models import HelpRequest
from coordination.selectors.promise import age_of, days_around, promised_by
from organisation.models import ClosedDay
from tests.factories import make_institution, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_institution(closes_on_holidays=True, request_promise_days=3)


def promised(house, *when: int) -> date:
    return promised_by(HelpRequest(institution=house), datetime(*when, tzinfo=UTC))


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        pytest.param((2026, 11, 23, 8), date(2026, 11, 26), id="within a week"),
        pytest.param((2026, 11, 25, 8), date(2026, 11, 30), id="over a weekend"),
        pytest.param((2026, 11, 28, 8), date(2026, 12, 2), id="asked on a Saturday"),
        pytest.param((2026, 11, 24, 23), date(2026, 11, 30), id="late in the evening it is tomorrow here"),
        pytest.param((2026, 12, 3, 8), date(2026, 12, 8), id="over a weekend with Independence Day"),
        pytest.param((2026, 12, 22, 8), date(2026, 12, 29), id="over Christmas Eve, Christmas and a weekend"),
        pytest.param((2026, 3, 31, 8), date(2026, 4, 7), id="over Easter"),
    ],
)
def test_weekends_and_holidays_do_not_count(house, asked, answered):
    assert promised(house, *asked) == answered


def test_closed_days_of_the_whole_house_do_not_count(house):
    ClosedDay.objects.create(institution=house, day=date(2026, 11, 24))
    ClosedDay.objects.create(institution=house, site=make_site(house), day=date(2026, 11, 25))
    ClosedDay.objects.create(institution=make_institution(), day=date(2026, 11, 26))
    assert promised(house, 2026, 11, 23, 8) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("promise", "kind", "words"),
    [
        (date(2026, 11, 27), "line", "2 days left"),
        (date(2026, 11, 30), "line", "3 days left"),
        (date(2026, 11, 26), "line", "1 day left"),
        (date(2026, 11, 25), "wait", "today"),
        (date(2026, 11, 24), "late", "1 day late"),
        (date(2026, 11, 20), "late", "3 days late"),
        (date(2026, 11, 13), "late", "8 days late"),
    ],
)
def test_the_age_in_working_days(clock, house, promise, kind, words):
    request = HelpRequest(institution=house, promised_on=promise)
    with translation.override("en"):
        age = age_of(request, days_around(house, [request]))
    assert (age.kind, age.words) == (kind, words)


def test_after_a_weekend_over_the_promise_it_is_late(time_machine, house):
    time_machine.move_to(datetime(2026, 11, 28, 10, tzinfo=UTC), tick=False)  # a Saturday
    request = HelpRequest(institution=house, promised_on=date(2026, 11, 27))
    assert age_of(request, days_around(house, [request])).kind == "late"
