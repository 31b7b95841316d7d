"""The institution itself and its sign-up."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.forms.settings.institution import InstitutionForm
from coordination.views.settings import FORM_METHODS, administered, answer, typed
from organisation.models import Institution


@login_required
@require_http_methods(FORM_METHODS)
def institution(request: HttpRequest) -> HttpResponse:
    own = Institution.objects.get(pk=administered(request).pk)
    return answer(
        request,
        InstitutionForm(typed(request), instance=own),
        "coordination/settings/form.html",
        done=_("Saved."),
        to="coordination:settings",
        title=_("Institution and sign-up"),
        crumb=_("Settings"),
    )
