"""What has happened to a session, in words, out of the rows that the database's triggers wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kit import times
from organisation.models import User
from organisation.terms import say
from sessions.models import Session, SessionEvent, State


@dataclass(frozen=True)
class Happening:
    """A line of the history; `at` is a UTC instant, `by` a name or empty."""

    text: str
    at: datetime
    by: str = ""


def history_of(session: Session, *, names: bool) -> list[Happening]:
    """The happenings of `session`, newest first; without `names` nobody is named."""
    events = list(SessionEvent.objects.filter(pgh_obj=session).select_related("pgh_context").order_by("pgh_id"))
    people = _people(events) if names else {}
    return list(_happenings(events, people))[::-1]


def _people(events: list[SessionEvent]) -> dict[int, str]:
    ids = {who for event in events if (who := _who(event))}
    return {user.pk: user.get_full_name() for user in User.objects.filter(pk__in=ids)}


def _who(event: SessionEvent) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _happenings(events: list[SessionEvent], people: dict[int, str]) -> Iterator[Happening]:
    before = None
    for event in events:
        if text := _words(before, event):
            yield Happening(text, event.pgh_created_at, people.get(_who(event) or 0, ""))
        before = event


def _words(before: SessionEvent | None, event: SessionEvent) -> str:
    when = {"when": times.time_range(event.starts_at)}
    if before is None:
        first = {
            State.PROPOSED: _("Proposed for %(when)s"),
            State.BOOKED: _("Booked for %(when)s"),
        }
        return first.get(State(event.state), _("Entered for %(when)s")) % when
    if before.state != event.state:
        return _state_words(State(before.state), State(event.state))
    if (before.starts_at, before.ends_at) != (event.starts_at, event.ends_at):
        return _("Moved to %(when)s") % when
    if before.coach_id != event.coach_id:
        return say(_("Handed over to another {coach}"))
    if before.revision != event.revision:
        return _("One of the colleagues left")
    return ""


def _state_words(before: State, after: State) -> str:
    if before == State.PROPOSED and after == State.CANCELLED:
        return _("Proposal declined or withdrawn")
    words = {
        State.BOOKED: _("Proposal accepted"),
        State.HELD: _("Marked as held"),
        State.NOT_HELD: _("Marked as not held"),
        State.CANCELLED: _("Called off"),
        State.LAPSED: _("Proposal lapsed: nobody answered in time"),
        State.PROPOSED: _("Proposed"),
    }
    return words[after]
