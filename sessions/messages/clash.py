"""The mail to a coach whose own calendar has something at the time of a session."""

from typing import Any

from django.utils.translation import gettext as _

from kit import times
from notifications.registry import Fact, Mail, message_kind
from organisation.models import User
from sessions.clashes import CLASH, clashes
from sessions.mail_words import link
from sessions.messages.session import mail_of
from sessions.models import Session
from sessions.people import said_with


@message_kind(CLASH)
class Clash:
    def load(self, thing_id: int, revision: int) -> Session | None:
        """None once the session or the calendar has made room."""
        found = clashes().filter(pk=thing_id, revision=revision).select_related("coach__user", "topic", "institution")
        return found.prefetch_related("participations__person").first()

    def render(self, kind: str, session: Session, recipient: User) -> Mail | None:
        return mail_of(_context(session, recipient)) if recipient.pk == session.coach.user_id else None


def _context(session: Session, reader: User) -> dict[str, Any]:
    who = said_with(session, reader)
    words = {"name": reader.get_short_name(), "when": times.time_range(session.starts_at), "who": who}
    return {
        "subject": _("Two things at once: %(when)s, %(who)s") % words,
        "greeting": _("Hello %(name)s, your own calendar has something at the time of a session.") % words,
        "institution": session.institution.name,
        "leaf": times.leaf(session.starts_at),
        "when": times.long_range(session.starts_at, session.ends_at),
        "who": who,
        "facts": [Fact(_("Topic"), session.topic.name)],
        "after": [_("The session stays where it is until somebody moves or cancels it.")],
        "button": _("Open the session"),
        "button_url": link("sessions:detail", session.pk),
        "other": _("Move to another time"),
        "other_url": link("sessions:move", session.pk),
        "why": _("You get this because you have connected your calendar. What it holds is not known here."),
    }
