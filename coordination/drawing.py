"""The cells of the board, drawn in Python: a page has hundreds, and a template for each would be most of its cost.

What people wrote goes through `escape`; the rest are numbers, words of the catalogue and markup of ours.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from coaches.models import Channel
from coordination.policies import can_place
from coordination.selectors.board_choices import Choices
from coordination.selectors.board_days import Cell, Days, Row
from kit import times, week
from kit.icons import icon
from organisation.models import User
from sessions.coach_week import Entry
from sessions.models import Kind, Session, State
from sessions.offers import CHANNEL_ICONS

LAYERS = ("open", "off", "busy", "group", "wait", "held")
"""In this order they are drawn over each other."""
LOOKS = {
    State.PROPOSED: (" kp-ev-wait", "hourglass"),
    State.HELD: (" kp-ev-done", "check"),
    State.NOT_HELD: (" kp-ev-done", "minus"),
}
GROUP = (" kp-ev-group", "users")


@cache
def _addresses() -> tuple[str, str]:
    """Where the pages of sessions and coaches lie; asked for one by one they would be a tenth of the page."""
    session = reverse("coordination:board_session", args=[0]).removesuffix("0/")
    return session, reverse("sessions:coach", args=[0]).removesuffix("0/")


@dataclass
class Drawing:
    """The board's rows for one reader. The same times and words come hundreds of times: each is said once."""

    days: Days
    choices: Choices
    reader: User

    def __post_init__(self) -> None:
        strip, whole = self.days.strip, week.place
        self.clock: Callable[[datetime], str] = cache(times.clock)
        self.place: Callable[[datetime, datetime], str] = cache(lambda start, end: whole(start, end, hours=strip))
        self.day = cache(times.day_words)
        self.icon = cache(icon)
        self.topic = cache(lambda pk: escape(self.choices.name("topic", pk)))
        self.state = cache(_state)
        self.today = times.today()

    @cached_property
    def words(self) -> dict[str, str]:
        return {
            "open": _("can be booked %(when)s"),
            "busy": _("other engagement %(when)s"),
            "off": "%(when)s",
            "away": escape(_("Away")),
        }

    def span(self, entry: Entry) -> str:
        return f"{self.clock(entry.starts_at)}–{self.clock(entry.ends_at)}"

    # --- the week ---

    def row(self, row: Row) -> SafeString:
        """A coach's row of the table: who it is, then the days."""
        cells = "".join([self._cell(cell) for cell in row.cells])
        return mark_safe(f'<tr data-coach="{row.coach.pk}"><th scope="row">{self.who(row)}</th>{cells}</tr>')

    def who(self, row: Row) -> SafeString:
        """Whose row it is: name, sites, hours left."""
        address = _addresses()[1]
        parts = [f'<a id="c{row.coach.pk}" href="{address}{row.coach.pk}/">{escape(str(row.coach))}</a>']
        if row.sites:
            parts.append(f"<span>{escape(row.sites)}</span>")
        if row.hours:
            near = ' class="kp-warn"' if row.hours.is_near else ""
            left = _("%(hours)s left") % {"hours": times.hours_words(max(row.hours.left, 0) // 60)}
            parts.append(f"<span{near}>{escape(left)}</span>")
        return mark_safe("\n".join(parts))

    def _cell(self, cell: Cell) -> str:
        """A day in the table: the thin strip, what it says in words, the sessions as cards."""
        cards = [f"<li>{self.card(session)}</li>" for session in cell.sessions]
        cards += [self._away(entry) for entry in cell.of_kind("off")]
        listed = f'<ul class="kp-evs">{"".join(cards)}</ul>' if cards else ""
        day = f' data-day="{self.day(cell.day)}"' if cards else ""
        today = ' class="is-now"' if cell.day == self.today else ""
        return f"<td{today}{day}>{self._mini(cell.entries)}{self._told(cell)}{listed}</td>"

    def _mini(self, entries: list[Entry]) -> str:
        """The day as a thin strip, a picture only."""
        placed = [(entry.kind, self.place(entry.starts_at, entry.ends_at)) for entry in _layered(entries)]
        bars = "".join([f'<span class="is-{kind} {place}"></span>' for kind, place in placed if place])
        return f'<span class="kp-mini" aria-hidden="true">{bars}</span>'

    def _told(self, cell: Cell) -> str:
        """What only the strip shows, for whoever can't see it."""
        told = []
        for kind in ("open", "busy"):
            if entries := cell.of_kind(kind):
                told.append(self.words[kind] % {"when": ", ".join([self.span(entry) for entry in entries])})
        return f'<span class="visually-hidden">{escape("; ".join(told))}</span>' if told else ""

    def _away(self, entry: Entry) -> str:
        """That a coach is away, and when if not all day: never why."""
        first, last = self.days.strip
        whole = self.place(entry.starts_at, entry.ends_at) == f"q0 w{(last - first) * 4}"
        when = "" if whole else f" {self.span(entry)}"
        return f'<li class="kp-ev-off">{self.icon("moon")}{self.words["away"]}{when}</li>'

    def card(self, session: Session) -> SafeString:
        """A session as a link to its acts; it can be dragged where it may be moved."""
        way = ("", CHANNEL_ICONS[Channel(session.channel)])
        looks, sign = LOOKS.get(State(session.state), GROUP if session.is_group else way)
        return mark_safe(
            f'<a class="kp-ev{looks}" id="s{session.pk}" href="{_addresses()[0]}{session.pk}/"'
            f"{self._draggable(session)}><b>{self.clock(session.starts_at)}</b>{self._what(session)}{self.icon(sign)}"
            f'<span class="visually-hidden">, {self.state(session.kind, session.state, session.channel)}</span></a>'
        )

    def _draggable(self, session: Session) -> str:
        return ' draggable="true"' if can_place(self.reader, session) else ""

    def _what(self, session: Session) -> str:
        """Such as "HOKS, Jonna V."; where there is little room the topic is cut, not the name."""
        if session.is_group:
            return f"<span><i>{escape(session.title)}</i> {self.seats(session)}</span>"
        return f"<span><i>{self.topic(session.topic_id)},</i> {escape(self.short_names(session))}</span>"

    def seats(self, session: Session) -> str:
        """Of a group: how many seats of how many are taken, such as "5/12"."""
        return f"{len(self.days.people.get(session.pk, ()))}/{session.seats}"

    def short_names(self, session: Session) -> str:
        """Such as "Jonna V.", or "Jonna V. + 2" for three who are helped."""
        people = self.days.people.get(session.pk, ())
        name = "".join(f"{first} {last[:1]}." for first, last in people[:1])
        return f"{name} + {len(people) - 1}" if len(people) > 1 else name

    # --- a day ---

    def strip(self, cell: Cell) -> SafeString:
        """A coach's day at full size: the strip with its sessions as links."""
        blocks = "".join([self._block(entry) for entry in _layered(cell.entries)])
        nothing = f'<li class="visually-hidden">{escape(_("nothing on this day"))}</li>'
        return mark_safe(f'<ul class="kp-strip">{blocks or nothing}</ul>')

    def _block(self, entry: Entry) -> str:
        if not (place := self.place(entry.starts_at, entry.ends_at)):
            return ""
        if entry.session:
            return self._session_block(entry.session, entry.kind, place)
        shown = f"<span>{self.words['away']}</span>" if entry.kind == "off" else ""
        hidden = escape(self.words[entry.kind] % {"when": times.clock_range(entry.starts_at, entry.ends_at)})
        return f'<li class="is-{entry.kind} {place}">{shown}<span class="visually-hidden"> {hidden}</span></li>'

    def _session_block(self, session: Session, kind: str, place: str) -> str:
        title = f"{session.title} {self.seats(session)}" if session.is_group else self.short_names(session)
        words = f"{self.topic(session.topic_id)}, {self.state(session.kind, session.state, session.channel)}"
        return (
            f'<li class="is-{kind} {place}"><a id="s{session.pk}" href="{_addresses()[0]}{session.pk}/"'
            f"{self._draggable(session)}><b>{self.clock(session.starts_at)}</b><span>{escape(title)}</span>"
            f'<span class="visually-hidden">, {words}</span></a></li>'
        )

    # --- the list ---

    def lines(self, cells: Iterable[Cell]) -> SafeString:
        """One day of all coaches as a list, by the clock."""
        found = [(session, cell.coach) for cell in cells for session in cell.sessions]
        return mark_safe("".join([self._line(*each) for each in sorted(found, key=lambda each: each[0].starts_at)]))

    def _line(self, session: Session, coach: object) -> str:
        state = self.state(session.kind, session.state, session.channel)
        return (
            f"<li><b>{self.clock(session.starts_at)}–{self.clock(session.ends_at)}</b><div>{self.card(session)}"
            f"<span>{escape(str(coach))} · {state}</span></div></li>"
        )


def _layered(entries: list[Entry]) -> list[Entry]:
    drawn = [entry for entry in entries if entry.kind in LAYERS]
    return sorted(drawn, key=lambda entry: LAYERS.index(entry.kind))


def _state(kind: str, state: str, channel: str) -> str:
    """Such as "confirmed, online"; a group says so."""
    group = [str(Kind(kind).label)] if kind != Kind.ONE_TO_ONE else []
    return escape(", ".join([*group, str(State(state).label), str(Channel(channel).label)]))
