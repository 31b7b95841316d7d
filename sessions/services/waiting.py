"""Waiting for a seat of a full group, or for a time or a clinic on a topic: one by one, each offer for a while."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisation.models import User
from organisation.people import institution_of
from sessions.exceptions import BookingRefused, Reason
from sessions.free_times import Search, next_free_times
from sessions.models import Kind, Session, State, Waiting
from sessions.services.booking import lock_session, refuse_unless
from sessions.services.locking import lock_people
from sessions.services.seats import KEPT_FOR, free_seats, offer, offer_free_seats, said, seat_is_kept_until
from topics.models import Topic

ASKED_AT_ONCE = 10
"""So many of a topic's line are asked about in one go: whoever is first may be the only one who is never free."""


@transaction.atomic
def wait_for_seat(*, session: Session, person: User) -> Waiting:
    """Put `person` into the line for a seat of a group. Asking twice is the one place in line.

    When there is a free seat it is offered at once. Raises BookingRefused when it has begun, and to whoever is in it.
    """
    session, helped = lock_session(session, person.pk)
    refuse_unless(session, State.BOOKED)
    if not session.is_group or person in helped or person.pk == session.coach.user_id:
        raise BookingRefused(Reason.STATE, _("You are in this session already, so there is nothing to wait for."))
    if twin := Waiting.objects.open().filter(session=session, person=person).first():
        return twin
    waiting = Waiting.objects.create(institution_id=session.institution_id, session=session, person=person)
    offer_free_seats(session)
    waiting.refresh_from_db()
    return waiting


@transaction.atomic
def stop_waiting(*, session: Session, person: User) -> None:
    """Leave the line, or let go of the seat that is kept: it goes to the next. Leaving twice changes nothing."""
    session, _helped = lock_session(session, person.pk)
    for waiting in Waiting.objects.open().filter(session=session, person=person):
        waiting.state = Waiting.State.ENDED
        said(waiting)
    offer_free_seats(session)


@transaction.atomic
def wait_for_topic(*, topic: Topic, person: User) -> Waiting:
    """Tell `person` when a time or an open clinic on `topic` comes, one after another. Asking twice is once."""
    lock_people(person.pk)
    if twin := Waiting.objects.open().filter(topic=topic, person=person).first():
        return twin
    if topic.is_retired:
        raise BookingRefused(Reason.TOPIC, _("This topic is no longer offered."))
    return Waiting.objects.create(institution=institution_of(person), topic=topic, person=person)


@transaction.atomic
def stop_waiting_for_topic(*, topic: Topic, person: User) -> None:
    """Leave the line for a topic. A seat of a clinic that is kept is given back by `stop_waiting`."""
    lock_people(person.pk)
    for waiting in Waiting.objects.open().filter(topic=topic, person=person, session=None):
        waiting.state = Waiting.State.ENDED
        said(waiting)


def lapse_offers() -> int:
    """Take back what was kept and is over, and offer it to the next; return how many. Each in its own transaction.

    Whoever still waited for a group that has begun waits no longer.
    """
    now = timezone.now()
    Waiting.objects.filter(state=Waiting.State.WAITING, session__starts_at__lte=now).update(state=Waiting.State.ENDED)
    late = Waiting.objects.filter(state=Waiting.State.OFFERED, expires_at__lte=now).order_by("expires_at", "pk")
    return sum(_lapse(waiting) for waiting in late.select_related("session", "person"))


@transaction.atomic
def _lapse(waiting: Waiting) -> bool:
    session = lock_session(waiting.session)[0] if waiting.session else None
    if session is None:
        lock_people(waiting.person_id)
    waiting = Waiting.objects.select_related("person").get(pk=waiting.pk)
    if waiting.state != Waiting.State.OFFERED or not waiting.expires_at or waiting.expires_at > timezone.now():
        return False
    waiting.state = Waiting.State.LAPSED
    said(waiting, "seat_lapsed" if session else "")
    if session:
        offer_free_seats(session)
    return True


def offer_topics() -> int:
    """For each topic that is waited for, tell the first in line of a free seat in a clinic, or else of free times.

    One at a time: as long as something is offered, the others wait. Returns how many were told.
    """
    offered = Waiting.objects.filter(state=Waiting.State.OFFERED, topic__isnull=False).values("topic")
    lines = Waiting.objects.in_line().filter(topic__isnull=False, session=None).exclude(topic__in=offered)
    by_topic: dict[int, list[Waiting]] = {}
    for waiting in lines.select_related("topic", "person__institution"):
        by_topic.setdefault(waiting.topic_id or 0, []).append(waiting)
    return sum(_offer_to_first(line[:ASKED_AT_ONCE]) for line in by_topic.values())


def _offer_to_first(line: Iterable[Waiting]) -> bool:
    return any(_offer_clinic(waiting) or _offer_times(waiting) for waiting in line)


def _offer_clinic(waiting: Waiting) -> bool:
    """Keep a seat of the next clinic on the topic that has one, and that the person is not in or asked about."""
    clinics = Session.objects.filter(
        institution=waiting.institution_id,
        kind=Kind.CLINIC,
        topic=waiting.topic_id,
        state=State.BOOKED,
        starts_at__gt=timezone.now(),
    )
    theirs = clinics.filter(participations__person=waiting.person_id, participations__left_at=None)
    asked = Waiting.objects.filter(person=waiting.person_id, session__isnull=False).values("session")
    return any(_keep_seat(waiting, clinic) for clinic in clinics.exclude(pk__in=theirs).exclude(pk__in=asked)[:5])


@transaction.atomic
def _keep_seat(waiting: Waiting, clinic: Session) -> bool:
    if not _lock_line(waiting):
        return False
    clinic, _helped = lock_session(clinic, waiting.person_id)
    offer_free_seats(clinic)  # those who wait for this very session come first
    until = seat_is_kept_until(clinic)
    if until is None or free_seats(clinic) < 1:
        return False
    return _offer(waiting, until, clinic)


def _offer_times(waiting: Waiting) -> bool:
    """Say that there are free times; they are kept for nobody, but the next in line hears of them a day later."""
    institution, topic, today = institution_of(waiting.person), waiting.topic, timezone.localdate()
    assert topic is not None  # the lines are those of topics
    search = Search(
        institution=institution,
        persons=(waiting.person_id,),
        first_day=today,
        last_day=today,
        length=timedelta(minutes=topic.length_minutes or institution.length_minutes),
        topic_id=None if topic.is_open else topic.pk,
    )
    if not next_free_times(replace(search, last_day=search.horizon), 1):
        return False
    return _tell_of_times(waiting)


@transaction.atomic
def _tell_of_times(waiting: Waiting) -> bool:
    if not _lock_line(waiting):
        return False
    lock_people(waiting.person_id)
    return _offer(waiting, timezone.now() + KEPT_FOR)


def _lock_line(waiting: Waiting) -> bool:
    """Lock the line for the topic, before all other locks; whether nothing is offered to anyone in it."""
    list(Topic.objects.select_for_update(no_key=True).filter(pk=waiting.topic_id or 0).values_list("pk"))
    return not Waiting.objects.filter(topic=waiting.topic_id, state=Waiting.State.OFFERED).exists()


def _offer(waiting: Waiting, until: datetime, clinic: Session | None = None) -> bool:
    """Offer it, unless the person has left the line meanwhile."""
    fresh = Waiting.objects.in_line().select_related("person").filter(pk=waiting.pk).first()
    return fresh is not None and bool(offer(fresh, until, clinic))
