"""A session in words, for rows and cards."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit.templatetags.ui import chip
from organisation.models import User
from sessions.free_times import time_token
from sessions.models import Participation, Session, State, Suggestion
from sessions.people import said_with
from sessions.places import where
from sessions.replies import replies_to
from sessions.seat_words import Seats

register = template.Library()

CHIPS = {
    State.PROPOSED: ("wait", "hourglass"),
    State.BOOKED: ("ok", "check"),
    State.HELD: ("line", "check"),
    State.CANCELLED: ("line", "x"),
    State.NOT_HELD: ("line", "minus"),
    State.LAPSED: ("line", "clock"),
}


@register.simple_tag
def state_chip(session: Session) -> SafeString:
    """The state as a chip: word and sign."""
    kind, icon = CHIPS[State(session.state)]
    return chip(kind, icon, str(State(session.state).label).capitalize())


@register.simple_tag
def row_chip(session: Session, reader: User) -> SafeString:
    """The state as a chip; or that someone declined in their calendar, since it needs a look."""
    if any(replied.reply == Participation.Reply.DECLINED for replied in replies_to(session, reader)):
        return chip("wait", "calendar-x", _("Declined in the calendar"))
    return state_chip(session)


@register.filter
def seat_words(seats: Seats) -> str:
    """Such as "9/12 seats taken, 3 people wait"."""
    taken = _("%(taken)d/%(total)d seats taken") % {"taken": seats.taken + seats.kept, "total": seats.total}
    if not seats.in_line:
        return taken
    line = ngettext("%(n)d person waits", "%(n)d people wait", seats.in_line) % {"n": seats.in_line}
    return f"{taken}, {line}"


@register.simple_tag
def seat_chip(seats: Seats) -> SafeString:
    """How the reader stands with the group."""
    if seats.is_in:
        return chip("ok", "check", _("You are in"))
    if seats.offer:
        return chip("wait", "hourglass", _("Kept for you"))
    if seats.mine:
        return chip("wait", "hourglass", _("You wait"))
    return chip("line", "x", _("Full")) if seats.free == 0 else chip("info", "users", _("Seats free"))


@register.simple_tag
def suggested_token(suggestion: Suggestion) -> str:
    """How a form names the suggested time."""
    return time_token(suggestion.session.coach_id, suggestion.starts_at)


@register.filter
def with_whom(session: Session, reader: User) -> str:
    """The names of the others in the session; of a group its title."""
    return said_with(session, reader)


@register.filter
def topic_and_place(session: Session) -> str:
    """Such as "Personalisation of studies · Online, Teams"."""
    return f"{session.topic.name} · {where(session).text}"
