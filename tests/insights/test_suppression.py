"""No figure under its minimum can be worked out from those that are shown, by anybody, with all tables side by side.

The attacker below shares nothing with the suppression but the cells: it solves the sums modulo a prime, and bounds the
numbers of people.
"""

import os
import random
from itertools import product

import pytest

from insights.suppression import Cell, Minimum, Shown, suppress

HOUSES = 200 if os.environ.get("ALL_HOUSES") else 40
PRIME = 2_147_483_647
LEAST = Minimum(5, 3)
DIMENSIONS = {"site": 4, "sector": 3, "topic": 5, "booked": 2}
AUTUMN, SPRING = ["m1", "m2", "m3", "m4", "m5"], ["m6", "m7", "m8", "m9", "m10", "m11", "m12"]


class House:
    """A made-up institution's year: helps with everything about them, and the tables in the order of publishing."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)
        people, coaches = rng.choice((6, 12, 40)), rng.choice((2, 4, 9))
        self.helps = [
            {
                "month": rng.choice(AUTUMN + SPRING),
                "person": rng.randrange(people),
                "coach": rng.randrange(coaches),
                "minutes": rng.choice((15, 30, 45)),
                **{name: min(rng.randrange(size), rng.randrange(size)) for name, size in DIMENSIONS.items()},
            }
            for _ in range(rng.choice((3, 25, 80, 250)))
        ]

    def cell(self, period: str, dimension: str, value: int) -> Cell:
        months = {"H1": AUTUMN, "H2": SPRING, "Y": AUTUMN + SPRING}.get(period, [period])
        found = [
            each
            for each in self.helps
            if each["month"] in months and (dimension == "total" or each[dimension] == value)
        ]
        people, coaches = {each["person"] for each in found}, {each["coach"] for each in found}
        minutes = sum(each["minutes"] for each in found)
        return Cell((period, dimension, value), len(found), minutes, len(people), len(coaches))

    def table(self, period: str) -> list[Cell]:
        rows = [(name, value) for name, size in DIMENSIONS.items() for value in range(size)]
        return [self.cell(period, "total", 0), *(self.cell(period, *row) for row in rows)]


def sums() -> list[tuple]:
    halves = {"H1": AUTUMN, "H2": SPRING}
    found = [((half, "total", 0), tuple((month, "total", 0) for month in months)) for half, months in halves.items()]
    rows = [("total", 0), *((name, value) for name, size in DIMENSIONS.items() for value in range(size))]
    found += [(("Y", *row), (("H1", *row), ("H2", *row))) for row in rows]
    for period, (name, size) in product(("H1", "H2", "Y"), DIMENSIONS.items()):
        found.append(((period, "total", 0), tuple((period, name, value) for value in range(size))))
    return found


def known(cells: dict) -> list[tuple]:
    return [(total, parts) for total, parts in sums() if total in cells and all(part in cells for part in parts)]


def publish(house: House, *, protect: bool = True) -> tuple[dict, Shown]:
    """The year published step by step, as `insights.publishing` does it; without `protect` only by the minimum."""
    batches = [[month] for month in AUTUMN[:-2]] + [[*AUTUMN[-2:], "H1"]]
    batches += [[month] for month in SPRING[:-2]] + [[*SPRING[-2:], "H2", "Y"]]
    cells: dict = {}
    shown = Shown(frozenset(), frozenset())
    for batch in batches:
        new = []
        for period in batch:
            new += [house.cell(period, "total", 0)] if period.startswith("m") else house.table(period)
        old = list(cells.values())
        cells |= {cell.key: cell for cell in new}
        if protect:
            more = suppress(new, old, shown, known(cells), LEAST)
        else:
            helps = frozenset(cell.key for cell in new if LEAST.allows_helps(cell))
            more = Shown(helps, frozenset(cell.key for cell in new if LEAST.allows_minutes(cell)))
        shown = Shown(shown.helps | more.helps, shown.minutes | more.minutes)
    return cells, shown


def rank(rows: list[list[int]]) -> int:
    """Of a matrix, modulo a prime."""
    rows, found = [row[:] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(found, len(rows)) if rows[n][column] % PRIME), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, PRIME)
        rows[found] = [number * inverse % PRIME for number in rows[found]]
        for n in range(len(rows)):
            if n != found and (factor := rows[n][column]):
                rows[n] = [(a - factor * b) % PRIME for a, b in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


def leaks(cells: dict, shown: frozenset, is_small) -> set:
    """Cells under their minimum whose number follows from what is shown."""
    hidden = [key for key in cells if key not in shown]
    at = {key: n for n, key in enumerate(hidden)}
    rows = []
    for total, parts in known(cells):
        row = [0] * len(hidden)
        for key, sign in [(total, -1), *((part, 1) for part in parts)]:
            if key in at:
                row[at[key]] += sign
        if any(row):
            rows.append([number % PRIME for number in row])
    if not rows:
        return set()
    whole, found = rank(rows), set()
    for key in hidden:
        # Determined exactly when saying "it is so much" adds nothing new.
        unit = [int(n == at[key]) for n in range(len(hidden))]
        if is_small(cells[key]) and rank([*rows, unit]) == whole:
            found.add(key)
    return found


def bounded(cells: dict, shown: frozenset) -> set:
    """Small cells of which the shown numbers of people prove that they are small."""
    found = set()
    for total, parts in known(cells):
        hidden = [part for part in parts if part not in shown]
        if total in shown and hidden:
            rest = cells[total].helps - sum(cells[part].helps for part in parts if part in shown)
            found |= {part for part in hidden if rest < LEAST.persons}
    return found


@pytest.mark.parametrize("seed", range(HOUSES))
def test_nothing_small_can_be_worked_out(seed):
    cells, shown = publish(House(seed))
    assert all(cells[key].persons >= LEAST.persons for key in shown.helps)
    assert all(cells[key].coaches >= LEAST.coaches for key in shown.minutes)
    assert shown.minutes <= shown.helps
    assert leaks(cells, shown.helps, lambda cell: cell.persons < LEAST.persons) == set()
    small = lambda cell: cell.persons < LEAST.persons or cell.coaches < LEAST.coaches  # noqa: E731
    assert leaks(cells, shown.minutes, small) == set()
    assert bounded(cells, shown.helps) == set()


def test_the_attacker_finds_what_the_minimum_alone_gives_away():
    told = 0
    for seed in range(12):
        cells, shown = publish(House(seed), protect=False)
        told += bool(leaks(cells, shown.helps, lambda cell: cell.persons < LEAST.persons))
    assert told >= 3


def test_much_is_shown_where_there_is_much():
    """Suppression that hides everything would pass all of the above."""
    house = House(0)
    rng = random.Random(1)
    house.helps = [
        {
            "month": rng.choice(AUTUMN + SPRING),
            "person": rng.randrange(200),
            "coach": rng.randrange(12),
            "minutes": 30,
            **{name: rng.randrange(size) for name, size in DIMENSIONS.items()},
        }
        for _ in range(3_000)
    ]
    cells, shown = publish(house)
    assert shown.helps == cells.keys()
    house.helps = [each for each in house.helps if each["month"] != "m12"]  # nobody asks in July
    cells, shown = publish(house)
    hidden = cells.keys() - shown.helps
    assert len(hidden) == 2
    assert {key[0] for key in hidden} == {"m11", "m12"}
