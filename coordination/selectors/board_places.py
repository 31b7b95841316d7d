"""Where a session of the board could go: which coaches, and when they are free for it."""

from datetime import date

from django.db.models import Q

from coaches.models import Coach
from coordination.selectors.board import coaches_of_board
from kit.sorting import SortKey
from organisation.models import User
from sessions.free_times import FreeTime, Search, find_free_times, next_free_times
from sessions.models import Session
from sessions.people import helped


def coaches_for(session: Session, reader: User) -> list[Coach]:
    """The coach it has, and those in the reader's scope who take bookings on its topic; by name."""
    fitting = coaches_of_board(reader).open().on_topic(session.topic).exclude(user__in=helped(session))
    either = Coach.objects.filter(Q(pk__in=fitting.values("pk")) | Q(pk=session.coach_id))
    return list(either.select_related("user").order_by(SortKey("user__last_name"), SortKey("user__first_name"), "pk"))


def places_for(session: Session, coach: Coach, day: date) -> list[FreeTime]:
    """The times at which `coach` is free for `session` on the local `day`, the same time of day first."""
    found = find_free_times(_search(session, coach, day, day))
    tz = session.institution.tz
    same = session.starts_at.astimezone(tz).time()
    return sorted(found, key=lambda free: (free.starts_at.astimezone(tz).time() != same, free.starts_at))


def next_place(session: Session, coach: Coach, day: date) -> FreeTime | None:
    """The first time after the local `day` at which `coach` is free for `session`."""
    search = _search(session, coach, day, day)
    found = next_free_times(_search(session, coach, day, search.horizon), 1)
    return found[0] if found else None


def _search(session: Session, coach: Coach, first_day: date, last_day: date) -> Search:
    return Search(
        institution=session.institution,
        persons=tuple(person.pk for person in helped(session)),
        first_day=first_day,
        last_day=last_day,
        length=session.ends_at - session.starts_at,
        coach_id=coach.pk,
        but=session.pk,
    )
