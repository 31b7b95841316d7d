import os
from datetime import UTC, datetime

import pytest

from tests.sessions.extras import Day
from tests.sessions.racing import without_constraints, without_locks

TIMES = int(os.environ.get("RACES", 1))


@pytest.fixture
def clock(time_machine):
    """The clock stands still on a Wednesday, noon in Helsinki."""
    time_machine.move_to(datetime(2026, 11, 25, 10, tzinfo=UTC), tick=False)
    return time_machine


@pytest.fixture
def day(db):
    return Day()


@pytest.fixture(params=[True] * TIMES + [False], ids=["guarded"] * TIMES + ["control"])
def guarded(request, transactional_db, monkeypatch):
    """False: a control, which must go wrong. RACES=20 runs each race twenty times over."""
    if request.param:
        yield True
        return
    without_locks(monkeypatch)
    with without_constraints():
        yield False
