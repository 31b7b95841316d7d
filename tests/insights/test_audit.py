"""Every number that managers can get from pages and exports, put side by side: no small cell follows from them.

Random houses are published day by day, as the clock does it; readers of every scope take every page and every file.
"""

import io
import random
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from openpyxl import load_workbook

from coaches.models import WorkLog
from insights.models import Dimension, PublishedCell
from insights.periods import Period
from insights.publishing import publish_in
from organisation.models import Role
from tests.factories import make_coach, make_institution, make_role, make_sector, make_site, make_topic, make_user
from tests.insights.attacker import bounded, leaks
from tests.insights.test_histories import months_of

pytestmark = pytest.mark.django_db
BEGINS = datetime(2025, 8, 1, tzinfo=UTC)
TABLES = ("total", "site", "sector", "topic", "channel", "booked")
PERSONS, COACHES = 5, 3


def make_house(seed: int):
    """A year of help by few or many, most of it at one site, none in the last weeks. Of odd seeds some is of two."""
    rng, house = random.Random(seed), make_institution()
    sites, sectors = [make_site(house) for _ in range(3)], [make_sector(house) for _ in range(2)]
    topics = [make_topic(house) for _ in range(3)]
    coaches = [make_coach(house, *topics).user for _ in range(rng.choice((2, 4, 7)))]
    people = [make_user(house, last_name="Salanimi") for _ in range(rng.choice((4, 12, 40)))]
    rows, named = [], []
    for _ in range(rng.choice((10, 80, 250))):
        day = min(rng.randrange(330), rng.randrange(330))
        rows.append(
            WorkLog(
                institution=house,
                user=rng.choice(coaches),
                kind=rng.choice(("help", "session")),
                topic=rng.choice(topics),
                channel=rng.choice(("phone", "online")),
                starts_at=BEGINS + timedelta(days=day, hours=rng.randrange(24)),
                minutes=rng.choice((15, 30, 45)),
                site=sites[min(rng.randrange(3), rng.randrange(3))],
                sector=rng.choice([*sectors, None]),
            )
        )
        named.append(rng.sample(people, rng.choice((1, 1, 2)) if seed % 2 else 1))
    WorkLog.objects.bulk_create(rows)
    for row, who in zip(rows, named, strict=True):
        row.persons.set(who)
    readers = [(None, None), *((site, None) for site in sites), *((None, sector) for sector in sectors)]
    for number, (site, sector) in enumerate(readers):
        kind = (Role.Kind.MANAGER, Role.Kind.COORDINATOR)[number % 2]
        make_role(make_user(house, language="en"), kind, site=site, sector=sector)
    return house


def everything_read(house, client, **of) -> dict[tuple, tuple]:
    """Helps, people and hours by period, table and name of a row, as any reader has them from any file; None is hidden.

    What one reader sees another may not see otherwise: they compare.
    """
    known: dict[tuple, tuple] = {}
    for role in Role.objects.filter(institution=house, **of).select_related("user"):
        client.force_login(role.user)
        page = client.get("/insights/")
        codes = [part.partition("&")[0].partition('"')[0] for part in page.content.decode().split("period=")[1:]]
        assert codes
        for code, table in product(sorted(set(codes)), TABLES):
            answer = client.get(f"/insights/export/?period={code}&row={_row(role)}&table={table}&as=xlsx")
            sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
            for name, *numbers in sheet.iter_rows(min_row=2, values_only=True):
                told = tuple(None if number == "not shown" else number for number in numbers)
                assert all(number is None or isinstance(number, int) for number in told), "numbers are numbers"
                assert known.setdefault((code, table, name), told) == told
    return known


def _row(role: Role) -> str:
    if role.site_id or role.sector_id:
        return f"site:{role.site_id}" if role.site_id else f"sector:{role.sector_id}"
    return "total:"


def cells_of(house) -> dict[tuple, PublishedCell]:
    rows = PublishedCell.objects.filter(institution=house).exclude(dimension=Dimension.THEME)
    return {(row.kind, row.starts_on, row.dimension, row.value): row for row in rows}


def sums_of(cells: dict) -> list[tuple]:
    """How the tables add up, by what a reader knows: months to longer periods, rows to their total, halves to years."""
    found = []
    values = {key[2:] for key in cells}
    for kind, first in {key[:2] for key in cells}:
        if kind != "month":
            months = tuple(("month", month, "total", "") for month in sorted(months_of(kind, first)))
            found.append(((kind, first, "total", ""), months))
        for table in TABLES[1:]:
            parts = tuple((kind, first, *each) for each in sorted(values) if each[0] == table)
            found.append(((kind, first, "total", ""), parts))
        if kind == "year":
            halves = (("half", first), ("half", date(first.year + 1, 1, 1)))
            found += [((kind, first, *each), tuple((*half, *each) for half in halves)) for each in values]
    return [(total, parts) for total, parts in found if parts and all(each in cells for each in (total, *parts))]


@pytest.mark.parametrize("seed", range(4))
def test_no_small_cell_follows_from_all_that_is_read(seed, client):
    house, day = make_house(seed), BEGINS
    while day < datetime(2026, 9, 1, tzinfo=UTC):
        publish_in(house, day)
        day += timedelta(days=7)
    cells, known = cells_of(house), everything_read(house, client)
    assert known
    for (code, table, name), told in known.items():
        rows = [row for key, row in cells.items() if Period(key[1], key[0]).code == code and key[2] == table]
        fitting = [row for row in rows if told == _as_read(row)]
        assert fitting, f"{code} {table} {name} reads as no published cell does: {told}"
    sums = sums_of(cells)
    helps = frozenset(key for key, row in cells.items() if row.shows_helps)
    minutes = frozenset(key for key, row in cells.items() if row.shows_minutes)
    assert all(cells[key].persons >= PERSONS for key in helps)
    assert all(cells[key].coaches >= COACHES for key in minutes)
    assert leaks(cells, helps, sums, lambda row: row.persons < PERSONS) == set()
    assert leaks(cells, minutes, sums, lambda row: row.persons < PERSONS or row.coaches < COACHES) == set()
    if seed % 2 == 0:  # so many helps are at least so many people, or fewer
        assert bounded(cells, helps, sums, PERSONS) == set()


def _as_read(row: PublishedCell) -> tuple:
    shown = (row.helps, row.persons) if row.shows_helps else (None, None)
    return (*shown, round(row.minutes / 60) if row.shows_minutes else None)


def test_one_more_event_in_a_closed_period_changes_no_number(client):
    """Before and after: two readings that differ would tell of the one person."""
    house = make_house(2)
    publish_in(house, datetime(2026, 9, 1, tzinfo=UTC))
    before = everything_read(house, client, site=None, sector=None)
    row = WorkLog.objects.filter(institution=house).first()
    more = WorkLog.objects.create(
        institution=house, user=row.user, kind="help", topic=row.topic, starts_at=row.starts_at, minutes=30
    )
    more.persons.set([make_user(house)])
    row.persons.clear()
    publish_in(house, datetime(2026, 9, 2, tzinfo=UTC))
    assert everything_read(house, client, site=None, sector=None) == before
