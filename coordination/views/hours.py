"""Hours of others: the table of a scope, an account, giving hours; and what waits for a manager's word."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaches.hours.accounts import HoursRow, rows_of
from coaches.hours.exports import hours_table
from coaches.hours.pages import account_file, account_page, asked_year
from coaches.hours.reach import confirms_hours_of, sees_hours_of, sees_others_hours, sets_hours_of, with_hours
from coaches.hours.services import confirm_mandate, fingerprint
from coaches.hours.years import Year
from coaches.models import Mandate
from coordination.forms.hours import MandateForm, new_slice
from coordination.selectors.people_list import in_alphabet
from kit.tables import FORMATS, table_response
from organisation.models import Role, User
from organisation.people import institution_of, reader_of

FORM_METHODS = ["GET", "HEAD", "POST"]


def overseer(request: HttpRequest) -> User:
    """The reader, who sees the hours of others; 403 for everyone else."""
    user = reader_of(request)
    if not sees_others_hours(user):
        raise PermissionDenied
    return user


def _rows(request: HttpRequest) -> tuple[list[HoursRow], Year]:
    user = overseer(request)
    house = institution_of(user)
    year = asked_year(request, house)
    return rows_of(in_alphabet(with_hours(sees_hours_of(user), year)), house, year), year


@login_required
@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    rows, year = _rows(request)
    context = {
        "rows": rows,
        "year": year,
        "earlier": Year(year.autumn - 1),
        "later": Year(year.autumn + 1),
        "given": sum(row.balance.given for row in rows),
        "used": sum(row.balance.used for row in rows),
        "near": sum(row.balance.warning > 0 for row in rows),
        "waiting": sum(row.is_waiting for row in rows),
        "sets": reader_of(request).holds(Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN),
    }
    return render(request, "coordination/people/hours.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    if (form := request.GET.get("as", "xlsx")) not in FORMATS:
        raise Http404("no such format")
    rows, year = _rows(request)
    return table_response(name=f"{_('hours')}-{year.autumn}", form=form, **hours_table(rows, year.words))


def _person(people: QuerySet[User], pk: int) -> User:
    return get_object_or_404(people.select_related("institution", "coach"), pk=pk)


@login_required
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    user = overseer(request)
    shown = _person(sees_hours_of(user), pk)
    year = asked_year(request, institution_of(shown))
    add = reverse("coordination:mandate_add", args=[pk])
    context = account_page(shown, year) | {
        "person": shown,
        "may_set": sets_hours_of(user).filter(pk=pk).exists(),
        "add_url": f"{add}?year={year.autumn}",
    }
    return render(request, "coordination/people/person_hours.html", context)


@login_required
@require_safe
def person_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    return account_file(request, _person(sees_hours_of(overseer(request)), pk))


@login_required
@require_safe
def person_printed(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _person(sees_hours_of(overseer(request)), pk)
    context = account_page(shown, asked_year(request, institution_of(shown)))
    return render(request, "coaches/hours/print.html", context)


def _setter(request: HttpRequest) -> User:
    """The reader, who gives hours; 403 for everyone else."""
    user = reader_of(request)
    if not user.holds(Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN):
        raise PermissionDenied
    return user


@login_required
@require_http_methods(FORM_METHODS)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _person(sets_hours_of(_setter(request)), pk)
    mandate = new_slice(shown, asked_year(request, institution_of(shown)).autumn)
    return _edit(request, mandate, _("The hours are given."))


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, _slice(request, pk), _("The hours are changed."))


def _slice(request: HttpRequest, pk: int) -> Mandate:
    people = sets_hours_of(_setter(request)).values("pk")
    return get_object_or_404(Mandate.objects.filter(user__in=people).select_related("user", "institution"), pk=pk)


def _edit(request: HttpRequest, mandate: Mandate, done: str) -> HttpResponse:
    form = MandateForm(request.POST if request.method == "POST" else None, instance=mandate)
    if form.is_valid() and form.store():
        rest = _("They wait for the manager's word.") if mandate.confirmed_at is None else ""
        messages.success(request, f"{done}\n{rest}")
        return _back(mandate)
    context = {"form": form, "person": mandate.user, "mandate": mandate if mandate.pk else None}
    return render(request, "coordination/people/mandate.html", context, status=400 if form.errors else 200)


def _back(mandate: Mandate) -> HttpResponse:
    return redirect(reverse("coordination:person_hours", args=[mandate.user_id]) + f"?year={mandate.academic_year}")


@login_required
@require_http_methods(FORM_METHODS)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST takes the slice away; what was used stays."""
    mandate = _slice(request, pk)
    if request.method == "POST":
        mandate.delete()
        messages.success(request, _("The hours are taken away.") + "\n" + _("What was used of them stays logged."))
        return _back(mandate)
    return render(request, "coordination/people/mandate_delete.html", {"mandate": mandate})


def _manager(request: HttpRequest) -> User:
    user = reader_of(request)
    if not user.holds(Role.Kind.MANAGER):
        raise PermissionDenied
    return user


@login_required
@require_safe
def mandates(request: HttpRequest) -> HttpResponse:
    """What waits for the manager's word, and what was confirmed: given hours only, nothing of what is used."""
    user = _manager(request)
    year = asked_year(request, institution_of(user))
    people = confirms_hours_of(user).values("pk")
    found = Mandate.objects.of_year(year.autumn).filter(user__in=people).select_related("user", "confirmed_by")
    slices = sorted(found, key=lambda part: (part.user.last_name.casefold(), part.user.first_name.casefold(), part.pk))
    context = {
        "waiting": [(part, fingerprint(part)) for part in slices if part.confirmed_at is None],
        "confirmed": [part for part in slices if part.confirmed_at],
        "given": sum(part.minutes for part in slices),
        "year": year,
        "earlier": Year(year.autumn - 1),
        "later": Year(year.autumn + 1),
    }
    return render(request, "coordination/mandates.html", context)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """409 when the slice is no longer as it was shown."""
    user = _manager(request)
    people = confirms_hours_of(user).values("pk")
    mandate = get_object_or_404(Mandate.objects.filter(user__in=people).select_related("user"), pk=pk)
    if not confirm_mandate(mandate=mandate, by=user, seen=request.POST.get("seen", "")):
        context = {"mandate": Mandate.objects.select_related("user").get(pk=pk)}
        return render(request, "coordination/mandate_changed.html", context, status=409)
    messages.success(request, _("Confirmed: %(name)s.") % {"name": mandate.user.get_full_name()})
    return redirect(f"{reverse('coordination:mandates')}?year={mandate.academic_year}")
