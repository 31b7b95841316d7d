from types import SimpleNamespace

import pytest
from django.test import Client

from tests.factories import (
    make_coach,
    make_institution,
    make_session,
    make_site,
    make_topic,
    make_user,
    open_all_week,
)
from tests.sessions.pages.common import TEN


@pytest.fixture
def scene():
    house = make_institution()
    topic = make_topic(house)
    coach = make_coach(house, topic, user=make_user(house, first_name="Liisa", last_name="Lahti", language="en"))
    open_all_week(coach)
    teacher = make_user(house, language="en", home_site=make_site(house))
    return SimpleNamespace(house=house, topic=topic, coach=coach, teacher=teacher)


@pytest.fixture
def as_():
    """`as_(person)`: that person's browser."""

    def sign_in(person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def teacher(as_, scene):
    return as_(scene.teacher)


@pytest.fixture
def session(scene):
    return make_session(scene.coach, scene.teacher, TEN)
