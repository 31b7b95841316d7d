"""The rows of the board, see `coordination.drawing`, and words around them."""

from datetime import UTC, date, datetime, time

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coordination.drawing import Drawing
from coordination.selectors.board_choices import Choices
from coordination.selectors.board_days import Cell, Days, Row
from kit import times
from organisation.models import User
from sessions.models import Session
from sessions.people import helped
from sessions.places import where

register = template.Library()


@register.simple_tag
def board_drawing(days: Days, choices: Choices, reader: User) -> Drawing:
    """What draws the rows of one page."""
    return Drawing(days, choices, reader)


@register.simple_tag
def board_row(drawing: Drawing, row: Row) -> SafeString:
    """A coach's week as a row of the table."""
    return drawing.row(row)


@register.simple_tag
def board_who(drawing: Drawing, row: Row) -> SafeString:
    """Whose row it is."""
    return drawing.who(row)


@register.simple_tag
def board_strip(drawing: Drawing, cell: Cell) -> SafeString:
    """A coach's day at full size."""
    return drawing.strip(cell)


@register.simple_tag
def board_lines(drawing: Drawing, cells: list[Cell]) -> SafeString:
    """One day of all coaches as a list."""
    return drawing.lines(cells)


@register.filter
def away_names(cells: list[Cell]) -> str:
    """Who is away on a day."""
    return ", ".join(str(cell.coach) for cell in cells if cell.of_kind("off"))


@register.filter
def by_day(days: Days) -> list[tuple[date, list[Cell]]]:
    """Each day with the cells of all rows."""
    return [(day, [row.cells[number] for row in days.rows]) for number, day in enumerate(days.days)]


@register.filter
def strip_begins(days: Days, day: date) -> str:
    """The instant at which the strips of the local `day` begin, such as "2026-11-24T06:00Z"."""
    begins = datetime.combine(day, time(days.strip[0]), timezone.get_current_timezone())
    return f"{begins.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


@register.simple_tag
def column_head(day: date) -> SafeString:
    """Such as "Ti" and, smaller, "24.11."."""
    said = times.words()
    weekday = said.short_weekdays[day.weekday()].capitalize()
    return format_html("{} <small>{}</small>", weekday, said.short_date(day, ""))


@register.filter
def helped_names(session: Session) -> str:
    return ", ".join(person.get_full_name() for person in helped(session))


@register.filter
def seats_taken(session: Session) -> str:
    """Of a group: "5/12 paikkaa täynnä"."""
    return _("%(taken)d/%(total)d seats taken") % {"taken": len(helped(session)), "total": session.seats}


@register.filter
def way_words(session: Session) -> str:
    """How and where they meet."""
    return where(session).text
