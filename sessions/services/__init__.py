"""What people do with sessions, one function a use case; every path to a time goes through these."""

from sessions.services.booking import book_session, cancel_session, move_session, reason_is_needed
from sessions.services.closing import close_session
from sessions.services.locking import lock_people
from sessions.services.proposing import accept_session, decline_session, lapse_proposals, propose_session

__all__ = [
    "accept_session",
    "book_session",
    "cancel_session",
    "close_session",
    "decline_session",
    "lapse_proposals",
    "lock_people",
    "move_session",
    "propose_session",
    "reason_is_needed",
]
