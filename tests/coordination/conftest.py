from datetime import UTC, datetime

import pytest

from tests.coordination.asking import Asking
from tests.coordination.board_scene import Board
from tests.coordination.import_scene import Place


@pytest.fixture
def clock(time_machine):
    """The clock stands still on a Wednesday, noon in Helsinki."""
    time_machine.move_to(datetime(2026, 11, 25, 10, tzinfo=UTC), tick=False)
    return time_machine


@pytest.fixture
def board(db, clock):
    return Board()


@pytest.fixture
def asking(db):
    return Asking()


@pytest.fixture
def place(db):
    return Place()
