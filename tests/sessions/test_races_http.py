"""Twenty clients on one time against the real web server; `make soak` plays a thousand rounds of it."""

from collections import Counter

import pytest

from benchmarks.races import CLIENTS, control, make_scene, play
from tests.sessions.racing import troubles

ROUNDS = 10
pytestmark = [pytest.mark.engines, pytest.mark.django_db(transaction=True)]


def test_one_is_booked_and_all_others_get_a_page_with_other_times():
    scene = make_scene()
    rounds = list(play(scene, ROUNDS))
    assert [each.booked for each in rounds] == [1] * ROUNDS
    assert [each.statuses for each in rounds] == [Counter({302: 1, 409: CLIENTS - 1})] * ROUNDS
    assert troubles() == 0


def test_a_booking_without_guards_overbooks():
    scene = make_scene()
    assert control(scene, scene.slot(0)) > 0
