from types import SimpleNamespace

import pytest

from sessions import services
from sessions.models import Awaits, Session
from tests.factories import (
    make_coach,
    make_institution,
    make_sector,
    make_site,
    make_topic,
    make_user,
    open_all_week,
)
from tests.sessions.services.common import HOUR, TEN


@pytest.fixture
def scene():
    house = make_institution()
    topic = make_topic(house)
    coach = make_coach(house, topic, meeting_link="https://meet.example/1")
    open_all_week(coach)
    teacher = make_user(house, home_site=make_site(house), home_sector=make_sector(house))
    return SimpleNamespace(house=house, topic=topic, coach=coach, teacher=teacher)


@pytest.fixture
def book(scene):
    """`book()`: the teacher books an hour with the coach; anything may be said otherwise."""

    def book(starts_at=TEN, **other) -> Session:
        usual = {"coach": scene.coach, "topic": scene.topic, "person": scene.teacher, "length": HOUR}
        usual["by"] = other.get("person", scene.teacher)
        return services.book_session(starts_at=starts_at, **{**usual, **other})

    return book


@pytest.fixture
def propose(scene):
    def propose(starts_at=TEN, awaits=Awaits.TEACHER) -> Session:
        usual = {"coach": scene.coach, "topic": scene.topic, "person": scene.teacher, "length": HOUR}
        return services.propose_session(starts_at=starts_at, by=scene.coach.user, awaits=awaits, **usual)

    return propose
