"""What follows for requests from what happens to sessions. The people are locked already: see `locking`."""

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from coordination.models import HelpRequest
from coordination.selectors.promise import promised_by
from coordination.services.assigning import is_answering, take
from coordination.services.grouping import gather_group
from coordination.services.telling import tell_coordinators
from organisation.models import User
from sessions.models import Participation, Session
from sessions.people import helped

State = HelpRequest.State


def reopen_requests(session: Session) -> None:
    """What `session` answered is open again, since it will not be held; the coordinators are told anew."""
    rows = HelpRequest.objects.filter(session=session, state__in=(State.PROPOSED, State.ANSWERED))
    for request in rows.select_related("institution", "topic", "person").select_for_update(of=("self",), no_key=True):
        request.state, request.taken_by = State.OPEN, None
        request.waits_since = timezone.now()
        request.promised_on = promised_by(request)
        request.revision += 1
        request.save(update_fields=["state", "taken_by", "waits_since", "promised_on", "revision"])
        tell_coordinators(request)


def answer_by_booking(session: Session, by: User | None) -> None:
    """A proposal that was accepted answers its request; a booking found otherwise the oldest on its topic."""
    if not _may_be_answered(session).exists():
        return
    if is_answering() or _accepted(session):
        return
    people = helped(session)
    rows = HelpRequest.objects.open().filter(person__in=people, topic=session.topic_id)
    # One that is being answered this moment is left to whoever answers it.
    request = rows.select_for_update(no_key=True, skip_locked=True).first()
    if request is not None:
        take(request, session, by or people[0], State.ANSWERED)


def _accepted(session: Session) -> bool:
    """Whether `session` was a proposal that answers a request; one for several people becomes their group."""
    proposed = HelpRequest.objects.filter(session=session, state=State.PROPOSED)
    groups = list(proposed.filter(people__gt=1).select_related("institution", "topic", "person", "taken_by"))
    answered = proposed.update(state=State.ANSWERED, revision=F("revision") + 1)
    for request in groups:
        gather_group(request, session, request.taken_by or session.coach.user)
    return bool(answered)


def _may_be_answered(session: Session) -> QuerySet[HelpRequest]:
    """In one query, since most bookings answer nothing."""
    people = Participation.objects.staying().filter(session=session, role=Participation.Role.HELPED).values("person")
    asked = Q(state=State.OPEN, topic=session.topic_id, person__in=people)
    return HelpRequest.objects.filter(asked | Q(state=State.PROPOSED, session=session))
