"""What can be done about the sessions of a coach who is away: a fixed number of queries, however many there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from coaches.models import TimeOff
from coordination.selectors.candidates import Candidate
from coordination.selectors.replacing import replacements_for_each
from kit import times
from organisation.models import User
from sessions import policies
from sessions.free_times import FreeTime, Search, free_times_of_each
from sessions.models import Participation, Session, State
from sessions.people import helped
from sessions.services import reason_is_needed

AT_ONCE = 20
"""So many sessions are gone through in one go; the next ones follow when these are settled."""
COACHES, TIMES = 3, 3
SEARCHED = timedelta(days=21)
"""How far after the absence a new time is looked for."""
KEEP, CANCEL = "keep", "cancel"


@dataclass(frozen=True)
class Way:
    """One thing that can be done about a session: as a form names it, and in words."""

    value: str
    words: str
    detail: str = ""


@dataclass
class Hit:
    """A session that an absence hits. Outside the reader's scope it is a time and nothing else: no ways, no session."""

    starts_at: datetime
    ends_at: datetime
    session: Session | None = None
    names: str = ""
    ways: tuple[Way, ...] = ()
    chosen: str = KEEP
    needs_reason: bool = False
    refusal: str = ""


def hits_of(user: User, off: TimeOff) -> list[Hit]:
    """The sessions ahead that `off` hits, soonest first, each with the ways that `user` may choose among.

    The best is chosen: a coach at the same time, else a new time with the same coach, else calling off.
    """
    sessions = _sessions(user, off)
    mine = [session for session in sessions if session.is_mine]
    leads = hasattr(user, "coach") and user.coach.led_teams.filter(members=off.coach_id).exists()
    replacements = replacements_for_each(mine)
    moves = free_times_of_each([_later(session, off, len(mine)) for session in mine])
    hits = {s.pk: Hit(s.starts_at, s.ends_at) for s in sessions}
    taken: set[datetime] = set()
    for session, later in zip(mine, moves, strict=True):
        hit = hits[session.pk] = _hit(user, session)
        free = [time for time in later if time.starts_at not in taken]
        others = replacements[session.pk][:COACHES]
        hit.ways = tuple(_ways(user, session, others, free[:TIMES], leads=leads))
        hit.chosen = hit.ways[0].value
        taken |= {time.starts_at for time in free[:1] if hit.chosen == _move(time)}
    return list(hits.values())


def _sessions(user: User, off: TimeOff) -> list[Any]:
    """Each with `is_mine`: whether the reader may read it."""
    people = Prefetch("participations", Participation.objects.select_related("person"))
    rows = Session.objects.filter(
        coach=off.coach_id,
        state__in=(State.PROPOSED, State.BOOKED),
        during__overlap=off.during,
        starts_at__gt=timezone.now(),
    ).annotate(is_mine=Exists(Session.objects.visible_to(user).filter(pk=OuterRef("pk"))))
    return list(rows.for_list().prefetch_related(people).order_by("starts_at")[:AT_ONCE])


def _hit(user: User, session: Session) -> Hit:
    names = ", ".join(person.get_full_name() for person in helped(session))
    return Hit(
        session.starts_at,
        session.ends_at,
        session=session,
        names=names if policies.can_see_names(user, session) else "",
        needs_reason=reason_is_needed(session),
    )


def _later(session: Session, off: TimeOff, others: int) -> Search:
    """The first time on each of some days: more than are shown, since `others` in the list take some."""
    first = max(off.during.upper, timezone.now()).astimezone(session.institution.tz).date()
    return Search(
        institution=session.institution,
        persons=tuple(person.pk for person in helped(session)),
        first_day=first,
        last_day=first + SEARCHED,
        length=session.ends_at - session.starts_at,
        coach_id=session.coach_id,
        but=session.pk,
        per_coach=TIMES + others,
    )


def _ways(
    user: User, session: Session, others: list[Candidate], later: list[FreeTime], *, leads: bool
) -> Iterator[Way]:
    own = user.pk == session.coach.user_id or policies.coordinates(user, session)
    if session.state == State.BOOKED and (own or leads):
        for other in others:
            words = _("%(coach)s takes it at the same time") % {"coach": other.coach}
            yield Way(f"hand:{other.coach.pk}", words, other.why)
    if policies.can_move(user, session):
        for time in later:
            yield Way(_move(time), _("Move to %(when)s") % {"when": times.time_range(time.starts_at, time.ends_at)})
    if policies.can_cancel(user, session):
        yield Way(CANCEL, _("Call off"))
    yield Way(KEEP, _("Leave as it is for now"))


def _move(time: FreeTime) -> str:
    return f"move:{time.token}"
