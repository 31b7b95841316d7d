"""Staff: who comes, who changes, who leaves."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination import reach
from coordination.imports import cells
from coordination.imports.columns import LABELS
from coordination.imports.plan import Change, Outcome, Plan, PlannedRow, rows_of
from coordination.models import TableImport
from coordination.services.leaving import sessions_ahead, withdraw_requests
from coordination.services.people import welcome_people
from kit import times
from organisation.models import Language, Place, Role, Sector, Site, User
from organisation.people import institution_of
from organisation.services import trust_addresses

WRITTEN = ("first_name", "last_name", "language", "home_site", "home_sector", "started_on", "left_on", "is_active")
NAMED = {"home_site": "site", "home_sector": "sector"}
BATCH = 1000


@dataclass(frozen=True)
class Lookup:
    """What the rows are read against, in a fixed number of queries."""

    by: User
    people: dict[str, User]
    sites: dict[str, Site]
    sectors: dict[str, Sector]
    offered_sites: list[Site]
    offered_sectors: list[Sector]
    role_holders: set[int]
    today: date

    def may_let_go(self, person: User) -> bool:
        return reach.can_deactivate(self.by, person, self.role_holders)


def make_plan(table: TableImport) -> Plan:
    rows = list(rows_of(table))
    look = _lookup(table, rows)
    seen: dict[str, int] = {}
    for row in rows:
        address = row.read("email", cells.address)
        if row.outcome == Outcome.OUT:
            row.errors.clear()
        elif address in seen:
            row.errors["email"] = _("This address stands on row %(n)d already.") % {"n": seen[address]}
        else:
            _plan_row(row, address, look)
        if address:
            seen.setdefault(address, row.number)
    if table.missing_left:
        rows += _missing(look, seen)
    leavers = [row.act for row in rows if row.closes and not row.errors]
    known = {row.act.pk for row in rows if row.act and row.act.pk}
    return Plan(rows, leavers, sessions_ahead(leavers) if leavers else [], known)


def _lookup(table: TableImport, rows: Iterable[PlannedRow]) -> Lookup:
    house, today = institution_of(table.by), timezone.localdate()
    addresses = {row.cells.get("email", "").strip().lower() for row in rows}
    people = User.objects.filter(email__in=addresses).select_related("institution", "home_site", "home_sector")
    sites, sectors = list(Site.objects.filter(institution=house)), list(Sector.objects.filter(institution=house))
    holders = Role.objects.filter(institution=house).valid_on(today).values_list("user_id", flat=True)
    return Lookup(
        table.by,
        {person.email: person for person in people},
        cells.by_name(sites, "oid"),
        cells.by_name(sectors, "code"),
        list(reach.in_use(reach.sites_in_reach(table.by), today)),
        list(reach.in_use(reach.sectors_in_reach(table.by), today)),
        set(holders),
        today,
    )


def _plan_row(row: PlannedRow, address: str | None, look: Lookup) -> None:
    row.need({"email": _("Write the e-mail address: by it the person is known.")})
    values = _values(row, look)
    found = look.people.get(address or "")
    if found and found.institution_id != look.by.institution_id:
        row.errors["email"] = _("This address cannot be used here. Ask for another work address.")
        return
    if found and not reach.reaches(look.by, found):
        row.errors["email"] = _("This person is outside your area.")
        return
    before = found or _stranger(look, address or "")
    after = copy(before)
    for name, value in values.items():
        setattr(after, name, value)
    _check_place(row, after, look)
    _close_or_open(row, before, after, values, look)
    row.title = after.get_full_name()
    row.act = after
    if found:
        row.changes = _changes(before, after)
        row.outcome = Outcome.CHANGED if row.changes else Outcome.SAME
    else:
        _plan_new(row, after, look)


def _stranger(look: Lookup, address: str) -> User:
    house = institution_of(look.by)
    language = house.languages[0] if Language.FINNISH not in house.languages else Language.FINNISH
    return User(email=address, institution=house, language=language)


def _values(row: PlannedRow, look: Lookup) -> dict[str, Any]:
    """The values of the cells that hold any: an empty cell changes nothing."""
    house = institution_of(look.by)
    both = row.read("name", cells.names)
    found = {
        "first_name": both and both[0],
        "last_name": both and both[1],
        "language": row.read("language", lambda cell: cells.language(cell, house)),
        "home_site": row.read("site", lambda cell: cells.row_named(cell, look.sites, look.offered_sites)),
        "home_sector": row.read("sector", lambda cell: cells.row_named(cell, look.sectors, look.offered_sectors)),
        "started_on": row.read("started_on", cells.day),
        "left_on": row.read("left_on", cells.day),
    }
    for name in ("first_name", "last_name"):
        found[name] = row.read(name, lambda cell: cells.text(cell, 80)) or found[name]
    person = look.people.get(row.cells.get("email", "").strip().lower())
    if both and person and person.get_full_name() == " ".join(both):
        found["first_name"] = found["last_name"] = None  # however it is parted there
    return {name: value for name, value in found.items() if value}


def _check_place(row: PlannedRow, after: User, look: Lookup) -> None:
    """Nobody is put where the importer does not reach."""
    if "site" in row.errors or "sector" in row.errors or reach.reaches(look.by, after):
        return
    bound = any(role.site_id for role in reach.roles_of(look.by, *reach.KINDS))
    name, places = ("site", look.offered_sites) if bound else ("sector", look.offered_sectors)
    words = ", ".join(place.name for place in places)
    row.errors[name] = _("Your area is this: %(words)s. You cannot put people elsewhere.") % {"words": words}


def _close_or_open(row: PlannedRow, before: User, after: User, values: dict[str, Any], look: Lookup) -> None:
    """A last day that is past closes the account; one given that is not past opens a closed one."""
    if after.started_on and after.left_on and after.left_on < after.started_on:
        row.errors.setdefault("left_on", _("The last day is before the first."))
    is_past = bool(after.left_on and after.left_on < look.today)
    if is_past and before.is_active and before.pk:
        after.is_active, row.closes = False, True
        if not look.may_let_go(before):
            row.errors["left_on"] = _("This account can be closed by a programme admin only.")
    elif "left_on" in values and not is_past:
        after.is_active = True


def _plan_new(row: PlannedRow, after: User, look: Lookup) -> None:
    row.outcome = Outcome.NEW
    if after.left_on and after.left_on < look.today:
        row.outcome, row.act = Outcome.SAME, None
        row.note = _("Has left already: no account is made.")
    elif not (after.first_name and after.last_name) and not {"name", "first_name", "last_name"} & row.errors.keys():
        missing = "name" if "name" in row.cells else "first_name" if not after.first_name else "last_name"
        row.errors[missing] = _("Write the first and the last name.")


def _changes(before: User, after: User) -> list[Change]:
    """What is other, in words, in the order of the columns."""
    found = []
    for name in WRITTEN[:-1]:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            found.append(Change(LABELS[NAMED.get(name, name)], _word(old), _word(new)))
    if before.is_active != after.is_active:
        words = {True: _("open"), False: _("closed")}
        found.append(Change(_("Account"), words[before.is_active], words[after.is_active]))
    return found


def _word(value: Any) -> str:
    if isinstance(value, date):
        return times.date_words(value)
    if isinstance(value, Place):
        return value.name
    return str(value) if value else "–"


def _missing(look: Lookup, seen: Iterable[str]) -> list[PlannedRow]:
    """Those in reach who are not in the table, but for whom the importer may not close and the importer's own."""
    people: QuerySet[User] = reach.people_in_reach(look.by).filter(is_active=True).exclude(email__in=list(seen))
    found = people.select_related("institution", "home_site", "home_sector").order_by("last_name", "first_name", "pk")
    return [_closed(person, look.today) for person in found if look.may_let_go(person)]


def _closed(person: User, today: date) -> PlannedRow:
    after = copy(person)
    after.is_active, after.left_on = False, min(person.left_on or today, today)
    row = PlannedRow(
        0, {"email": person.email}, person.get_full_name(), outcome=Outcome.CHANGED, act=after, closes=True
    )
    row.changes, row.note = _changes(person, after), _("Not in the table.")
    return row


def write(plan: Plan, *, welcome: bool) -> None:
    """Write what is new and what changed, by a fixed number of queries for a thousand rows."""
    new = [row.act for row in plan.of(Outcome.NEW)]
    for person in new:
        person.set_unusable_password()
    made = User.objects.bulk_create(new, batch_size=BATCH)
    trust_addresses(made)
    changed = [row.act for row in plan.of(Outcome.CHANGED)]
    User.objects.bulk_create(
        changed, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=list(WRITTEN)
    )
    withdraw_requests(plan.leavers)
    if welcome:
        welcome_people(made)
