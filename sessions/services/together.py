"""Several who are helped at once: one of them may leave."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from organisation.models import User
from sessions.announcements import announce, tell_of_leaving
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Participation, Session, State
from sessions.services.booking import cancel_session, lock_session, refuse_unless
from sessions.services.holding import change
from sessions.services.seats import offer_free_seats


@transaction.atomic
def leave_session(*, session: Session, person: User, by: User, reason: str = "") -> Session:
    """`person` no longer comes to a booked session; the others are told, and it stays for them.

    When nobody else is helped it is called off, by the same rules as `cancel_session`. Leaving twice changes nothing.
    Raises BookingRefused when it has begun or is closed, and when `person` is not one of those helped.
    """
    session, helped = lock_session(session)
    if person not in helped:
        return _left_before(session, person)
    if session.is_group:
        return _leave_group(session, person)
    if len(helped) == 1:
        return cancel_session(session=session, by=by, reason=reason)
    refuse_unless(session, State.BOOKED)
    take_out(session, person)
    change(session)
    announce(session, "left", by=by, gone=[person])
    return session


def _leave_group(session: Session, person: User) -> Session:
    """It stays, even for nobody. The seat goes to whoever waits for one; the others need not hear of it."""
    refuse_unless(session, State.BOOKED)
    take_out(session, person)
    row = Participation.objects.select_related("person").get(session=session, person=person)
    tell_of_leaving(session, row)
    offer_free_seats(session)
    return session


def _left_before(session: Session, person: User) -> Session:
    if session.participations.filter(person=person, left_at__isnull=False).exists():
        return session
    raise BookingRefused(Reason.NOT_YOURS, _("Only those who are helped can leave a session."))


def take_out(session: Session, person: User) -> None:
    """From now on `person` is not in the session, and free at its time. The row stays, for what was told."""
    row = Participation.objects.filter(session=session, person=person)
    row.update(active=False, left_at=timezone.now(), revision=F("revision") + 1)
