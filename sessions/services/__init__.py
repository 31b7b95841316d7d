"""What people do with sessions, one function a use case; every path to a time goes through these."""

from sessions.services.booking import book_session, cancel_session, move_session, reason_is_needed
from sessions.services.closing import close_session
from sessions.services.handing_over import hand_over_session, reassign_session
from sessions.services.locking import lock_people
from sessions.services.proposing import accept_session, decline_session, lapse_proposals, propose_session
from sessions.services.series import book_series
from sessions.services.suggesting import accept_suggestion, decline_suggestion, forget_suggestions, suggest_time
from sessions.services.together import leave_session

__all__ = [
    "accept_session",
    "accept_suggestion",
    "book_series",
    "book_session",
    "cancel_session",
    "close_session",
    "decline_session",
    "decline_suggestion",
    "forget_suggestions",
    "hand_over_session",
    "lapse_proposals",
    "leave_session",
    "lock_people",
    "move_session",
    "propose_session",
    "reassign_session",
    "reason_is_needed",
    "suggest_time",
]
