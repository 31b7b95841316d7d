"""What people answered to an invitation in their own calendars, for those who may know."""

from dataclasses import dataclass
from datetime import datetime

from organisation.models import User
from sessions import policies
from sessions.calendar_people import reply_of
from sessions.models import Participation, Session, State

Reply = Participation.Reply
ORDER = [Reply.DECLINED, Reply.TENTATIVE, Reply.ACCEPTED]


@dataclass(frozen=True)
class Replied:
    """`person` answered `reply` at the instant `at`."""

    person: User
    reply: str
    at: datetime | None
    is_own: bool


def replies_to(session: Session, reader: User) -> list[Replied]:
    """Answers to the session as it is now, a no first; of a group, whose seats tell who comes, only doubts."""
    if session.state != State.BOOKED:
        return []
    told = [ORDER[0], ORDER[1]] if session.is_group else ORDER
    rows = [row for row in session.participations.all() if row.left_at is None and reply_of(session, row) in told]
    seen = [row for row in rows if policies.can_read_reply(reader, session, row.person)]
    seen.sort(key=lambda row: (ORDER.index(Reply(row.reply)), row.pk))
    return [Replied(row.person, row.reply, row.replied_at, row.person_id == reader.pk) for row in seen]
