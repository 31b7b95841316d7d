"""What saving a table would do, row by row; made anew each time it is looked at."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from coordination.imports.cells import BadCell
from coordination.models import TableImport
from organisation.models import User
from sessions.models import Session


class Outcome(StrEnum):
    """What becomes of a row."""

    ERROR = "error"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OUT = "out"


@dataclass(frozen=True)
class Change:
    """One value that changes, in words."""

    label: Any
    old: str
    new: str


class PlanChanged(Exception):
    """What saving would do is no longer what was looked at. Nothing was saved."""


@dataclass
class PlannedRow:
    """A row with what it would do. `number` is its place in the file, 0 for what is not in it."""

    number: int
    cells: Mapping[str, str]
    title: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    outcome: Outcome = Outcome.SAME
    note: str = ""
    act: Any = None
    """What saving needs; its kind knows what that is."""
    closes: bool = False
    """Whether it closes the account of somebody."""

    @property
    def words(self) -> list[str]:
        """What stands in the cells."""
        return [text for text in self.cells.values() if text]

    def read(self, name: str, parse: Callable[[str], Any]) -> Any:
        """The value of a cell, None when it is empty or not there; what is wrong with it is kept."""
        cell = self.cells.get(name, "")
        if not cell:
            return None
        try:
            return parse(cell)
        except BadCell as error:
            self.errors[name] = str(error)
            return None

    def need(self, names: Mapping[str, str]) -> None:
        """`names` of columns, with what to say where the cell is empty."""
        for name, sentence in names.items():
            if not self.cells.get(name):
                self.errors.setdefault(name, sentence)


@dataclass
class Plan:
    rows: list[PlannedRow]
    leavers: list[User] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    """What those who leave have ahead."""
    people: set[int] = field(default_factory=set)
    """Whom saving has to lock first."""

    def __post_init__(self) -> None:
        for row in self.rows:
            if row.errors:
                row.outcome = Outcome.ERROR

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(row.outcome for row in self.rows)
        return {outcome.value: counted[outcome] for outcome in Outcome}

    def of(self, outcome: str) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def is_savable(self) -> bool:
        counts = self.counts
        return not counts["error"] and bool(counts["new"] or counts["changed"])

    @property
    def fingerprint(self) -> str:
        """The same as long as the plan is."""
        digest = sha256()
        for row in self.rows:
            told = (row.number, row.outcome.value, row.title, sorted(row.errors.items()))
            changes = [(str(change.label), change.old, change.new) for change in row.changes]
            digest.update(repr((told, changes)).encode())
        ahead = [(session.pk, session.revision) for session in self.sessions]
        digest.update(repr(([person.pk for person in self.leavers], ahead)).encode())
        return digest.hexdigest()


def rows_of(table: TableImport) -> Iterator[PlannedRow]:
    """The rows of `table` as they are by now; those left out do nothing."""
    for number, left_out, *cells in table.rows:
        row = PlannedRow(number, dict(zip(table.columns, cells, strict=False)))
        row.title = next((cell for cell in cells if cell), "")
        if left_out:
            row.outcome = Outcome.OUT
        yield row
