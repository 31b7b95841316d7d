"""The mails of this room, found by the outbox."""

from sessions import reminders
from sessions.messages import clash, groups, replies, session

__all__ = ["clash", "groups", "reminders", "replies", "session"]
