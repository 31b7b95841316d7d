"""`make soak`: the long races and the wide search for mistakes, one JSON object a line; fails when one is found."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

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
SEARCHES = {
    "free_times": "tests/sessions/test_free_times_property.py",
    "pages": "tests/browser/test_every_page.py",
    "bad_input": "tests/coaching/test_bad_input.py",
    "words": "tests/coaching/test_terms.py",
    "calendar_files": "tests/sessions/calendars/test_injection.py",
    "demo_days": "tests/coaching/test_demo_days.py",
}
"""Random calendars; pages in every look; all that is no proper input; every page in the institution's own words; texts
that try to break out of calendar files and mails; the demo as of days all through a year."""
IN_FULL = {
    "FREE_TIMES_EXAMPLES": EXAMPLES,
    "CALENDAR_EXAMPLES": ATTACKS,
    "ALL_NASTY": 1,
    "ALL_WORDS": 1,
    "EVERY_LOOK": 1,
    "DEMO_DAYS": 12,
}
AT_MOST = {"outbox_lag_p99_s": 60, "outbox_recovery_after_workers_s": 180, "outbox_recovery_after_broker_s": 180}
MUST_BE_NONE = {
    *("race_double_bookings", "race_500s", "races_of_two_failed", "board_race_failed", "races_for_a_request_failed"),
    *(f"{name}_failed" for name in ("searches", *SEARCHES)),
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
        yield from searches()
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


def searches() -> Iterator[dict]:
    """The tests that look at a sample in `make test`, here at everything; in one run, so that no process idles."""
    yield {"name": "free_times_examples", "value": EXAMPLES, "unit": "calendars"}
    yield {"name": "calendar_files_examples", "value": ATTACKS, "unit": "texts"}
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        fails = failed("--dist=worksteal", f"--junitxml={report}", *SEARCHES.values(), **IN_FULL)
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    for name, path in SEARCHES.items():
        of_it = [case for case in cases if case.get("classname", "").startswith(path.replace("/", ".")[:-3])]
        bad = sum(case.find("failure") is not None or case.find("error") is not None for case in of_it)
        yield {"name": f"{name}_tests", "value": len(of_it), "unit": "tests"}
        yield {"name": f"{name}_failed", "value": bad + (not of_it), "unit": "tests"}
    yield {"name": "searches_failed", "value": fails, "unit": "runs"}


def failed(*tests: str, **environment: int) -> int:
    """1 if the tests fail with that in the environment, else 0; what failed is told on stderr."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(TOGETHER), *tests]
    values = {name: str(value) for name, value in environment.items()}
    return int(subprocess.run(command, env=os.environ | values, stdout=sys.stderr).returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
