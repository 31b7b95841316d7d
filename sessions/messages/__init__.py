"""The mails of this room, found by the outbox."""

from sessions.messages import groups, session

__all__ = ["groups", "session"]
