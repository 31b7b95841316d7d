"""A request in words."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coaches.models import Channel
from coordination.models import HelpRequest, PartOfDay
from kit import times
from kit.templatetags.ui import chip

register = template.Library()

CHIPS = {
    HelpRequest.State.OPEN: ("wait", "clock"),
    HelpRequest.State.ANSWERED: ("ok", "check"),
    HelpRequest.State.WITHDRAWN: ("line", "x"),
}


@register.simple_tag
def request_chip(request: HelpRequest) -> SafeString:
    """The state as a chip: word and sign."""
    kind, icon = CHIPS[HelpRequest.State(request.state)]
    return chip(kind, icon, str(HelpRequest.State(request.state).label).capitalize())


@register.filter
def wish_words(request: HelpRequest) -> str:
    """Such as "ti, to · aamu, ennen klo 10 · etänä": what suits the asker."""
    names = times.words().short_weekdays
    days = ", ".join(names[day - 1] for day in request.weekdays) or str(_("any day"))
    parts = "; ".join(str(PartOfDay(part).label) for part in request.parts)
    way = str(Channel(request.channel).label) if request.channel else ""
    return " · ".join(part for part in (days, parts, way) if part)
