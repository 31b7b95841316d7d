from types import SimpleNamespace

import pytest
from django.test import Client

from tests.factories import make_coach, make_institution, make_session, make_topic, make_user
from tests.followup.common import LATER, NOW


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def scene():
    """A session that is over, of Liisa, who coaches, with Sanna; a note may be written."""
    house = make_institution()
    topic = make_topic(house, name_fi="Wilma", name_en="Wilma")
    liisa = make_user(house, first_name="Liisa", last_name="Lahti", language="en")
    sanna = make_user(house, first_name="Sanna", last_name="Korpela", language="en")
    coach = make_coach(house, topic, user=liisa)
    session = make_session(coach, sanna, LATER)
    return SimpleNamespace(house=house, topic=topic, coach=coach, liisa=liisa, sanna=sanna, session=session)


@pytest.fixture
def as_():
    """`as_(person)`: that person's browser."""

    def sign_in(person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
