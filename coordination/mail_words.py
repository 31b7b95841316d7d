"""What lists of mails call each of them."""

from django.utils.translation import gettext as _

from coordination.selectors.desk_mails import Undelivered
from notifications.models import Message


def mail_about(message: Undelivered | Message) -> str:
    """What kind of mail it is, and no more: a session may be outside the reader's scope."""
    if message.kind == "session_reminder":
        return _("A reminder")
    if message.kind.startswith(("session_", "series_", "group_", "seat_")):
        return _("A message about a session")
    if message.kind in ("digest", "monthly_letter"):
        return _("A summary")
    return _("A letter") if message.kind == "letter" else _("A message")
