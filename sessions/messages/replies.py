"""The mail that somebody declined an invitation in their calendar: true as long as it is their word on the session."""

from datetime import datetime

from notifications import clock
from notifications.registry import Mail, message_kind
from organisation.models import User
from sessions.announcements import DECLINED_IN_CALENDAR
from sessions.calendar_people import reply_of
from sessions.families import CHANGES
from sessions.messages.session import mail_of
from sessions.models import Participation, State
from sessions.reply_mail import declined_context

RELATED = ("person", *(f"session__{name}" for name in ("coach__user", "topic", "meeting_site", "institution")))


@message_kind(DECLINED_IN_CALENDAR, family=CHANGES)
class Declined:
    def load(self, thing_id: int, revision: int) -> Participation | None:
        rows = Participation.objects.staying().filter(pk=thing_id, reply_sequence=revision)
        row = rows.select_related(*RELATED).prefetch_related("session__participations").first()
        if row is None or reply_of(row.session, row) != Participation.Reply.DECLINED:
            return None
        return row if row.session.state == State.BOOKED and row.session.starts_at > clock.now() else None

    def render(self, kind: str, row: Participation, recipient: User) -> Mail | None:
        is_in = any(each.person_id == recipient.pk and not each.left_at for each in row.session.participations.all())
        return mail_of(declined_context(row, recipient)) if is_in else None

    def needed_by(self, row: Participation) -> datetime:
        return row.session.starts_at
