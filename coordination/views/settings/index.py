"""The first page of the settings: what each page decides, how it stands, and what was changed lately."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from coordination.selectors.changes import latest_changes
from coordination.selectors.settings import state_of
from coordination.views.settings import administered
from kit.addresses import address_of
from organisation.terms import say_lazy

CHANGES_SHOWN = 8


@dataclass(frozen=True)
class Entry:
    """A page of the settings; `page` is the name of its address, without the room."""

    page: str
    icon: str
    title: Any
    decides: Any


ENTRIES = (
    Entry(
        "policy",
        "sliders-horizontal",
        _("Booking rules"),
        _("How long, how often, how far ahead; what is promised; what stays hidden in figures."),
    ),
    Entry("closed_days", "calendar-x", _("Closed days"), _("The days on which no times are offered.")),
    Entry("topics_settings", "tag", _("Topics"), _("What people can ask about, in theme areas and in your order.")),
    Entry("questions", "message-square", _("Questions after a session"), _("What those who were helped are asked.")),
    Entry("sites", "map-pin", say_lazy(_("{Site.plural}")), _("Where people work and meet.")),
    Entry("sectors", "building-2", say_lazy(_("{Sector.plural}")), _("Your own division of fields.")),
    Entry("roles", "shield", _("Roles"), _("Who coordinates, who manages, who administers, and where.")),
    Entry("mail", "mail", _("Messages"), _("When reminders go out, and who answers questions.")),
    Entry(
        "institution", "languages", _("Institution and sign-up"), _("Names, languages, and who may make an account.")
    ),
    Entry("terms", "message-circle", _("Your own words"), _("What you call the activity and those who do it.")),
    Entry("home_base", "house", _("Home base"), _("What your own page says about the programme.")),
)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    institution = administered(request)
    states = state_of(institution, timezone.localdate())
    pages = [
        {"entry": entry, "url": url, "state": states.get(entry.page, "")}
        for entry in ENTRIES
        if (url := address_of(f"coordination:{entry.page}"))
    ]
    context = {"pages": pages, "changes": latest_changes(institution, CHANGES_SHOWN)}
    return render(request, "coordination/settings/index.html", context)
