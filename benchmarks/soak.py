"""`make soak`: the long races and the wide search for mistakes, one JSON object a line; fails when one is found."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import figures, show
from coaching.prepare import prepare_files

RACE_ROUNDS = 1_000
CROWD, CROWD_ROUNDS = 50, 20
RACES = 20
"""So many times over each race of two."""
BOARD_ROUNDS = 100
EXAMPLES = 10_000
ATTACKS = 1_000
TOGETHER = 2
"""So many processes run the tests."""
AT_MOST = {"outbox_lag_p99_s": 60, "outbox_recovery_after_workers_s": 180, "outbox_recovery_after_broker_s": 180}
MUST_BE_NONE = {
    "race_double_bookings",
    "race_500s",
    "races_of_two_failed",
    "board_race_failed",
    "races_for_a_request_failed",
    "free_times_failed",
    "calendar_files_failed",
    "pages_failed",
    "bad_input_failed",
    "words_failed",
} | {
    "outbox_lag_mails_missing",
    *("faults_mails_lost", "faults_mails_stale", "faults_mails_doubled_unexcused", "faults_mails_refused_wrongly"),
}


def main() -> int:
    """Return the exit code."""
    prepare_files()
    mistakes = 0
    for measure in (races, lag, everything_else):
        for figure in measure():
            show(figure)
            mistakes += figure["name"] in MUST_BE_NONE and figure["value"] != 0
            mistakes += figure["value"] > AT_MOST.get(figure["name"], figure["value"])
    return 1 if mistakes else 0


def everything_else() -> Iterator[dict]:
    """What no clock is held to. The faults, which wait most of the time, go on beside the rest."""
    with faults() as those:
        for measure in (free_times, calendars, bad_input, words, pages):
            yield from measure()
        yield from those


def races() -> Iterator[dict]:
    """Many for one time over HTTP, a crowd for one time, and every race of two again and again."""
    yield from figures("races", rounds=RACE_ROUNDS)
    yield from figures("races", rounds=CROWD_ROUNDS, clients=CROWD)
    yield {"name": "races_of_two_times", "value": RACES, "unit": "times"}
    yield {"name": "races_of_two_failed", "value": failed("tests/sessions/test_races.py", RACES=RACES), "unit": "runs"}
    yield {"name": "board_race_rounds", "value": BOARD_ROUNDS, "unit": "rounds"}
    board = failed("tests/coordination/test_board_races.py", BOARD_ROUNDS=BOARD_ROUNDS)
    yield {"name": "board_race_failed", "value": board, "unit": "runs"}
    requests = failed("tests/coordination/test_races.py", RACES=RACES)
    yield {"name": "races_for_a_request_failed", "value": requests, "unit": "runs"}


def lag() -> Iterator[dict]:
    """How late mails are when all is well, and after a death."""
    yield from figures("lag")


@contextmanager
def faults() -> Iterator[Iterator[dict]]:
    """Whatever can die dies, again and again: on engines of its own, as a database that crashes does so for everyone.

    Yields the figures, which are there when it is through; fails when it does.
    """
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # the database is another user's
        command = ["scripts/with-engines.sh", sys.executable, "-m", "benchmarks", "faults"]
        process = subprocess.Popen(command, env=os.environ | {"DATA_DIR": folder}, stdout=subprocess.PIPE, text=True)
        try:
            yield _told_by(process)
        finally:
            process.terminate()
            process.wait()


def _told_by(process: subprocess.Popen) -> Iterator[dict]:
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit("The fault run failed.")
    yield from (json.loads(line) for line in said.splitlines())


def free_times() -> Iterator[dict]:
    """The free times of thousands of random calendars."""
    yield {"name": "free_times_examples", "value": EXAMPLES, "unit": "calendars"}
    properties = "tests/sessions/test_free_times_property.py"
    yield {"name": "free_times_failed", "value": failed(properties, FREE_TIMES_EXAMPLES=EXAMPLES), "unit": "runs"}


def bad_input() -> Iterator[dict]:
    """Everything that is no proper input, to every page and into every field."""
    yield {"name": "bad_input_failed", "value": failed("tests/coaching/test_bad_input.py", ALL_NASTY=1), "unit": "runs"}


def words() -> Iterator[dict]:
    """Every page as each kind of person reads it in every language, with the institution's own words."""
    yield {"name": "words_failed", "value": failed("tests/coaching/test_terms.py", ALL_WORDS=1), "unit": "runs"}


def calendars() -> Iterator[dict]:
    """Texts that try to break out of calendar files and mails, each test with so many."""
    yield {"name": "calendar_files_examples", "value": ATTACKS, "unit": "texts"}
    broken = failed("tests/sessions/calendars/test_injection.py", CALENDAR_EXAMPLES=ATTACKS)
    yield {"name": "calendar_files_failed", "value": broken, "unit": "runs"}


def pages() -> Iterator[dict]:
    """Every page in every language, light and dark, wide and narrow."""
    yield {"name": "pages_failed", "value": failed("tests/browser/test_every_page.py", EVERY_LOOK=1), "unit": "runs"}


def failed(tests: str, **environment: int) -> int:
    """1 if the tests fail with that in the environment, else 0; what failed is told on stderr."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(TOGETHER), tests]
    values = {name: str(value) for name, value in environment.items()}
    return int(subprocess.run(command, env=os.environ | values, stdout=sys.stderr).returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
