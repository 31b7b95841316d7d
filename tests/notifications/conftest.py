from types import SimpleNamespace

import pytest

from notifications.models import Message
from notifications.outbox import enqueue
from tests.factories import make_institution, make_user
from tests.notifications.kinds import Greeting, News
from tests.smtp_sink import Sink


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


@pytest.fixture
def school(db):
    return make_institution()


@pytest.fixture
def greet(school):
    """`greet(count)` puts that many due greetings, one each to a new person; returns the rows in the order due."""

    def put(count=1, kind="greeting", **options):
        for _ in range(count):
            person = make_user(school)
            enqueue(kind=kind, thing=SimpleNamespace(pk=person.pk, revision=0), recipient=person, **options)
        return list(Message.objects.select_related("recipient").order_by("pk"))

    yield put
    Greeting.raising.clear()
    News.needed.clear()
