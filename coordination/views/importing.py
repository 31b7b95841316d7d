"""`/coordinate/people/import/`: a table is sent, looked at row by row, mended, and saved all or nothing."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaches.log.selectors import logs_work
from coordination.forms.importing import KINDS, ImportForm, MendForm, SaveForm
from coordination.imports.columns import FIELDS, LABELS, NEEDED
from coordination.imports.kinds import plan_of
from coordination.imports.plan import Outcome, Plan, PlanChanged, PlannedRow
from coordination.imports.saving import ImportGone, mend_import, save_import
from coordination.models import TableImport
from coordination.views.people import caretaker
from organisation.models import User
from organisation.people import reader_of
from sessions.exceptions import BookingRefused
from sessions.models import Session

PAGE = 50
MENDED_AT_ONCE = 40
TABS = (
    (Outcome.NEW, gettext_lazy("New")),
    (Outcome.CHANGED, gettext_lazy("Changed")),
    (Outcome.SAME, gettext_lazy("Unchanged")),
    (Outcome.ERROR, gettext_lazy("To be mended")),
    (Outcome.OUT, gettext_lazy("Left out")),
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    user = caretaker(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent, by=user)
    if request.method == "POST" and form.is_valid() and (table := form.start()):
        return redirect("coordination:import", table.pk)
    kinds = [kind for kind, _name in KINDS]
    columns = [(kind, columns_of(kind)) for kind in kinds]
    context = {
        "form": form,
        "columns": [(dict(form.fields["kind"].choices)[kind], names) for kind, names in columns],  # type: ignore[attr-defined]
        "waiting": waiting(user).exclude(kind=TableImport.Kind.LOG)[:5],
    }
    return render(request, "coordination/people/import.html", context, status=400 if form.errors else 200)


def columns_of(kind: str) -> list[tuple[Any, bool]]:
    """The names of the columns, each with whether it is needed."""
    return [(LABELS[field], field in NEEDED[kind]) for field in FIELDS[kind]]


def waiting(user: User) -> QuerySet[TableImport]:
    """One's own tables that are not saved yet, latest first."""
    return TableImport.objects.visible_to(user).defer("rows").order_by("-pk")


def _table(request: HttpRequest, pk: int) -> TableImport:
    """One's own; whoever logs work has those of the log, all others are for those who look after people."""
    user = reader_of(request)
    if not logs_work(user):
        caretaker(request)
    kept = get_object_or_404(TableImport.objects.visible_to(user).select_related("by__institution"), pk=pk)
    if kept.kind != TableImport.Kind.LOG:
        caretaker(request)
    return kept


def _home(kept: TableImport) -> str:
    """Where one is sent when a table is done with."""
    return "coaches:log" if kept.kind == TableImport.Kind.LOG else "coordination:people"


def _start(kept: TableImport) -> str:
    """Where such a table is sent in."""
    return "coordination:log_import" if kept.kind == TableImport.Kind.LOG else "coordination:import_start"


@login_required
@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    kept = _table(request, pk)
    plan = plan_of(kept)
    return _preview(request, kept, plan, SaveForm(plan=plan, table=kept))


@login_required
@require_POST
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    kept, form = _table(request, pk), MendForm(request.POST)
    mend_import(table=kept, cells=form.cells, left_out=form.left_out)
    return redirect("coordination:import", pk)


@login_required
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """409 with the table as it would be saved now, when that is no longer what was looked at."""
    kept = _table(request, pk)
    plan = plan_of(kept)
    form = SaveForm(request.POST, plan=plan, table=kept)
    try:
        if form.is_valid():
            done = save_import(table=kept, by=kept.by, **form.decided)
            messages.success(request, _told(done))
            return redirect(_home(kept))
    except ImportGone:
        return redirect(_home(kept))
    except BookingRefused as refusal:
        form.add_error("reason", refusal.sentence)
    except PlanChanged:
        plan = plan_of(kept)
        return _preview(request, kept, plan, SaveForm(plan=plan, table=kept), changed=True)
    return _preview(request, kept, plan, form)


def _told(plan: Plan) -> str:
    counts = plan.counts
    fact = _("The table is saved.")
    new = ngettext("%(n)d is new", "%(n)d are new", counts["new"]) % {"n": counts["new"]}
    changed = ngettext("%(n)d changed", "%(n)d changed", counts["changed"]) % {"n": counts["changed"]}
    return f"{fact}\n{new}, {changed}."


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    kept = _table(request, pk)
    kept.delete()
    messages.success(request, _("The table is dropped. Nothing was saved."))
    return redirect(_start(kept))


@dataclass(frozen=True)
class BadCell:
    """A cell to be mended: the name of its field, what stands there, what is wrong."""

    name: str
    label: Any
    text: str
    sentence: str


@dataclass(frozen=True)
class BadRow:
    row: PlannedRow
    cells: list[BadCell]
    rest: str
    """The other cells, so that one knows whose row it is."""


def _bad_row(row: PlannedRow) -> BadRow:
    cells = [
        BadCell(f"c{row.number}-{field}", LABELS[field], row.cells.get(field, ""), sentence)
        for field, sentence in row.errors.items()
    ]
    return BadRow(row, cells, " · ".join(text for field, text in row.cells.items() if text and field not in row.errors))


def _preview(
    request: HttpRequest, kept: TableImport, plan: Plan, form: SaveForm, *, changed: bool = False
) -> HttpResponse:
    counts, bad = plan.counts, plan.of(Outcome.ERROR)
    first = next((outcome.value for outcome, _name in TABS if counts[outcome] and outcome != Outcome.ERROR), "new")
    show = request.GET.get("show", first)
    context = {
        "table": kept,
        "start_url": reverse(_start(kept)),
        "plan": plan,
        "form": form,
        "changed": changed,
        "bad": [_bad_row(row) for row in bad[:MENDED_AT_ONCE]],
        "more_bad": max(0, len(bad) - MENDED_AT_ONCE),
        "outcomes": [(o.value, name, counts[o]) for o, name in TABS if counts[o] and o != Outcome.ERROR],
        "show": show,
        "page": Paginator(plan.of(show), PAGE).get_page(request.GET.get("page")),
        "readable": _readable(kept.by, plan),
    }
    status = 409 if changed else 400 if form.errors else 200
    return render(request, "coordination/people/table.html", context, status=status)


def _readable(user: User, plan: Plan) -> set[int]:
    keys = [session.pk for session in plan.sessions]
    return set(Session.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
