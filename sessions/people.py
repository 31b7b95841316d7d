"""Who is in a session, read from loaded participations where they are loaded."""

from organisation.models import User
from sessions.models import Participation, Session

ROLE = Participation.Role


def participants(session: Session) -> list[User]:
    """The coach first, then those helped in the order they joined; after the session was called off, whoever was."""
    return [row.person for row in sorted(_staying(session), key=lambda row: (row.role != ROLE.COACH, row.pk))]


def helped(session: Session) -> list[User]:
    """Those who are helped, in the order they joined."""
    return [row.person for row in sorted(_staying(session), key=lambda row: row.pk) if row.role == ROLE.HELPED]


def _staying(session: Session) -> list[Participation]:
    return [row for row in session.participations.all() if row.left_at is None]


def said_with(session: Session, reader: User) -> str:
    """What a row or a mail calls the session: a group by its title, else by the names of those whom `reader` meets."""
    if session.is_group:
        return session.title
    return ", ".join(person.get_full_name() for person in others(session, reader))


def others(session: Session, reader: User) -> list[User]:
    """Whom `reader` meets in the session."""
    return [person for person in participants(session) if person.pk != reader.pk]
