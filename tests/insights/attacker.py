"""Somebody who puts all shown figures side by side and works out the hidden ones. Knows nothing of the suppression.

Equations are solved modulo a prime: what follows from them whatever the numbers are, follows there too.
"""

from collections.abc import Callable, Hashable, Sequence

PRIME = 2_147_483_647
Sum = tuple[Hashable, tuple]
"""A cell, and those that add up to it."""


def determined(rows: list[list[int]]) -> set[int]:
    """The columns of which the equations settle the value, whatever it is; solved modulo a prime."""
    rows, done = [row[:] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        inverse = pow(rows[done][column], -1, PRIME)
        own = rows[done] = [number * inverse % PRIME for number in rows[done]]
        for n, row in enumerate(rows):
            if n != done and (factor := row[column]):
                rows[n] = [(a - factor * b) % PRIME for a, b in zip(row, own, strict=True)]
        done += 1
    alone = ([column for column, number in enumerate(row) if number] for row in rows[:done])
    return {columns[0] for columns in alone if len(columns) == 1}


def leaks(cells: dict, shown: frozenset, sums: Sequence[Sum], is_small: Callable) -> set:
    """Cells under their minimum whose number follows from what is shown."""
    hidden = [key for key in cells if key not in shown]
    at = {key: n for n, key in enumerate(hidden)}
    rows = []
    for total, parts in sums:
        row = [0] * len(hidden)
        for key, sign in [(total, -1), *((part, 1) for part in parts)]:
            if key in at:
                row[at[key]] += sign
        if any(row):
            rows.append([number % PRIME for number in row])
    return {hidden[n] for n in determined(rows) if is_small(cells[hidden[n]])}


def bounded(cells: dict, shown: frozenset, sums: Sequence[Sum], least: int) -> set:
    """Small cells of which the shown numbers of people prove that they are small."""
    found = set()
    for total, parts in sums:
        hidden = [part for part in parts if part not in shown]
        if total in shown and hidden:
            rest = cells[total].helps - sum(cells[part].helps for part in parts if part in shown)
            found |= {part for part in hidden if rest < least}
    return found
