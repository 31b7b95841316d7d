"""People in the lists of whoever looks after them."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kit import times
from kit.templatetags.ui import chip
from organisation.models import Role, User
from organisation.terms import say
from sessions.models import Session
from sessions.people import others

register = template.Library()


@register.simple_tag
def person_chips(person: User, today: date, roles: Iterable[Role] | None = None) -> SafeString:
    """What a person is here, and where the account stands: each a word with a sign."""
    chips = []
    coach = getattr(person, "coach", None)
    if coach and coach.is_active:
        chips.append(chip("ok", "graduation-cap", say("{Coach}")))
    kinds = {role.kind: role for role in (person.held if roles is None else roles)}  # type: ignore[attr-defined]
    chips += [chip("info", "key-round", capfirst(str(role.get_kind_display()))) for role in kinds.values()]
    chips += _state(person, today)
    return format_html_join(" ", "{}", ((each,) for each in chips))


def _state(person: User, today: date) -> list[SafeString]:
    if not person.is_active:
        return [chip("line", "user-x", _("Left"))]
    chips = []
    if person.left_on:
        day = times.date_words(person.left_on)
        word = _("Last day %(day)s") if person.left_on >= today else _("Last day was %(day)s")
        chips.append(chip("wait" if person.left_on >= today else "late", "log-out", word % {"day": day}))
    if person.last_login is None:
        chips.append(chip("line", "mail", _("Not signed in yet")))
    return chips


@register.simple_tag
def names_beside(session: Session, person: User) -> str:
    """Whom `person` meets in the session."""
    return ", ".join(each.get_full_name() for each in others(session, person))
