"""The cells of the board. A page has hundreds of them: a template for each would be most of what the page costs."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import cache

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from coaches.models import Channel
from coordination.policies import can_place
from coordination.selectors.board import Hours
from coordination.selectors.board_choices import Choices
from coordination.selectors.board_days import Cell, Days
from kit import times, week
from kit.icons import icon
from organisation.models import User
from sessions.coach_week import Entry
from sessions.models import Session, State
from sessions.offers import CHANNEL_ICONS
from sessions.people import helped
from sessions.places import where

register = template.Library()
NOTHING = mark_safe("")
LAYERS = ("open", "off", "busy", "wait", "held")
"""In this order they are drawn over each other."""
LOOKS = {State.PROPOSED: (" kp-ev-wait", "hourglass"), State.HELD: (" kp-ev-done", "check")} | {
    State.NOT_HELD: (" kp-ev-done", "minus")
}


@register.simple_tag
def board_cell(cell: Cell, days: Days, choices: Choices, reader: User) -> SafeString:
    """A day of a coach in the table: the thin strip, what it says in words, the sessions as cards."""
    today = mark_safe(' class="is-now"') if cell.day == times.today() else NOTHING
    cards = [format_html("<li>{}</li>", card(session, choices, reader)) for session in cell.sessions]
    cards += [_away(entry, days.strip) for entry in cell.of_kind("off")]
    listed = format_html('<ul class="kp-evs">{}</ul>', _joined(cards)) if cards else NOTHING
    day = format_html(' data-day="{}"', times.day_words(cell.day)) if cards else NOTHING
    return format_html("<td{}{}>{}{}{}</td>", today, day, _mini(cell.entries, days.strip), _told(cell), listed)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))


def _mini(entries: list[Entry], strip: tuple[int, int]) -> SafeString:
    """The day as a thin strip, a picture only."""
    parts = [_bar(entry.kind, week.place(entry.starts_at, entry.ends_at, hours=strip)) for entry in _layered(entries)]
    return format_html('<span class="kp-mini" aria-hidden="true">{}</span>', _joined(parts))


def _layered(entries: list[Entry]) -> list[Entry]:
    drawn = [entry for entry in entries if entry.kind in LAYERS]
    return sorted(drawn, key=lambda entry: LAYERS.index(entry.kind))


@cache
def _bar(kind: str, place: str) -> SafeString:
    return format_html('<span class="is-{} {}"></span>', kind, place) if place else NOTHING


def _told(cell: Cell) -> SafeString:
    """What only the strip shows, for whoever can't see it."""
    open_at, busy = (
        ", ".join(f"{times.clock(e.starts_at)}–{times.clock(e.ends_at)}" for e in cell.of_kind(kind))
        for kind in ("open", "busy")
    )
    words = [_("can be booked %(when)s") % {"when": open_at}] if open_at else []
    words += [_("other engagement %(when)s") % {"when": busy}] if busy else []
    return format_html('<span class="visually-hidden">{}</span>', "; ".join(words)) if words else NOTHING


def _away(entry: Entry, strip: tuple[int, int]) -> SafeString:
    """That a coach is away, and when if not all day: never why."""
    whole = week.place(entry.starts_at, entry.ends_at, hours=strip) == f"q0 w{(strip[1] - strip[0]) * 4}"
    when = "" if whole else f" {times.clock(entry.starts_at)}–{times.clock(entry.ends_at)}"
    return format_html('<li class="kp-ev-off">{}{}{}</li>', icon("moon"), _("Away"), when)


def card(session: Session, choices: Choices, reader: User) -> SafeString:
    """A session as a link to its acts; it can be dragged where it may be moved."""
    looks, sign = LOOKS.get(State(session.state), ("", CHANNEL_ICONS[Channel(session.channel)]))
    return format_html(
        '<a class="kp-ev{}" id="s{}" href="{}"{}><b>{}</b>{}{}<span class="visually-hidden">, {}</span></a>',
        *(looks, session.pk, _address(session), _draggable(reader, session), times.clock(session.starts_at)),
        *(_what(session, choices), icon(sign), _state(session)),
    )


