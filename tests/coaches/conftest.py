import pytest

from tests.factories import make_coach, make_institution, make_user


@pytest.fixture
def coach(db):
    institution = make_institution()
    return make_coach(institution, user=make_user(institution, language="en"))


@pytest.fixture
def signed_in(client, coach):
    client.force_login(coach.user)
    return client
