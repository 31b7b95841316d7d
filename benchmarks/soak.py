"""`make soak`: the long races and the wide search for mistakes, one JSON object a line; fails when one is found."""

import os
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.figures import figures, show
from coaching.prepare import prepare_files

RACE_ROUNDS = 50
EXAMPLES = 10_000
TOGETHER = 2
"""So many processes search for mistakes."""
MUST_BE_NONE = {"race_double_bookings", "race_500s", "free_times_failed"} | {
    *("faults_mails_lost", "faults_mails_stale", "faults_mails_doubled_unexcused"),
}


def main() -> int:
    """Return the exit code."""
    prepare_files()
    mistakes = 0
    for measure in (races, faults, free_times):
        for figure in measure():
            show(figure)
            mistakes += figure["name"] in MUST_BE_NONE and figure["value"] != 0
    return 1 if mistakes else 0


def races() -> Iterator[dict]:
    yield from figures("races", rounds=RACE_ROUNDS)


def faults() -> Iterator[dict]:
    yield from figures("faults")


def free_times() -> Iterator[dict]:
    """The free times of thousands of random calendars; what disagrees is told on stderr."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(TOGETHER), "tests/sessions/test_free_times_property.py"]
    ended = subprocess.run(command, env=os.environ | {"FREE_TIMES_EXAMPLES": str(EXAMPLES)}, stdout=sys.stderr)
    yield {"name": "free_times_examples", "value": EXAMPLES, "unit": "calendars"}
    yield {"name": "free_times_failed", "value": int(ended.returncode != 0), "unit": "searches"}


if __name__ == "__main__":
    sys.exit(main())
