"""The outbox under faults, in full size: round after round of killed workers, a lost broker, no mail server."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reminders import own_database
from tests.notifications.faults import Faults


def run(count: int = 2_000, rounds: int = 10) -> Iterator[dict]:
    """Yields how many of `rounds` × `count` reminders came; lost, stale and doubled unexcused must be none."""
    with own_database(), tempfile.TemporaryDirectory() as folder:
        faults = Faults(Path(folder))
        with faults.running():
            for _ in range(rounds):
                faults.round(count)
            outcome = faults.outcome()
    yield {"name": "faults_workers_killed", "value": outcome.kills.total(), "unit": "workers"}
    yield {"name": "faults_mails_sent", "value": outcome.sent, "unit": "mails"}
    yield {"name": "faults_mails_refused", "value": outcome.refused, "unit": "mails"}
    yield {"name": "faults_mails_refused_wrongly", "value": outcome.misrefused, "unit": "mails"}
    yield {"name": "faults_mails_lost", "value": outcome.lost, "unit": "mails"}
    yield {"name": "faults_mails_stale", "value": outcome.stale, "unit": "mails"}
    yield {"name": "faults_mails_doubled_excused", "value": outcome.excused, "unit": "mails"}
    yield {"name": "faults_mails_doubled_unexcused", "value": outcome.unexcused, "unit": "mails"}
