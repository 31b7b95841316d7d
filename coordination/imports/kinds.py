"""The kinds of table by name."""

from collections.abc import Callable, Mapping

from coordination.imports import bookings, hours, log, staff
from coordination.imports.plan import Plan
from coordination.models import TableImport

KIND = TableImport.Kind
PLANNERS: Mapping[str, Callable[[TableImport], Plan]] = {
    KIND.STAFF: staff.make_plan,
    KIND.BOOKINGS: bookings.make_plan,
    KIND.HOURS: hours.make_plan,
    KIND.LOG: log.make_plan,
}


def plan_of(table: TableImport) -> Plan:
    """What saving `table` would do now."""
    return PLANNERS[table.kind](table)


def write_plan(table: TableImport, plan: Plan, *, welcome: bool) -> None:
    """Do it, in the caller's transaction. Raises PlanChanged."""
    if table.kind == KIND.STAFF:
        staff.write(plan, welcome=welcome)
    elif table.kind == KIND.BOOKINGS:
        bookings.write(plan)
    elif table.kind == KIND.HOURS:
        hours.write(plan)
    else:
        log.write(plan)
