"""Nothing lost, nothing stale, and a double only where the server took a mail and nobody could record it.

With five beats, workers whose clocks are ten minutes wrong either way, sessions changed between claim and sending.
"""

import pytest

from tests.notifications.faults import STEPS, Faults

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]


def test_workers_die_at_every_step_the_broker_is_lost_and_the_mail_server_goes_away_or_says_no(tmp_path):
    faults = Faults(tmp_path)
    with faults.running():
        faults.round(700)
        outcome = faults.outcome()
    assert (outcome.lost, outcome.stale, outcome.unexcused, outcome.misrefused) == (0, 0, 0, 0)
    assert outcome.refused >= 2, "to these the server says no for good"
    assert outcome.kills.total() == len(STEPS) + 2, "a worker or its child at each step and before it, and a beat"
    assert outcome.killed.keys() == {"worker", "child", "beat"}
    assert outcome.excused >= 2, "taken by the server when the worker died, these two come again"
