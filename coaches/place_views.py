"""`/coach/place/`: a coach's own place: the role and who confirmed it, working groups, what one can and uses."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coaches.models import Competence
from coaches.place_forms import CompetencesForm
from coaches.selectors import roles_now
from coaches.views import FORM_METHODS, own_coach


@login_required
@require_safe
def place(request: HttpRequest) -> HttpResponse:
    coach = own_coach(request)
    context = {
        "coach": coach,
        "slices": roles_now(coach.user, timezone.localdate()),
        "groups": coach.working_groups.splitlines(),
        "competences": list(Competence.objects.visible_to(coach.user).of(coach)),
        "guidelines": list(coach.guidelines.select_related("topic").defer("search").order_by("topic", "pk")),
    }
    return render(request, "coaches/place.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def competences(request: HttpRequest) -> HttpResponse:
    form = CompetencesForm(request.POST if request.method == "POST" else None, coach=own_coach(request))
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved.") + "\n" + _("Your team sees it at once."))
        return redirect("coaches:place")
    return render(request, "coaches/competences.html", {"form": form}, status=400 if form.errors else 200)
