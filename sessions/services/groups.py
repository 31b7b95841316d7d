"""Signing up for groups and open clinics, inviting people, putting them in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kit.keys import bigint
from organisation.models import User
from sessions.announcements import tell_of_invites, tell_of_joining
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Invite, Kind, Participation, Session, State, Waiting
from sessions.policies import can_bring
from sessions.rules import person_taken
from sessions.services.booking import lock_session, lock_sessions, refuse_unless
from sessions.services.holding import constraints_speak
from sessions.services.seats import free_seats, offer_free_seats, said

MOST = 300
"""People who are invited or put in at once."""


@dataclass(frozen=True)
class LeftOut:
    """Someone who could not be put into a session, and why."""

    session: Session
    person: User
    refusal: BookingRefused


@transaction.atomic
def sign_up(*, session: Session, person: User) -> Session:
    """`person` comes to a group: takes a seat that is free, or that is kept for them. Signing up twice changes nothing.

    Raises BookingRefused when it has begun, is full (a freed seat belongs to those who wait), or is not for them;
    TimeTaken when they have something else then.
    """
    session, helped = lock_session(session, person.pk)
    if person in helped:
        return session
    offer_free_seats(session)
    kept = Waiting.objects.open().filter(session=session, person=person).first()
    _refuse_to_seat(session, person, kept)
    _seat(session, person)
    if kept:
        kept.state = Waiting.State.TAKEN
        said(kept)
    return session


def _refuse_to_seat(session: Session, person: User, kept: Waiting | None) -> None:
    """Raises what stands against a seat of the locked `session` for `person`."""
    refuse_unless(session, State.BOOKED)
    if not session.is_group or not can_bring(session.coach.user, person):
        raise BookingRefused(Reason.NOT_YOURS, _("You cannot sign up for this session."))
    if person.pk == session.coach.user_id:
        raise BookingRefused(Reason.YOURSELF, _("You hold this session yourself."))
    has_offer = kept is not None and kept.state == Waiting.State.OFFERED
    if has_offer and kept is not None and kept.expires_at and kept.expires_at <= timezone.now():
        raise BookingRefused(Reason.SEATS, _("The seat was kept for you until now, and goes to the next in line."))
    if not has_offer and free_seats(session) < 1:
        raise BookingRefused(Reason.SEATS, _("All seats are taken. You can wait for one to come free."))
    if _is_elsewhere(session, person):
        raise person_taken()


def _is_elsewhere(session: Session, person: User) -> bool:
    during = (session.starts_at, session.ends_at)
    theirs = Participation.objects.filter(person=bigint(person.pk), active=True, during__overlap=during)
    return theirs.exclude(session=session).exists()


def _seat(session: Session, person: User) -> None:
    """Someone may come back who left before."""
    with constraints_speak():
        row, is_new = Participation.objects.get_or_create(
            session=session,
            person=person,
            defaults={
                "institution_id": session.institution_id,
                "role": Participation.Role.HELPED,
                "during": (session.starts_at, session.ends_at),
            },
        )
        if not is_new:
            row.role, row.active, row.left_at = Participation.Role.HELPED, True, None
            row.during, row.revision = (session.starts_at, session.ends_at), row.revision + 1
            row.save(update_fields=["role", "active", "left_at", "during", "revision"])
    tell_of_joining(session, row)


@transaction.atomic
def add_people(*, sessions: Iterable[Session], people: Iterable[User]) -> list[LeftOut]:
    """Put each of `people` into each of `sessions` where there is a seat and they are free; return who was left out.

    Those who are in it already stay. Free seats are for those who are put in, also before those who wait. Raises
    BookingRefused when a session has begun or was called off; then nobody is put in.
    """
    people = list(people)
    left_out = []
    for session, helped in lock_sessions(sessions, *(person.pk for person in people)):
        refuse_unless(session, State.BOOKED)
        left_out += [gone for person in people if person not in helped and (gone := _try_to_seat(session, person))]
    return left_out


def _try_to_seat(session: Session, person: User) -> LeftOut | None:
    kept = Waiting.objects.open().filter(session=session, person=person).first()
    try:
        _refuse_to_seat(session, person, kept)
        _seat(session, person)
    except BookingRefused as refusal:
        return LeftOut(session, person, refusal)
    if kept:
        kept.state = Waiting.State.TAKEN
        said(kept)
    return None


@transaction.atomic
def open_to_group(*, session: Session, seats: int, words: Mapping[str, str]) -> Session:
    """Turn a session that was just booked for one person into a group with so many seats; who is in it stays.

    `words` are titles by column, one at least. What is to be told of the booking is told as of a group. A group stays
    as it is.
    """
    session, helped = lock_session(session)
    refuse_unless(session, State.BOOKED)
    if session.is_group:
        return session
    session.kind, session.seats = Kind.GROUP, max(seats, len(helped), 1)
    for name, value in words.items():
        setattr(session, name, value)
    session.save(update_fields=["kind", "seats", *words])
    return session


@transaction.atomic
def invite_people(*, session: Session, people: Iterable[User], by: User) -> int:
    """Invite `people` to a group by mail; they sign up themselves. Return how many were invited now.

    Whoever is in it or invited already gets no second mail. Raises BookingRefused when it has begun or was called off.
    """
    session, helped = lock_session(session)
    refuse_unless(session, State.BOOKED)
    there = {*helped, session.coach.user}
    wanted = [person for person in people if person not in there and can_bring(session.coach.user, person)]
    known = set(session.invites.filter(person__in=wanted).values_list("person_id", flat=True))
    invites = Invite.objects.bulk_create(
        Invite(institution_id=session.institution_id, session=session, person=person, by=by)
        for person in wanted
        if person.pk not in known
    )
    tell_of_invites(session, invites)
    return len(invites)