def _address(session: Session) -> str:
    return f"{_board()}{session.pk}/"


@cache
def _board() -> str:
    """Where the pages of its sessions lie; each of them asked for its address would be a tenth of the page."""
    return reverse("coordination:board_session", args=[0]).removesuffix("0/")


def _draggable(reader: User, session: Session) -> SafeString:
    return mark_safe(' draggable="true"') if can_place(reader, session) else NOTHING


def _what(session: Session, choices: Choices) -> SafeString:
    """Such as "HOKS, Jonna V."; where there is little room the topic is cut, not the name."""
    return format_html("<span><i>{},</i> {}</span>", choices.name("topic", session.topic_id), short_names(session))


def short_names(session: Session) -> str:
    """Such as "Jonna V.", or "Jonna V. + 2" for three who are helped."""
    people = helped(session)
    name = "".join(f"{person.first_name} {person.last_name[:1]}." for person in people[:1])
    return f"{name} + {len(people) - 1}" if len(people) > 1 else name


def _state(session: Session) -> str:
    return f"{State(session.state).label}, {Channel(session.channel).label}"


@register.simple_tag
def board_strip(cell: Cell, days: Days, choices: Choices, reader: User) -> SafeString:
    """A coach's day at full size: the strip with its sessions as links."""
    parts = [_block(entry, days.strip, choices, reader) for entry in _layered(cell.entries)]
    nothing = format_html('<li class="visually-hidden">{}</li>', _("nothing on this day"))
    return format_html('<ul class="kp-strip">{}</ul>', _joined(parts) or nothing)


def _block(entry: Entry, strip: tuple[int, int], choices: Choices, reader: User) -> SafeString:
    if not (place := week.place(entry.starts_at, entry.ends_at, hours=strip)):
        return NOTHING
    when = times.clock_range(entry.starts_at, entry.ends_at)
    if entry.session:
        return _session_block(entry.session, entry.kind, place, choices, reader)
    shown = format_html("<span>{}</span>", _("Away")) if entry.kind == "off" else NOTHING
    words = {"open": _("can be booked %(when)s"), "busy": _("other engagement %(when)s"), "off": "%(when)s"}
    hidden = words[entry.kind] % {"when": when}
    return format_html(
        '<li class="is-{} {}">{}<span class="visually-hidden"> {}</span></li>', entry.kind, place, shown, hidden
    )


def _session_block(session: Session, kind: str, place: str, choices: Choices, reader: User) -> SafeString:
    words = f"{choices.name('topic', session.topic_id)}, {_state(session)}"
    return format_html(
        '<li class="is-{} {}"><a id="s{}" href="{}"{}><b>{}</b><span>{}</span>'
        '<span class="visually-hidden">, {}</span></a></li>',
        *(kind, place, session.pk, _address(session), _draggable(reader, session), times.clock(session.starts_at)),
        *(short_names(session), words),
    )


@register.simple_tag
def board_lines(cells: list[Cell], choices: Choices, reader: User) -> SafeString:
    """One day of all coaches as a list, by the clock."""
    sessions = sorted(
        ((cell.coach, session) for cell in cells for session in cell.sessions), key=lambda pair: pair[1].starts_at
    )
    return format_html_join(
        "",
        "<li><b>{}–{}</b><div>{}<span>{}</span></div></li>",
        (
            (
                times.clock(session.starts_at),
                times.clock(session.ends_at),
                card(session, choices, reader),
                f"{coach} · {_state(session)}",
            )
            for coach, session in sessions
        ),
    )


@register.filter
def away_names(cells: list[Cell]) -> str:
    """Who is away on a day."""
    return ", ".join(str(cell.coach) for cell in cells if cell.of_kind("off"))


@register.filter
def hours_left(hours: Hours) -> str:
    """Such as "38 h", in whole hours."""
    return times.hours_words(max(hours.left, 0) // 60)


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
def way_words(session: Session) -> str:
    """How and where they meet."""
    return where(session).text
