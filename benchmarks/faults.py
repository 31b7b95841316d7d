"""The outbox under faults, in full size: round after round of killed workers, a lost broker, no mail server."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reminders import own_database
from tests.notifications.faults import Faults


def run(count: int = 700, rounds: int = 17) -> Iterator[dict]:
    """Yields how many of `rounds` × `count` reminders came; lost, stale and doubled unexcused must be none.

    A round kills workers, children of their pools and a beat, crashes the database at each step, loses the broker, has
    it full and hanging, and takes the mail server away: 15 faults.
    """
    with own_database(), tempfile.TemporaryDirectory() as folder:
        faults = Faults(Path(folder))
        with faults.running():
            for _ in range(rounds):
                faults.round(count, hard=True)
            outcome = faults.outcome()
    for what, number in sorted(outcome.killed.items()):
        yield {"name": f"faults_killed_{what}", "value": number, "unit": "times"}
    yield {"name": "faults_runs", "value": outcome.kills.total() + 4 * rounds, "unit": "faults"}
    yield {"name": "faults_mails_sent", "value": outcome.sent, "unit": "mails"}
    yield {"name": "faults_mails_refused", "value": outcome.refused, "unit": "mails"}
    yield {"name": "faults_mails_refused_wrongly", "value": outcome.misrefused, "unit": "mails"}
    yield {"name": "faults_mails_lost", "value": outcome.lost, "unit": "mails"}
    yield {"name": "faults_mails_stale", "value": outcome.stale, "unit": "mails"}
    yield {"name": "faults_mails_doubled_excused", "value": outcome.excused, "unit": "mails"}
    yield {"name": "faults_mails_doubled_unexcused", "value": outcome.unexcused, "unit": "mails"}
