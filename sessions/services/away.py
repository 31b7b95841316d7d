"""Days and hours in which a coach is away."""

from datetime import datetime

from django.db import transaction

from coaches.models import Coach, TimeOff
from sessions.models import Session, State
from sessions.services.locking import lock_people


@transaction.atomic
def take_time_off(*, coach: Coach, starts_at: datetime, ends_at: datetime) -> list[Session]:
    """Mark `coach` as away between two UTC instants; return the sessions ahead that this hits, soonest first.

    They stay until someone moves or cancels them; no new one is booked into it. Asking for the same again, or for a
    part of what is off already, changes nothing.
    """
    lock_people(coach.user_id)  # a booking under way is either seen here or refused there
    during = (starts_at, ends_at)
    if not coach.time_off.filter(during__contains=during).exists():
        TimeOff.objects.create(institution_id=coach.institution_id, coach=coach, during=during)
    hit = coach.sessions.filter(state__in=(State.PROPOSED, State.BOOKED), during__overlap=during)
    return list(hit.order_by("starts_at"))


@transaction.atomic
def end_time_off(off: TimeOff) -> None:
    """Remove time off: the times can be booked again."""
    lock_people(off.coach.user_id)
    off.delete()
