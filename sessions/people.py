"""Who is in a session, read from loaded participations where they are loaded."""

from organisation.models import User
from sessions.models import Participation, Session


def participants(session: Session) -> list[User]:
    """The coach first, then those helped in the order they joined; after the session was called off, whoever was."""
    rows = list(session.participations.all())
    present = [row for row in rows if row.active] or rows
    return [row.person for row in sorted(present, key=lambda row: (row.role != Participation.Role.COACH, row.pk))]


def others(session: Session, reader: User) -> list[User]:
    """Whom `reader` meets in the session."""
    return [person for person in participants(session) if person.pk != reader.pk]
