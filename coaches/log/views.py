"""`/log/`: writing down help and other work, one's own weeks, mending and deleting."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaches.hours.forecast import hours_of
from coaches.hours.preparation import preparation_words
from coaches.log import selectors
from coaches.log.forms import CorrectionForm, WorkForm, blank, of_row, people_to_choose, press_of, typed
from coaches.log.services import correct_work, delete_work, is_closed, minutes_by_now, repeat_work
from coaches.log.words import KIND_ICONS, work_words
from coaches.models import WorkLog
from kit.free_text import looks_personal, personal_hint
from organisation.models import User
from organisation.people import institution_of, reader_of

Kind = WorkLog.Kind
FORM_METHODS = ["GET", "HEAD", "POST"]


def logger(request: HttpRequest) -> User:
    """The reader, who logs work; 403 for everyone else."""
    user = reader_of(request)
    if not selectors.logs_work(user):
        raise PermissionDenied
    return user


@login_required
@require_http_methods(FORM_METHODS)
def log(request: HttpRequest) -> HttpResponse:
    """The form of `?kind=`, by default that of help; a POST with `find` looks for colleagues and saves nothing."""
    user = logger(request)
    kind, form = _kind(request, user), None
    if request.method == "POST" and "find" not in request.POST:
        form = WorkForm(request.POST, by=user, kind=kind)
        if form.is_valid() and (row := form.save()):
            _tell(request, row)
            return redirect("coaches:log")
    rows = selectors.latest_rows(user)
    form = form or _unjudged(request, user, kind, rows)
    page = _page(request, user, form, rows) | {
        "week": selectors.week_of_work(user, _monday(request)),
        "repeats": [(row, work_words(row), uuid4()) for row in selectors.repeats(rows, kind)],
        "kinds": [(k, capfirst(k.label), KIND_ICONS[k]) for k in selectors.kinds_of(user)],
        "preparation": preparation_words(institution_of(user)) if kind == Kind.PREPARATION else "",
        "objections": selectors.objections_to(user),
        "may_help": Kind.HELP in selectors.kinds_of(user),
    }
    return render(request, "coaches/log/log.html", page, status=400 if form.errors else 200)


def _kind(request: HttpRequest, user: User) -> str:
    """What the address or the form says; 404 for what `user` does not log."""
    known = selectors.kinds_of(user)
    kind = request.POST.get("kind") or request.GET.get("kind") or known[0].value
    if kind not in known:
        raise Http404("not a kind of work")
    return kind


def _unjudged(request: HttpRequest, user: User, kind: str, rows: list[WorkLog]) -> WorkForm:
    asked = request.POST if request.method == "POST" else request.GET
    filled = typed(request.POST) if request.method == "POST" else blank(rows, kind, request.GET)
    form = WorkForm(by=user, kind=kind, initial=filled)
    if form.is_help:
        form.people = selectors.colleagues_chosen(user, asked.getlist("persons"))
    return form


def _page(request: HttpRequest, user: User, form: WorkForm, rows: list[WorkLog]) -> dict[str, Any]:
    words = (request.POST.get("q") or request.GET.get("q") or "").strip()[:80]
    found = selectors.colleagues_found(user, words) if form.is_help else []
    return {
        "form": form,
        "kind": form.kind,
        "people": people_to_choose(form, selectors.recent_people(rows), found),
        "q": words,
        "nobody": bool(words) and not found,
    }


def _monday(request: HttpRequest) -> date:
    today = timezone.localdate()
    text = request.GET.get("week", "")
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError as error:
        raise Http404("not a day") from error
    if not 2000 <= day.year <= 2199:
        raise Http404("not a day of ours")
    return day - timedelta(days=day.weekday())


def _tell(request: HttpRequest, row: WorkLog) -> None:
    fact = _("Logged: %(what)s.") % {"what": work_words(row)}
    rest = _("You find it below and can change it until the month is closed.")
    if row.late_for:
        rest = _("That month is closed, so it counts in this one.")
    messages.success(request, f"{fact}\n{rest}")
    if looks_personal(row.line):
        messages.info(request, personal_hint())


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The presses of colleagues alone, for the page that looks for them while one types."""
    user = logger(request)
    if Kind.HELP not in selectors.kinds_of(user):
        raise PermissionDenied
    rows = selectors.latest_rows(user)
    form = _unjudged(request, user, Kind.HELP, rows)
    return render(request, "coaches/log/_people.html", _page(request, user, form, rows))


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_mendable(logger(request)).prefetch_related("persons"), pk=pk)
    if row.corrects_id or row.kind not in selectors.kinds_of(row.user):
        raise Http404("nothing to be repeated")
    _tell(request, repeat_work(row=row, press=press_of(request.POST.get("press", ""))))
    return redirect("coaches:log")


def _mendable(user: User) -> QuerySet[WorkLog]:
    return selectors.own_rows(user).select_related("institution", "topic", "user")


def _own(request: HttpRequest, pk: int) -> WorkLog:
    """A row of one's own that can be mended: one that was written here, or a session's once its month is closed."""
    user = logger(request)
    rows = WorkLog.objects.filter(user=user, corrects=None).exclude(kind=Kind.OPENING)
    row = get_object_or_404(rows.select_related("institution", "topic", "user").prefetch_related("persons"), pk=pk)
    if row.kind == Kind.SESSION and not is_closed(row):
        raise Http404("a session is marked anew where it was marked")
    return row


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    return _correct(request, row) if is_closed(row) else _mend(request, row)


def _mend(request: HttpRequest, row: WorkLog) -> HttpResponse:
    user, rows = row.user, selectors.latest_rows(row.user)
    if request.method == "POST" and "find" not in request.POST:
        form = WorkForm(request.POST, by=user, kind=row.kind, row=row)
        if form.is_valid() and (mended := form.save()):
            messages.success(request, _("The row is changed."))
            if looks_personal(mended.line):
                messages.info(request, personal_hint())
            return redirect("coaches:log")
    else:
        filled = typed(request.POST) if request.method == "POST" else of_row(row)
        form = WorkForm(by=user, kind=row.kind, row=row, initial=filled)
        keys = request.POST.getlist("persons") if request.method == "POST" else None
        form.people = list(row.persons.all()) if keys is None else selectors.colleagues_chosen(user, keys)
    page = _page(request, user, form, rows) | {"row": row, "words": work_words(row)}
    return render(request, "coaches/log/edit.html", page, status=400 if form.errors else 200)


def _correct(request: HttpRequest, row: WorkLog) -> HttpResponse:
    by_now = minutes_by_now(row)
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial={"minutes": by_now})
    if form.is_valid():
        if correction := correct_work(row=row, minutes=form.cleaned_data["minutes"]):
            change = {"hours": hours_of(correction.minutes)}
            messages.success(request, _("The correction counts in this month: %(hours)s.") % change)
        return redirect("coaches:log")
    context = {"form": form, "row": row, "words": work_words(row), "by_now": by_now}
    return render(request, "coaches/log/correct.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(FORM_METHODS)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST takes it away; a closed row stays and is corrected to nothing."""
    row = _own(request, pk)
    closed = is_closed(row)
    if request.method == "POST":
        delete_work(row=row)
        fact = _("The row counts no longer: a correction stands in this month.") if closed else _("The row is deleted.")
        messages.success(request, fact)
        return redirect("coaches:log")
    return render(request, "coaches/log/delete.html", {"row": row, "words": work_words(row), "closed": closed})
