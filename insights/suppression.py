"""Which figures may be shown, so that nobody can be found by subtracting one from another. Knows no database.

A cell is shown only with enough distinct people behind it. Sums of helps and of minutes add up: months to half-years,
half-years to the year, the values of a breakdown to its total. So hiding a cell is not enough where the others of its
sum are shown; more cells are hidden until no cell under its minimum can be worked out. What was published once stays.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Key = Hashable
Equation = tuple[Key, tuple[Key, ...]]
"""A sum and its parts."""


@dataclass(frozen=True)
class Cell:
    """Counts of one cell of a table. `persons` are the distinct people helped, `coaches` the distinct coaches."""

    key: Key
    helps: int
    minutes: int
    persons: int
    coaches: int


@dataclass(frozen=True)
class Minimum:
    """Distinct people, and for minutes distinct coaches too, that stand behind a figure at least."""

    persons: int = 5
    coaches: int = 3

    def allows_helps(self, cell: Cell) -> bool:
        return cell.persons >= self.persons

    def allows_minutes(self, cell: Cell) -> bool:
        return cell.persons >= self.persons and cell.coaches >= self.coaches


@dataclass(frozen=True)
class Shown:
    """The keys of the cells of which helps and people, and of which minutes are shown."""

    helps: frozenset[Key]
    minutes: frozenset[Key]

    def __or__(self, other: "Shown") -> "Shown":
        return Shown(self.helps | other.helps, self.minutes | other.minutes)


NOTHING = Shown(frozenset(), frozenset())


def suppress(
    new: Sequence[Cell], old: Sequence[Cell], published: Shown, sums: Sequence[Equation], least: Minimum
) -> Shown:
    """What of `new` is shown, given what is `published` of `old`, cells that are linked to them by `sums`."""
    helps = _shown(new, old, published.helps, sums, least.allows_helps)
    allowed = {cell.key for cell in new if cell.key in helps}
    minutes = _shown(new, old, published.minutes, sums, least.allows_minutes, within=allowed)
    return Shown(frozenset(helps), frozenset(minutes))


def _shown(
    new: Sequence[Cell],
    old: Sequence[Cell],
    published: frozenset[Key],
    sums: Sequence[Equation],
    allows: Callable[[Cell], bool],
    within: set[Key] | None = None,
) -> set[Key]:
    cells = {cell.key: cell for cell in (*old, *new)}
    known = [(total, parts) for total, parts in sums if total in cells and all(part in cells for part in parts)]
    fine = {key for key, cell in cells.items() if allows(cell)}
    mine = {cell.key for cell in new if allows(cell) and (within is None or cell.key in within)}
    while (told := _told(mine | published, cells, known, fine)) is not None:
        mine.discard(_next_to_hide(told, mine, cells, known))
    return mine


def _told(shown: Iterable[Key], cells: Mapping[Key, Cell], sums: Sequence[Equation], fine: set[Key]) -> Key | None:
    """A cell under its minimum that the shown ones tell, or whose remainder they tell; None where there is none."""
    shown = set(shown)
    for total, parts in sums:
        hidden = [part for part in parts if part not in shown]
        # What is left of a shown sum is a figure too: of all that is hidden in it, unless that is all: the sum itself.
        if total in shown and 0 < len(hidden) < len(parts) and not any(part in fine for part in hidden):
            return min(hidden, key=repr)
    solved = solvable([key for key in cells if key not in shown], sums)
    return min((key for key in solved if key not in fine), key=repr, default=None)


def implied(totals: Iterable[Equation], shown: frozenset[Key]) -> frozenset[Key]:
    """Those of the `totals` of which every part is shown: to show them as well tells nothing that the parts don't."""
    return frozenset(total for total, parts in totals if shown.issuperset(parts))


def solvable(hidden: Sequence[Key], sums: Sequence[Equation]) -> set[Key]:
    """Which of the `hidden` cells follow from the others by the `sums`, whatever their values are."""
    column = {key: n for n, key in enumerate(hidden)}
    rows = []
    for total, parts in sums:
        row = {
            column[key]: Fraction(sign) for key, sign in [(total, -1), *((part, 1) for part in parts)] if key in column
        }
        if row:
            rows.append(row)
    solved = (row for row in _reduced(rows) if len(row) == 1)
    return {hidden[next(iter(row))] for row in solved}


def _reduced(rows: list[dict[int, Fraction]]) -> list[dict[int, Fraction]]:
    """The rows as Gauss and Jordan leave them; each a mapping of columns to numbers other than 0."""
    done: list[tuple[int, dict[int, Fraction]]] = []
    for row in rows:
        for pivot, other in done:
            _subtract(row, other, pivot)
        if not row:
            continue
        pivot = min(row)
        row = {at: number / row[pivot] for at, number in row.items()}
        for _pivot, other in done:
            _subtract(other, row, pivot)
        done.append((pivot, row))
    return [row for _pivot, row in done]


def _subtract(row: dict[int, Fraction], other: Mapping[int, Fraction], pivot: int) -> None:
    """Take so much of `other`, which has 1 at `pivot`, from `row` that nothing is left there."""
    factor = row.get(pivot)
    if not factor:
        return
    for at, number in other.items():
        left = row.get(at, Fraction(0)) - factor * number
        if left:
            row[at] = left
        else:
            row.pop(at, None)


def _next_to_hide(told: Key, mine: set[Key], cells: Mapping[Key, Cell], sums: Sequence[Equation]) -> Key:
    """The cell of which least is lost: the one with the fewest people beside the one that is told, sums last."""
    totals = {total for total, _parts in sums}
    beside = {key for total, parts in sums if told in (total, *parts) for key in (total, *parts)}
    candidates = mine & beside or mine
    if not candidates:
        raise ValueError("What was published before tells a cell under its minimum.")
    return min(candidates, key=lambda key: (key in totals, cells[key].persons, cells[key].helps, repr(key)))
