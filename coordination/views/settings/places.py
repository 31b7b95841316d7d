"""Sites and sectors: two lists of the same kind. A place goes out of use by its last day; it is deleted only unused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.forms.settings.places import PlaceForm, SectorForm, SiteForm
from coordination.services.settings import remove_setting, with_use
from coordination.views.settings import FORM_METHODS, administered, answer, typed
from kit.names import sort_key
from organisation.exceptions import SettingRefused
from organisation.models import Place, Sector, Site
from organisation.terms import say, say_lazy

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Kind:
    """Sites or sectors: their table and form, the names of their pages, and their words."""

    model: type[Place]
    form: type[PlaceForm]
    pages: str
    title: Any
    lead: Any
    add: Any
    none: Any

    def page(self, name: str = "") -> str:
        """The name of an address, such as "coordination:sites" or "coordination:sites_add"."""
        return f"coordination:{self.pages}{name}"


KINDS = {
    "site": Kind(
        Site,
        SiteForm,
        "sites",
        say_lazy(gettext_lazy("{Site.plural}")),
        say_lazy(gettext_lazy("Where people work and meet. Every {coach} and every session can have one.")),
        say_lazy(gettext_lazy("Add a {site}")),
        say_lazy(gettext_lazy("Nothing here yet. Add the first {site}, and people can choose it as their own.")),
    ),
    "sector": Kind(
        Sector,
        SectorForm,
        "sectors",
        say_lazy(gettext_lazy("{Sector.plural}")),
        say_lazy(gettext_lazy("Your own division of fields. It is independent of where people work.")),
        say_lazy(gettext_lazy("Add a {sector}")),
        say_lazy(gettext_lazy("Nothing here yet. Add the first {sector}, and people can choose it as their own.")),
    ),
}


def is_over(place: Place, today: date) -> bool:
    return place.valid_until is not None and place.valid_until < today


@login_required
@require_safe
def places(request: HttpRequest, kind: str) -> HttpResponse:
    institution, about, today = administered(request), KINDS[kind], timezone.localdate()
    found = sorted(with_use(about.model.objects.filter(institution=institution)), key=lambda p: sort_key(p.name))
    context = {
        "about": about,
        "add_url": about.page("_add"),
        "edit_url": about.page("_edit"),
        "delete_url": about.page("_delete"),
        "places": [place for place in found if not is_over(place, today)],
        "over": [place for place in found if is_over(place, today)],
    }
    return render(request, "coordination/settings/places.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    about = KINDS[kind]
    form = about.form(typed(request), instance=about.model(institution=administered(request)))
    return _edit(request, about, form, about.add, _("Added. It can be chosen from its first day on."))


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    about = KINDS[kind]
    place = get_object_or_404(about.model, institution=administered(request), pk=pk)
    title = place.name
    return _edit(request, about, about.form(typed(request), instance=place), title, _("Saved."))


def _edit(request: HttpRequest, about: Kind, form: PlaceForm, title: Any, done: str) -> HttpResponse:
    return answer(
        request, form, "coordination/settings/form.html", done=done, to=about.page(), title=title, crumb=about.title
    )


@login_required
@require_POST
def delete(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    about = KINDS[kind]
    place = get_object_or_404(about.model, institution=administered(request), pk=pk)
    try:
        remove_setting(thing=place)
        messages.success(request, say(_("%(name)s is removed.") % {"name": place.name}))
    except SettingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(about.page())
