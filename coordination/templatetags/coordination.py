"""A request in words, and how long a feedback on accessibility may still wait."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coaches.models import Channel
from coordination.models import AccessibilityFeedback, HelpRequest, PartOfDay
from coordination.selectors.desk import Undelivered
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


@register.simple_tag
def feedback_chip(given: AccessibilityFeedback) -> SafeString:
    """The clock of fourteen days as a chip: answered, days left, today, days over."""
    if given.answered_at:
        return chip("line", "check", _("Answered"))
    days = given.days_left
    if days == 0:
        return chip("wait", "clock", _("To be answered today"))
    if days < 0:
        return chip("late", "clock", ngettext("%(days)d day over", "%(days)d days over", -days) % {"days": -days})
    return chip("line", "clock", ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days})


@register.filter
def mail_about(message: Undelivered) -> str:
    """What kind of mail it is, and no more: a session may be outside the reader's scope."""
    if message.kind == "session_reminder":
        return _("A reminder")
    if message.kind.startswith("session_"):
        return _("A message about a session")
    return _("A letter") if message.kind == "letter" else _("A message")
