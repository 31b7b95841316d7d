"""A table from its upload to its end: kept, mended, saved or dropped."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.imports.columns import FIELDS, recognise
from coordination.imports.kinds import plan_of, write_plan
from coordination.imports.plan import Plan, PlanChanged
from coordination.models import TableImport
from coordination.services.leaving import let_go, lock_all
from kit.tables import Row
from organisation.models import Institution, User
from organisation.people import institution_of

KEPT_FOR = timedelta(hours=24)
MOST_IN_A_CELL = 1_000


class ImportGone(Exception):
    """It was saved or dropped meanwhile, by a second press perhaps."""


@transaction.atomic
def start_import(
    *, by: User, kind: str, file_name: str, rows: Sequence[Row], missing_left: bool = False
) -> TableImport:
    """Keep the cells that say something, for a day at most; `rows` begin with the heads.

    What others left behind too long ago is forgotten. Raises HeadsRefused.
    """
    forget_imports()
    columns = recognise(kind, rows[0].cells, institution_of(by))
    return TableImport.objects.create(
        institution=institution_of(by),
        by=by,
        kind=kind,
        file_name=file_name[:200],
        columns=columns.fields,
        unread=columns.unread,
        rows=[[row.number, False, *(_cell(row, place) for place in columns.places)] for row in rows[1:]],
        missing_left=missing_left and kind == TableImport.Kind.STAFF,
        expires_at=timezone.now() + KEPT_FOR,
    )


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def forget_imports() -> None:
    """Delete what was kept for too long."""
    TableImport.objects.expired().delete()


@transaction.atomic
def mend_import(*, table: TableImport, cells: Mapping[tuple[int, str], str], left_out: Mapping[int, bool]) -> None:
    """Write other texts into `cells` (by row number and field), and leave rows out or take them in again."""
    table = TableImport.objects.select_for_update().get(pk=table.pk)
    for field in sorted({field for _number, field in cells} & set(FIELDS[table.kind]) - set(table.columns)):
        table.columns.append(field)  # what is asked for may have no column yet
        for row in table.rows:
            row.append("")
    for row in table.rows:
        number = row[0]
        row[1] = left_out.get(number, row[1])
        for place, field in enumerate(table.columns, 2):
            if (typed := cells.get((number, field))) is not None:
                row[place] = typed.replace("\x00", "").strip()[:MOST_IN_A_CELL]
    table.save(update_fields=["rows", "columns"])


def save_import(
    *, table: TableImport, by: User, fingerprint: str, welcome: bool = False, call_off: bool = False, reason: str = ""
) -> Plan:
    """Save all of `table` or nothing, and forget it; return what was done.

    `fingerprint` is that of the plan that was looked at: when another comes out by now, PlanChanged is raised. With
    `call_off` the sessions ahead of those who leave are called off for `reason`, else they stay until someone acts;
    with `welcome` each new person gets a mail. Raises ImportGone, and BookingRefused when one cannot be called off.
    """
    try:
        return _save(table, by, fingerprint, welcome, call_off, reason)
    except IntegrityError as error:  # someone came in by another door at the same moment
        raise PlanChanged from error


@transaction.atomic
def _save(table: TableImport, by: User, fingerprint: str, welcome: bool, call_off: bool, reason: str) -> Plan:
    """One import at a time in an institution; then sessions and people are locked, each in the order of their keys."""
    Institution.objects.select_for_update(no_key=True).get(pk=table.institution_id)
    held = TableImport.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=table.pk).first()
    if held is None:
        raise ImportGone
    before = plan_of(held)
    lock_all(before.sessions, before.people | {person.pk for person in before.leavers})
    plan = plan_of(held)
    if plan.fingerprint != fingerprint or not plan.is_savable:
        raise PlanChanged
    if plan.sessions and call_off:
        seen = [session.pk for session in plan.sessions]
        let_go(plan.leavers, by=by, seen=seen, hand_over=False, reason=reason)
    write_plan(held, plan, welcome=welcome)
    held.delete()
    return plan
