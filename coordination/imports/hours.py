"""Going live: hours given for an academic year, and hours of it that were used before the product was.

The used ones become one row of the ledger per person and year, of a kind of its own, so that they count as used and as
nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coaches.models import Mandate, WorkLog
from coordination import reach
from coordination.imports import cells
from coordination.imports.columns import LABELS
from coordination.imports.plan import Change, Outcome, Plan, PlannedRow, rows_of
from coordination.models import TableImport
from kit import times
from kit.zones import midnight
from organisation.models import Institution, User
from organisation.people import institution_of

MOST_USED, MOST_GIVEN = 500, 1500
OPENING = WorkLog.Kind.OPENING
GIVEN = ["quarter_hours", "confirmed_by", "confirmed_at"]
"""What changes with the hours given: a manager has confirmed the old ones."""


@dataclass(frozen=True)
class Hours:
    """What a row sets; None leaves what there is."""

    person: User
    year: int
    used: Decimal | None
    given: Decimal | None
    log: WorkLog | None
    mandate: Mandate | None


def academic_year(day: date) -> int:
    """The autumn in which the academic year of `day` started."""
    return day.year if day.month >= 8 else day.year - 1


def make_plan(table: TableImport) -> Plan:
    rows = list(rows_of(table))
    addresses = {row.cells.get("person", "").strip().lower() for row in rows}
    people = {p.email: p for p in _people(table, addresses)}
    logs, mandates = _logs(institution_of(table.by), people.values()), _mandates(people.values())
    seen: dict[tuple[int, int], int] = {}
    for row in rows:
        if row.outcome != Outcome.OUT:
            _plan_row(row, people, logs, mandates, seen)
    return Plan(rows, people={row.act.person.pk for row in rows if row.act})


def _people(table: TableImport, addresses: set[str]) -> QuerySet[User]:
    return reach.people_in_reach(table.by).filter(email__in=addresses).select_related("coach", "institution")


def _plan_row(
    row: PlannedRow,
    people: dict[str, User],
    logs: dict[tuple[int, int], WorkLog],
    mandates: dict[tuple[int, int], list[Mandate]],
    seen: dict[tuple[int, int], int],
) -> None:
    row.need(
        {"person": _("Write the e-mail address: by it the person is known."), "year": _("Write the academic year.")}
    )
    address = row.read("person", cells.address)
    year = row.read("year", lambda cell: cells.academic_year(cell, academic_year(timezone.localdate())))
    used = row.read("used", lambda cell: cells.hours(cell, MOST_USED))
    given = row.read("given", lambda cell: cells.hours(cell, MOST_GIVEN))
    if address and address not in people:
        row.errors["person"] = _("There is nobody with this address in your area.")
    if row.errors or year is None:
        return
    person, key = people[address], (people[address].pk, year)
    if key in seen:
        row.errors["year"] = _("This person and year stand on row %(n)d already.") % {"n": seen[key]}
        return
    seen[key] = row.number
    if used is None and given is None:
        row.errors["used" if "used" in row.cells else "given"] = _("Write hours used, hours given, or both.")
        return
    if len(mandates[key]) > 1 and given is not None:
        row.errors["given"] = _("This year has hours in several parts already. Change them where hours are kept.")
        return
    mandate = mandates[key][0] if mandates[key] else None
    row.title = f"{person.get_full_name()}, {year}–{year + 1}"
    row.act = Hours(person, year, used, given, logs.get(key), mandate)
    row.changes = list(_changes(row.act))
    is_new = row.act.log is None and mandate is None
    row.outcome = Outcome.SAME if not row.changes else Outcome.NEW if is_new else Outcome.CHANGED


def _changes(hours: Hours) -> Iterable[Change]:
    had = Decimal(hours.log.minutes) / 60 if hours.log else Decimal(0)
    if hours.used is not None and hours.used != had:
        yield Change(LABELS["used"], times.hours_words(had), times.hours_words(hours.used))
    had = Decimal(hours.mandate.quarter_hours) / 4 if hours.mandate else Decimal(0)
    if hours.given is not None and hours.given != had:
        yield Change(LABELS["given"], times.hours_words(had), times.hours_words(hours.given))


def _logs(house: Institution, people: Iterable[User]) -> dict[tuple[int, int], WorkLog]:
    rows = WorkLog.objects.filter(user__in=list(people), kind=OPENING)
    return {(row.user_id, academic_year(row.starts_at.astimezone(house.tz).date())): row for row in rows}


def _mandates(people: Iterable[User]) -> dict[tuple[int, int], list[Mandate]]:
    found: dict[tuple[int, int], list[Mandate]] = defaultdict(list)
    for mandate in Mandate.objects.filter(user__in=list(people)).order_by("pk"):
        found[mandate.user_id, mandate.academic_year].append(mandate)
    return found


def write(plan: Plan) -> None:
    """Write what is new and what changed, by a fixed number of queries for a thousand rows."""
    acts = [row.act for row in plan.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]
    used = [hours for hours in acts if hours.used is not None]
    emptied = [hours.log.pk for hours in used if hours.log and not hours.used]
    WorkLog.objects.filter(pk__in=emptied).delete()
    _save(WorkLog, [_log(hours) for hours in used if hours.used], ["minutes"])
    _save(Mandate, [_mandate(hours) for hours in acts if hours.given is not None], GIVEN)


def _save(model: type[WorkLog] | type[Mandate], rows: list, changing: list[str]) -> None:
    model.objects.bulk_create([row for row in rows if row.pk is None], batch_size=1000)
    model.objects.bulk_update([row for row in rows if row.pk], changing, batch_size=1000)


def _log(hours: Hours) -> WorkLog:
    person = hours.person
    house = institution_of(person)
    row = hours.log or WorkLog(
        institution=house,
        user=person,
        kind=OPENING,
        starts_at=midnight(date(hours.year, 8, 1), house.tz),
        site_id=person.home_site_id,
        sector_id=person.home_sector_id,
    )
    row.minutes = int((hours.used or 0) * 60)
    return row


def _mandate(hours: Hours) -> Mandate:
    year, person = hours.year, hours.person
    row = hours.mandate or Mandate(
        institution=institution_of(person),
        user=person,
        academic_year=year,
        role=Mandate.Role.COACH if hasattr(person, "coach") else Mandate.Role.COORDINATOR,
        starts_on=date(year, 8, 1),
        ends_on=date(year + 1, 7, 31),
    )
    quarters = int((hours.given or 0) * 4)
    if row.quarter_hours != quarters:
        row.quarter_hours, row.confirmed_by, row.confirmed_at = quarters, None, None
    return row
