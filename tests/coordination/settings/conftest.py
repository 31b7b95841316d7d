import pytest

from tests.factories import make_institution, make_role, make_user


@pytest.fixture
def house():
    return make_institution(name_en="Example College")


@pytest.fixture
def admin(house):
    """A programme admin who reads English."""
    person = make_user(house, first_name="Outi", last_name="Seppälä", language="en")
    make_role(person, "programme_admin")
    return person


@pytest.fixture
def me(client, admin):
    """The admin's browser."""
    client.force_login(admin)
    return client
