"""A session in words, for rows and cards."""

from django import template
from django.utils.safestring import SafeString

from kit.templatetags.ui import chip
from organisation.models import User
from sessions.free_times import time_token
from sessions.models import Session, State, Suggestion
from sessions.people import said_with
from sessions.places import where

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
