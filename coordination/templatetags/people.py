"""People in the lists of whoever looks after them."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from coaches.hours.accounts import OVER, HoursRow
from coaches.hours.exports import roles_words
from coaches.hours.forecast import hours_of
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
def hours_row(row: HoursRow, autumn: int) -> SafeString:
    """A row of the table of accounts, without a template for each of hundreds."""
    balance = row.balance
    address = reverse("coordination:person_hours", args=[row.person.pk])
    cells = [hours_of(minutes) for minutes in (balance.given, balance.used, balance.left)]
    cells.append("–" if row.forecast is None else hours_of(row.forecast))
    numbers = format_html_join("", '<td class="n">{}</td>', ((cell,) for cell in cells))
    return format_html(
        '<tr><th scope="row"><a href="{}?year={}">{} {}</a></th><td>{}</td>{}<td>{}</td></tr>',
        *(address, autumn, row.person.last_name, row.person.first_name, roles_words(row) or "–"),
        *(numbers, format_html_join(" ", "{}", ((each,) for each in _hours_chips(row)))),
    )


def _hours_chips(row: HoursRow) -> list[SafeString]:
    """Amber for both limits: a person is never shown in red."""
    chips = []
    if row.balance.warning >= OVER:
        chips.append(chip("wait", "triangle-alert", _("all used")))
    elif row.balance.warning:
        chips.append(chip("wait", "hourglass", _("over 80 %")))
    if row.is_waiting:
        chips.append(chip("line", "clock", _("waits to be confirmed")))
    return chips


@register.simple_tag
def names_beside(session: Session, person: User) -> str:
    """Whom `person` meets in the session."""
    return ", ".join(each.get_full_name() for each in others(session, person))
