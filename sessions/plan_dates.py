"""The dates of a plan before anything is saved: each kept, skipped or moved, and what stands against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coaches.forms import ClockField, DayField
from sessions.models import Session
from sessions.plan_form import PlanForm, exists
from sessions.recurrence import at
from sessions.services import Checked, check_plan, plan_sessions

KEEP, SKIP, MOVE = "keep", "skip", "move"


@dataclass
class DateRow:
    """One date of a plan: `planned` by the pattern, and what was chosen for it."""

    number: int
    planned: datetime
    choice: str
    day: str
    clock: str
    starts_at: datetime | None = None
    error: str = ""
    checked: Checked | None = field(default=None)

    @property
    def is_skipped(self) -> bool:
        return self.choice == SKIP

    @property
    def why(self) -> str:
        """What stands against it; empty when nothing does."""
        return self.error or (self.checked.refusal.sentence if self.checked and self.checked.refusal else "")

    @property
    def outside(self) -> bool:
        """Whether it lies outside the usual rules, and is planned all the same."""
        return self.checked is not None and self.checked.passes_rules


class PlanDates:
    """The rows of a valid PlanForm, with the choices in `data` (as they were sent); `is_first`: there are none yet."""

    def __init__(self, form: PlanForm, data: Mapping[str, Any], *, is_first: bool) -> None:
        self.form, self.data = form, data
        self.outline, self.tz = form.outline(), form.institution.tz
        self.rows = [self._row(n, day, is_first) for n, day in enumerate(form.dates_planned)]
        self._check(is_first)

    def _row(self, number: int, day: date, is_first: bool) -> DateRow:
        planned = at(day, self.form.cleaned_data["clock"], self.tz)
        here = planned.astimezone(self.tz)
        choice = KEEP if is_first else self.data.get(f"choice_{number}", KEEP)
        row = DateRow(
            number,
            planned,
            choice if choice in (KEEP, SKIP, MOVE) else KEEP,
            self.data.get(f"day_{number}", "") or here.date().isoformat(),
            self.data.get(f"clock_{number}", "") or f"{here:%H:%M}",
        )
        self._read(row)
        return row

    def _read(self, row: DateRow) -> None:
        """When it is to be, by what was chosen; nonsense is an error of the row."""
        if row.choice == KEEP:
            row.starts_at = row.planned
        if row.choice != MOVE:
            return
        try:
            day, clock = DayField().clean(row.day), ClockField().clean(row.clock)
        except ValidationError as error:
            row.error = " ".join(error.messages)
        else:
            self._move(row, day, clock)

    def _move(self, row: DateRow, day: date, clock: time) -> None:
        if exists(day, clock, self.tz):
            row.starts_at = at(day, clock, self.tz)
        else:
            row.error = _("The clock is moved forward then. Choose a time an hour earlier or later.")

    def _check(self, is_first: bool) -> None:
        """Ask the rules about all at once; at first sight, what can not be is skipped."""
        asked = sorted((row for row in self.rows if row.starts_at), key=lambda row: row.starts_at or row.planned)
        for row, checked in zip(
            asked, check_plan(self.outline, [r.starts_at for r in asked if r.starts_at]), strict=True
        ):
            row.checked = checked
            if is_first and checked.refusal and len(self.rows) > 1:
                row.choice = SKIP

    @property
    def chosen(self) -> list[datetime]:
        """The instants that are to be booked."""
        return [row.starts_at for row in self.rows if row.starts_at and not row.is_skipped]

    @property
    def clashes(self) -> list[DateRow]:
        """The rows that can not be as they are chosen."""
        return [row for row in self.rows if row.why and not row.is_skipped]

    @property
    def skipped(self) -> int:
        return sum(row.is_skipped for row in self.rows)

    def save(self) -> list[Session]:
        """Book all that are chosen, or none. Raises BookingRefused as `plan_sessions` does."""
        return plan_sessions(outline=self.outline, starts=self.chosen, pattern=self.form.cleaned_data["pattern"])
