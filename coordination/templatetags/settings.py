"""Settings in words."""

from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kit import times
from kit.amounts import length_words
from kit.templatetags.ui import chip
from notifications.models import Message
from organisation.models import Place
from organisation.scope import reach_words

register = template.Library()


@register.filter
def validity(thing: Any) -> str:
    """Such as "from 1 August 2027", "until 31 July", "1 January to 31 July"; empty for what is always in use."""
    first, last = thing.valid_from, thing.valid_until
    if first and last:
        return _("%(first)s to %(last)s") % {"first": _day(first), "last": _day(last)}
    if first:
        return _("from %(day)s") % {"day": _day(first)}
    return _("until %(day)s") % {"day": _day(last)} if last else ""


def _day(day: date) -> str:
    return times.date_words(day)


@register.filter
def place_words(place: Place) -> str:
    """Address or code, the number in the register, and the days of use."""
    known = (getattr(place, name, "") for name in ("address", "code", "oid"))
    return " · ".join(words for words in (*known, validity(place)) if words)


register.filter("length_words", length_words)

MESSAGE_CHIPS = {
    Message.State.WAITING: ("wait", "clock"),
    Message.State.SENT: ("ok", "check"),
    Message.State.STALE: ("line", "x"),
    Message.State.EXPIRED: ("late", "mail-x"),
    Message.State.REFUSED: ("late", "mail-x"),
}


@register.simple_tag
def message_chip(message: Message) -> SafeString:
    """What became of a message: word and sign."""
    kind, icon = MESSAGE_CHIPS[Message.State(message.state)]
    return chip(kind, icon, capfirst(str(Message.State(message.state).label)))


register.filter("reach_words", reach_words)
