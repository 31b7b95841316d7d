"""The mails of this room, found by the outbox."""

from sessions import reminders
from sessions.messages import groups, session

__all__ = ["groups", "reminders", "session"]
