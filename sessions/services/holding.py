"""Writing a session's time, and what the exclusion constraints say to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from coaches.models import Channel, Coach
from sessions.models import HOLDING, Participation, Session, Suggestion
from sessions.places import usual_channel
from sessions.rules import Allowed, Wish, coach_taken, person_taken


@contextmanager
def constraints_speak() -> Iterator[None]:
    """Turns a broken exclusion constraint into TimeTaken; they stand behind the rules, for what those forgot."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "no_double_booking" in str(error):
            raise coach_taken() from error
        if "nobody_in_two_places" in str(error):
            raise person_taken() from error
        raise


def time_and_place(wish: Wish, allowed: Allowed) -> dict[str, Any]:
    """The columns of a session that say when and where."""
    before, after = wish.buffers
    place = allowed.place
    channel = place.channel if place else usual_channel(wish.coach)
    return {
        "starts_at": wish.starts_at,
        "ends_at": wish.ends_at,
        "buffer_before_minutes": before,
        "buffer_after_minutes": after,
        "channel": channel,
        "meeting_site_id": place.site_id if place else None,
        "room": place.room if place else "",
        "link": wish.coach.meeting_link if channel == Channel.ONLINE else "",
        "passes_rules": allowed.passes_rules,
    }


PLACE = ("channel", "meeting_site_id", "room", "link")


def another_time(session: Session, wish: Wish, allowed: Allowed) -> dict[str, Any]:
    """The columns that change when `session` moves; a group stays where it was said to be."""
    fields = time_and_place(wish, allowed)
    return {name: value for name, value in fields.items() if not (session.is_group and name in PLACE)}


def hold(wish: Wish, allowed: Allowed, **fields: Any) -> Session:
    """A new session in a state that holds its time, with its people. Raises TimeTaken.

    `fields` may say more of it, also otherwise than the rules would: such as another place.
    """
    site_id, sector_id = _scope(wish)
    with constraints_speak():
        session = Session.objects.create(
            institution=wish.institution,
            coach=wish.coach,
            topic=wish.topic,
            site_id=site_id,
            sector_id=sector_id,
            booked_by=wish.by,
            **{**time_and_place(wish, allowed), **fields},
        )
        roles = [(wish.coach.user, Participation.Role.COACH)]
        roles += [(person, Participation.Role.HELPED) for person in wish.people]
        Participation.objects.bulk_create(
            Participation(
                institution=wish.institution,
                session=session,
                person=person,
                role=role,
                during=(wish.starts_at, wish.ends_at),
            )
            for person, role in roles
        )
    note_booking(wish.coach)
    return session


def _scope(wish: Wish) -> tuple[int | None, int | None]:
    """Site and sector by which the session is in a coordinator's scope: a group's as chosen, else the first's home."""
    if wish.group:
        return wish.group.site_id, wish.group.sector_id
    return wish.people[0].home_site_id, wish.people[0].home_sector_id


def note_booking(coach: Coach) -> None:
    """Among equal times the coach who was booked longest ago comes first."""
    coach.last_booked_at = timezone.now()
    coach.save(update_fields=["last_booked_at"])


def copy_to_participations(session: Session) -> None:
    """Keep the copies that the constraint on people reads equal to the session's own time and state."""
    staying = session.participations.staying()
    staying.update(during=(session.starts_at, session.ends_at), active=session.state in HOLDING)


def change(session: Session, **fields: Any) -> Session:
    """Write `fields` and raise the revision, so that waiting messages of the old one die by themselves.

    Another time that was suggested for how it was goes too.
    """
    if fields:
        Suggestion.objects.filter(session=session).delete()
    for name, value in fields.items():
        setattr(session, name, value)
    session.revision += 1
    with constraints_speak():
        session.save(update_fields=[*fields, "revision"])
        copy_to_participations(session)
    return session
