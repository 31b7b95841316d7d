"""A request in words, and how long a feedback on accessibility may still wait."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coaches.models import Channel
from coordination.mail_words import mail_about
from coordination.models import AccessibilityFeedback, HelpRequest, PartOfDay, Soon
from coordination.selectors.waiting import rows_of
from kit import times
from kit.templatetags.ui import chip
from notifications.models import Message
from organisation.models import Language, User
from sessions.models import State
from sessions.offers import IN_LANGUAGE

register = template.Library()

CHIPS = {
    HelpRequest.State.OPEN: ("wait", "clock"),
    HelpRequest.State.PROPOSED: ("wait", "hourglass"),
    HelpRequest.State.ANSWERED: ("ok", "check"),
    HelpRequest.State.WITHDRAWN: ("line", "x"),
}
FELL_THROUGH = {
    State.LAPSED: gettext_lazy("The proposed time lapsed, so the request is open again."),
    State.CANCELLED: gettext_lazy("The time was declined or called off, so the request is open again."),
}
MOST_ON_DESK = 3


@register.simple_tag
def request_chip(request: HelpRequest) -> SafeString:
    """The state as a chip: word and sign."""
    kind, icon = CHIPS[HelpRequest.State(request.state)]
    return chip(kind, icon, capfirst(str(HelpRequest.State(request.state).label)))


@register.filter
def wish_words(request: HelpRequest) -> str:
    """Such as "ti, to · aamu, ennen klo 10 · etänä · Metsola": what suits the asker."""
    return f"{times.NBSP}· ".join(_wishes(request))


def _wishes(request: HelpRequest) -> Iterator[str]:
    names = times.words().short_weekdays
    yield ", ".join(names[day - 1] for day in request.weekdays) or str(_("any day"))
    if request.parts:
        yield "; ".join(str(PartOfDay(part).label) for part in request.parts)
    if request.soon == Soon.BY_DATE and request.wanted_by:
        yield _("by %(day)s") % {"day": times.day_words(request.wanted_by)}
    else:
        yield str(Soon(request.soon).label)
    if request.channel:
        yield str(Channel(request.channel).label)
    if site := request.meeting_site or request.site:
        yield site.name
    if request.language:
        yield str(IN_LANGUAGE[Language(request.language)])


@register.filter
def asked_by(request: HelpRequest) -> str:
    """Who asks, and for how many: "Sanna Korpela", "Sanna Korpela, 6 henkilöä"."""
    name = request.person.get_full_name()
    if not request.for_group:
        return name
    return name + ", " + ngettext("%(n)d person", "%(n)d people", request.people) % {"n": request.people}


@register.filter
def fell_through(request: HelpRequest) -> str:
    """What became of an answer that came to nothing; empty where there was none."""
    if not request.is_open_again:
        return ""
    state = State(request.session.state) if request.session else State.CANCELLED
    return str(FELL_THROUGH.get(state, FELL_THROUGH[State.CANCELLED]))


@register.inclusion_tag("coordination/_fitting.html")
def fitting_requests(user: User) -> dict[str, Any]:
    """The open requests that a coach may take, the oldest few; for a desk."""
    found = list(HelpRequest.objects.pickable_by(user).open().for_list()[: MOST_ON_DESK + 1])
    return {"rows": rows_of(user, found[:MOST_ON_DESK]), "more": len(found) > MOST_ON_DESK}


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


MAILS = {
    Message.State.WAITING: ("wait", "clock", gettext_lazy("on its way")),
    Message.State.SENT: ("ok", "mail-check", gettext_lazy("sent")),
    Message.State.REFUSED: ("late", "mail-x", gettext_lazy("refused")),
    Message.State.EXPIRED: ("late", "mail-x", gettext_lazy("too late")),
}


@register.simple_tag
def mail_chip(message: Message) -> SafeString:
    """How far a mail has come."""
    kind, icon, word = MAILS[Message.State(message.state)]
    return chip(kind, icon, str(word))


register.filter(mail_about)
