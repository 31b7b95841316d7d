"""`/quality/year/`: the year clock; `/quality/goals/`: what the year is to reach."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaches.hours.years import Year
from kit.times import date_words
from organisation.calendar import academic_year_of
from organisation.models import User
from organisation.people import institution_of, reader_of
from quality import policies
from quality.exceptions import WrittenMeanwhile
from quality.forms.year import GoalForm, TaskForm
from quality.models import Goal, YearTask
from quality.selectors.year import clock_of, goals_of, targets_of
from quality.services.year import begin_year, mark_task, save_task
from quality.views.removing import remove_asked


def reader(request: HttpRequest) -> User:
    """Who reads the programme's pages; 403 for others."""
    user = reader_of(request)
    if not policies.reads_programme(user):
        raise PermissionDenied
    return user


def _keeper(request: HttpRequest) -> User:
    user = reader(request)
    if not policies.keeps_year(user):
        raise PermissionDenied
    return user


def year_asked(request: HttpRequest) -> int:
    """The academic year of `?year=`: one of the last five, this one or the next; nonsense counts as this one."""
    this = academic_year_of(timezone.localdate())
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else this
    return year if this - 5 <= year <= this + 1 else this


def years_around(year: int) -> list[tuple[str, int]]:
    """The years one may go to from `year`, with their names: last year's, this and the next."""
    this = academic_year_of(timezone.localdate())
    return [(Year(each).words, each) for each in sorted({this - 1, this, this + 1, year})]


@login_required
@require_safe
def clock(request: HttpRequest) -> HttpResponse:
    user, year, today = reader(request), year_asked(request), timezone.localdate()
    context = {
        "year": year,
        "years": years_around(year),
        "clock": clock_of(institution_of(user), year, today),
        "today": today,
        "keeps": policies.keeps_year(user),
        "me": user,
    }
    return render(request, "quality/year/clock.html", context)


@login_required
@require_POST
def begin(request: HttpRequest, year: int) -> HttpResponse:
    """Fill the clock of a year that is empty; twice is once."""
    user = _keeper(request)
    this = academic_year_of(timezone.localdate())
    if year in (this, this + 1) and begin_year(institution=institution_of(user), academic_year=year):
        messages.success(request, _("The year clock is filled. Give each task its owner."))
    return redirect(f"{reverse('quality:year')}?year={year}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task_add(request: HttpRequest) -> HttpResponse:
    user = _keeper(request)
    task = YearTask(institution=institution_of(user), academic_year=year_asked(request))
    return _task_page(request, user, task, _("Add a task"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    user = _keeper(request)
    found = get_object_or_404(YearTask.objects.visible_to(user).select_related("institution", "owner"), pk=pk)
    return _task_page(request, user, found, _("Edit the task"))


def _task_page(request: HttpRequest, user: User, task: YearTask, title: str) -> HttpResponse:
    back = f"{reverse('quality:year')}?year={task.academic_year}"
    form = TaskForm(request.POST if request.method == "POST" else None, instance=task, by=user)
    late = ""
    if form.is_valid():
        try:
            save_task(task=form.instance, revision=form.cleaned_data["revision"])
        except WrittenMeanwhile:
            late = _("Somebody has changed this task after you opened the page.")
        else:
            messages.success(request, _("The task is saved."))
            return redirect(back)
    words = {"title": title, "submit": _("Save the task"), "crumb": _("Year clock"), "back": back, "late": late}
    return _form_page(request, form, words)


def _form_page(request: HttpRequest, form: Any, words: dict[str, str]) -> HttpResponse:
    status = 409 if words.get("late") else 400 if form.errors else 200
    return render(request, "quality/form.html", {"form": form, **words}, status=status)


@login_required
@require_POST
def task_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Done (`done=1`), or not done after all."""
    user = reader(request)
    found = get_object_or_404(YearTask.objects.visible_to(user), pk=pk)
    if not policies.can_mark(user, found):
        raise PermissionDenied
    mark_task(task=found, done=bool(request.POST.get("done")), today=timezone.localdate())
    return redirect(f"{reverse('quality:year')}?year={found.academic_year}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the clock, after a question."""
    found = get_object_or_404(YearTask.objects.visible_to(_keeper(request)), pk=pk)
    return remove_asked(
        request,
        found,
        removed=_("The task is removed."),
        back=f"{reverse('quality:year')}?year={found.academic_year}",
        title=_("Remove the task"),
        what=found.name,
        where=date_words(found.due),
        goes=_("Its reminders and its link to evidence go with it. Other tasks stay."),
    )


@login_required
@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    user, year = reader(request), year_asked(request)
    figures = policies.reads_report(user)
    context = {
        "year": year,
        "years": years_around(year),
        "goals": goals_of(institution_of(user), year) if figures else targets_of(institution_of(user), year),
        "figures": figures,
        "sets": policies.sets_goals(user),
        "add_url": f"{reverse('quality:goal_add')}?year={year}",
    }
    return render(request, "quality/year/goals.html", context)


def _setter(request: HttpRequest) -> User:
    user = reader(request)
    if not policies.sets_goals(user):
        raise PermissionDenied
    return user


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal_add(request: HttpRequest) -> HttpResponse:
    user = _setter(request)
    new = Goal(institution=institution_of(user), academic_year=year_asked(request))
    return _goal_page(request, new, _("Set a goal"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Goal.objects.visible_to(_setter(request)), pk=pk)
    return _goal_page(request, found, _("Edit the goal"))


def _goal_page(request: HttpRequest, goal: Goal, title: str) -> HttpResponse:
    back = f"{reverse('quality:goals')}?year={goal.academic_year}"
    form = GoalForm(request.POST if request.method == "POST" else None, instance=goal)
    if form.is_valid():
        form.save()
        messages.success(request, _("The goal is saved."))
        return redirect(back)
    return _form_page(request, form, {"title": title, "submit": _("Save the goal"), "crumb": _("Goals"), "back": back})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the list, after a question."""
    found = get_object_or_404(Goal.objects.visible_to(_setter(request)), pk=pk)
    return remove_asked(
        request,
        found,
        removed=_("The goal is removed."),
        back=f"{reverse('quality:goals')}?year={found.academic_year}",
        title=_("Remove the goal"),
        what=found.text,
        goes=_("It is no longer shown here or in the yearly report. The figures stay."),
    )
