"""How often the pages ask the database."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisation.models import Role
from sessions.free_times import time_token
from sessions.models import Session
from tests.factories import (
    make_coach,
    make_role,
    make_session,
    make_site,
    make_user,
    open_all_week,
)
from tests.sessions.pages.common import HOUR, TEN, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def queries_of(client, path) -> int:
    """At a second look: the institution's terms are in the cache from the first."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


MOST_QUERIES = 12


def test_finding_a_time_asks_the_same_whatever_there_is(teacher, scene):
    path = f"/book/?topic={scene.topic.pk}&from=2026-12-02"
    few = queries_of(teacher, path)
    for _ in range(8):
        open_all_week(
            make_coach(scene.house, scene.topic, user=make_user(scene.house, home_site=make_site(scene.house)))
        )
        make_session(scene.coach, make_user(scene.house), TEN + HOUR * Session.objects.count())
    assert queries_of(teacher, path) == few
    assert few <= MOST_QUERIES


def test_finding_nothing_asks_no_more_than_it_may(teacher, scene):
    scene.coach.paused_until = date(2028, 1, 1)
    scene.coach.save()
    assert queries_of(teacher, f"/book/?topic={scene.topic.pk}") <= MOST_QUERIES


@pytest.mark.parametrize("who", ["teacher", "coach"])
def test_the_list_asks_the_same_whatever_there_is(as_, scene, session, who):
    browser = as_(scene.teacher if who == "teacher" else scene.coach.user)
    few = queries_of(browser, "/sessions/")
    for number in range(1, 9):
        make_session(scene.coach, scene.teacher, TEN + timedelta(days=number))
    assert queries_of(browser, "/sessions/") == few
    assert few <= MOST_QUERIES


@pytest.mark.parametrize("who", ["teacher", "coach", "coordinator"])
def test_a_session_asks_the_same_whatever_happened_to_it(as_, scene, session, who):
    people = {"teacher": scene.teacher, "coach": scene.coach.user, "coordinator": make_user(scene.house)}
    make_role(people["coordinator"], Role.Kind.COORDINATOR)
    browser = as_(people[who])
    few = queries_of(browser, at("detail", session))
    mover = as_(scene.teacher)
    for number in range(1, 6):
        token = time_token(scene.coach.pk, TEN + timedelta(minutes=15 * number))
        assert mover.post(at("move", session), {"time": token}).status_code == 302
    assert queries_of(browser, at("detail", session)) <= few + 1  # the names of those who did it
    assert few + 1 <= MOST_QUERIES
