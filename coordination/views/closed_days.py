"""`/coordinate/settings/closed-days/`: the days on which an institution, or one of its sites, is closed."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from coordination.services.settings import set_holidays
from coordination.views.settings import administered, typed
from kit import times
from kit.zones import midnight
from organisation.calendar import public_holidays
from organisation.models import ClosedDay, Institution, Site
from organisation.terms import say_lazy
from sessions.models import Session

AHEAD = timedelta(days=400)


class ClosedDayForm(forms.ModelForm):
    class Meta:
        model = ClosedDay
        fields = ["day", "site"]
        labels = {"site": say_lazy(gettext_lazy("{Site}"))}
        widgets = {"day": forms.DateInput(attrs={"type": "date"})}
        error_messages = {"day": {"required": gettext_lazy("Choose the day.")}}

    def __init__(self, data: Any = None, *, institution: Institution, **kwargs: Any) -> None:
        super().__init__(data, instance=ClosedDay(institution=institution), **kwargs)
        site = self.fields["site"]
        assert isinstance(site, forms.ModelChoiceField)
        site.queryset = Site.objects.filter(institution=institution).valid_on(timezone.localdate())
        site.empty_label = str(_("The whole institution"))

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not timezone.localdate() <= day <= timezone.localdate() + AHEAD:
            raise forms.ValidationError(_("Choose a day from today to about a year ahead."))
        return day


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closed_days(request: HttpRequest) -> HttpResponse:
    institution = administered(request)
    form = ClosedDayForm(typed(request), institution=institution)
    if request.method == "POST" and form.is_valid():
        closed = form.save()
        messages.success(request, _closed(closed))
        return redirect("coordination:closed_days")
    today = timezone.localdate()
    context = {
        "form": form,
        "own": ClosedDay.objects.filter(institution=institution, day__gte=today).select_related("site").order_by("day"),
        "institution": institution,
        "holidays": public_holidays(institution, today, today + AHEAD),
    }
    return render(request, "coordination/closed_days.html", context, status=400 if form.errors else 200)


def _closed(closed: ClosedDay) -> str:
    """What was done, and how many sessions stand on that day: they stay until someone acts."""
    tz = closed.institution.tz
    sessions = Session.objects.holding().filter(
        institution=closed.institution,
        starts_at__gte=midnight(closed.day, tz),
        starts_at__lt=midnight(closed.day + timedelta(days=1), tz),
    )
    count = (sessions.filter(meeting_site=closed.site) if closed.site else sessions).count()
    fact = _("%(day)s is closed.") % {"day": capfirst(times.long_day(closed.day))}
    if not count:
        return fact
    rest = ngettext(
        "%(count)d session stands on that day. It stays until someone moves it or calls it off.",
        "%(count)d sessions stand on that day. They stay until someone moves them or calls them off.",
        count,
    )
    return f"{fact}\n{rest % {'count': count}}"


@login_required
@require_POST
def holidays(request: HttpRequest) -> HttpResponse:
    """`closed` is "yes" or "no"."""
    institution, closed = administered(request), request.POST.get("closed") == "yes"
    set_holidays(institution=institution, closed=closed)
    kept = _("What is booked on one stays until someone acts.")
    fact = (
        _("The institution is closed on public holidays.")
        if closed
        else _("The institution is open on public holidays.")
    )
    messages.success(request, f"{fact}\n{kept}" if closed else fact)
    return redirect("coordination:closed_days")


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    institution = administered(request)
    closed = get_object_or_404(ClosedDay, pk=pk, institution=institution)
    closed.delete()
    messages.success(request, _("%(day)s is open again.") % {"day": capfirst(times.long_day(closed.day))})
    return redirect("coordination:closed_days")
