"""The rules of booking."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.forms.settings.policy import PolicyForm, with_default
from coordination.views.settings import FORM_METHODS, administered, answer, typed
from organisation.models import Institution

TEMPLATE = "coordination/settings/policy.html"


@login_required
@require_http_methods(FORM_METHODS)
def policy(request: HttpRequest) -> HttpResponse:
    """A POST with `back` fills the default into that field, for the reader to save or not."""
    institution = Institution.objects.get(pk=administered(request).pk)
    if back := request.POST.get("back"):
        form = PolicyForm(with_default(request.POST, back), instance=institution)
        form.focus(back)
        messages.info(request, _("The default is filled in. It holds once you save."))
        return render(request, TEMPLATE, {"form": form}, status=form.status)
    done = _("The rules are saved.\nThey hold for what is booked from now on. What is booked already stays.")
    form = PolicyForm(typed(request), instance=institution)
    return answer(request, form, TEMPLATE, done=done, to="coordination:settings")
