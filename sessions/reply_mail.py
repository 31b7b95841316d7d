"""What the mail says that tells of an invitation declined in a calendar, in the language that is active."""

from typing import Any

from django.utils.translation import gettext as _

from kit import times
from notifications.registry import Fact
from organisation.models import User
from sessions.mail_words import link, why
from sessions.models import Participation
from sessions.places import where


def declined_context(row: Participation, reader: User) -> dict[str, Any]:
    """What `templates/email/base.html` shows, and the subject; `row` is that of the person who declined."""
    session, who = row.session, row.person.get_full_name()
    words = {"name": reader.get_short_name(), "when": times.time_range(session.starts_at), "who": who}
    return {
        "subject": _("Declined in the calendar: %(when)s, %(who)s") % words,
        "greeting": _("Hello %(name)s, %(who)s declined your session in their calendar.") % words,
        "institution": session.institution.name,
        "leaf": times.leaf(session.starts_at),
        "when": times.long_range(session.starts_at, session.ends_at),
        "who": who,
        "facts": [Fact(_("Topic"), session.topic.name), Fact(_("Where"), where(session).text)],
        "after": [_("Nothing is called off by that: the session stays until someone calls it off on the page.")],
        "button": _("Open the session"),
        "button_url": link("sessions:detail", session.pk),
        "why": why(),
    }
