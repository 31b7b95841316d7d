"""Reading a table that somebody sent: in a process of its own, so that a bad file costs this one nothing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy

MAX_BYTES = 5 * 1024 * 1024
PATIENCE = 20.0
"""Seconds on the wall clock for one file; its processor time is bounded in the child."""
CHILD = Path(__file__).with_name("child.py")

SENTENCES = {
    "bytes": gettext_lazy("The file is larger than 5 MB. Leave out what is not needed, or send it in parts."),
    "bookings": gettext_lazy("A table of sessions has at most 500 rows. Send it in parts."),
    "log": gettext_lazy("A table of the log has at most 2,000 rows. Send it in parts."),
    "empty": gettext_lazy("The file is empty."),
    "rows": gettext_lazy(
        "The table has more than 10,000 rows. Delete empty rows below the table, or send it in parts."
    ),
    "columns": gettext_lazy("Row %(row)s has more than 50 columns. Leave out what is not needed."),
    "cell": gettext_lazy("A cell holds more than 1,000 characters (row %(row)s). Is this the right file?"),
    "text": gettext_lazy("The table holds too much text. Leave out columns that are not needed."),
    "no_table": gettext_lazy("This is no table that we can read. Save it as CSV or XLSX and try again."),
    "old_or_locked": gettext_lazy(
        "The file is locked by a password or in an old format. Save it as XLSX without a password, or as CSV."
    ),
    "archive": gettext_lazy(
        "The file unpacks to far more than a table needs, so it was not opened. "
        "Copy the table alone into a new workbook, or save it as CSV."
    ),
    "entities": gettext_lazy("The file holds instructions that no table needs, so it was not opened. Save it as CSV."),
    "broken": gettext_lazy("The file is damaged. Open it in your program, save it as XLSX or CSV and try again."),
    "stuck": gettext_lazy("The file took too long to read, so it was given up. Save it as CSV and try again."),
}
"""What people are told, by the code of the child."""


class TableRefused(Exception):
    """A file that is not read. `str()` of it says what is wrong and what to do."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(str(SENTENCES[code]) % {"row": "?", **values})
        self.code = code


class Row(NamedTuple):
    """A row that holds anything, by its number in the file."""

    number: int
    cells: list[str]


def read_table(data: bytes) -> list[Row]:
    """The rows of a CSV or XLSX file, as text: days in ISO, and nothing in them that a page could not carry.

    Raises TableRefused with a sentence for whoever sent it.
    """
    if len(data) > MAX_BYTES:
        raise TableRefused("bytes")
    if not data.strip():
        raise TableRefused("empty")
    answer = _ask_child(data)
    if "refused" in answer:
        raise TableRefused(answer.pop("refused"), **{key: value or "?" for key, value in answer.items()})
    rows = [Row(number, cells) for number, *cells in answer["rows"]]
    if not rows:
        raise TableRefused("empty")
    return rows


def _ask_child(data: bytes) -> dict:
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(CHILD)], input=data, capture_output=True, timeout=PATIENCE, env={}
        )
        return json.loads(child.stdout)
    except subprocess.TimeoutExpired as error:
        raise TableRefused("stuck") from error
    except ValueError as error:  # it was ended by its limits before it could answer
        raise TableRefused("stuck") from error
