"""No figure under its minimum can be worked out from those that are shown, by anybody, with all tables side by side.

The attacker shares nothing with the suppression but the cells: it solves the sums, and bounds the numbers of people.
"""

import random
from itertools import product

import pytest

from insights.suppression import NOTHING, Cell, Minimum, Shown, implied, suppress
from tests.insights.attacker import bounded, leaks

HOUSES = 200
LEAST = Minimum(5, 3)
DIMENSIONS = {"site": 4, "sector": 3, "topic": 5, "booked": 2}
AUTUMN, SPRING = ["m1", "m2", "m3", "m4", "m5"], ["m6", "m7", "m8", "m9", "m10", "m11", "m12"]
SO_FAR = {month.replace("m", "r"): half[: half.index(month) + 1] for half in (AUTUMN, SPRING) for month in half}
MONTHS = {"H1": AUTUMN, "H2": SPRING, "Y": AUTUMN + SPRING, **SO_FAR}
"""The months of which a period consists; r3 is the running half-year as far as m3."""


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
        months = MONTHS.get(period, [period])
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
    longer = {period: months for period, months in MONTHS.items() if period != "Y"}
    found = [
        ((period, "total", 0), tuple((month, "total", 0) for month in months)) for period, months in longer.items()
    ]
    rows = [("total", 0), *((name, value) for name, size in DIMENSIONS.items() for value in range(size))]
    found += [(("Y", *row), (("H1", *row), ("H2", *row))) for row in rows]
    for period, (name, size) in product(("H1", "H2", "Y"), DIMENSIONS.items()):
        found.append(((period, "total", 0), tuple((period, name, value) for value in range(size))))
    return found


def known(cells: dict) -> list[tuple]:
    return [(total, parts) for total, parts in sums() if total in cells and all(part in cells for part in parts)]


def publish(house: House, *, protect: bool = True) -> tuple[dict, Shown]:
    """The year published step by step, as `insights.publishing` does it; without `protect` only by the minimum."""
    batches = [[month, month.replace("m", "r")] for month in AUTUMN[:-2]] + [[*AUTUMN[-2:], "H1"]]
    batches += [[month, month.replace("m", "r")] for month in SPRING[:-3]] + [[*SPRING[-3:], "H2", "Y"]]
    cells: dict = {}
    shown = NOTHING
    for batch in batches:
        running = [house.cell(period, "total", 0) for period in batch if period[0] == "r"]
        new = [house.cell(period, "total", 0) for period in batch if period[0] == "m"]
        new += [cell for period in batch if period[0] in "HY" for cell in house.table(period)]
        old = list(cells.values())
        cells |= {cell.key: cell for cell in (*new, *running)}
        if protect:
            judged = [(total, parts) for total, parts in known(cells) if total[0][0] != "r"]
            shown |= suppress(new, old, shown, judged, LEAST)
            so_far = [(total, parts) for total, parts in known(cells) if total in {cell.key for cell in running}]
            shown |= Shown(implied(so_far, shown.helps), implied(so_far, shown.minutes))
        else:
            helps = frozenset(cell.key for cell in (*new, *running) if LEAST.allows_helps(cell))
            shown |= Shown(helps, frozenset(cell.key for cell in (*new, *running) if LEAST.allows_minutes(cell)))
    return cells, shown


@pytest.mark.parametrize("seed", range(HOUSES))
def test_nothing_small_can_be_worked_out(seed):
    cells, shown = publish(House(seed))
    assert all(cells[key].persons >= LEAST.persons for key in shown.helps)
    assert all(cells[key].coaches >= LEAST.coaches for key in shown.minutes)
    assert shown.minutes <= shown.helps
    assert leaks(cells, shown.helps, known(cells), lambda cell: cell.persons < LEAST.persons) == set()
    small = lambda cell: cell.persons < LEAST.persons or cell.coaches < LEAST.coaches  # noqa: E731
    assert leaks(cells, shown.minutes, known(cells), small) == set()
    assert bounded(cells, shown.helps, known(cells), LEAST.persons) == set()


def test_the_attacker_finds_what_the_minimum_alone_gives_away():
    told = 0
    for seed in range(12):
        cells, shown = publish(House(seed), protect=False)
        told += bool(leaks(cells, shown.helps, known(cells), lambda cell: cell.persons < LEAST.persons))
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


def test_months_of_few_people_hide_the_half_year_so_far_and_not_the_half_year():
    """Shown at eight people, its end with two more would have to be hidden for good."""
    house = House(0)
    about = {"coach": 0, "minutes": 30} | dict.fromkeys(DIMENSIONS, 0)
    months = [month for month, people in zip(AUTUMN, (4, 0, 4, 2, 0), strict=True) for _ in range(people)]
    house.helps = [{"month": month, "person": n, **about, "coach": n % 4} for n, month in enumerate(months)]
    _cells, shown = publish(house)
    assert {key[0] for key in shown.helps if key[1] == "total"} == {"H1"}
