"""What people do in the coordinator's rooms, one function a use case, cut by what it is about."""

from coordination.services.accessibility import (
    answer_accessibility_feedback,
    forget_accessibility_feedback,
    give_accessibility_feedback,
)
from coordination.services.assigning import answer_request, propose_best
from coordination.services.away import mark_away, settle_sessions
from coordination.services.changes import save_change
from coordination.services.forgetting import forget_words
from coordination.services.letters import announce_to, write_letter
from coordination.services.newcomers import propose_first_session
from coordination.services.requests import ask_for_help, change_request, withdraw_request
from coordination.services.telling import coordinators_of

__all__ = [
    "announce_to",
    "answer_accessibility_feedback",
    "answer_request",
    "ask_for_help",
    "change_request",
    "coordinators_of",
    "forget_accessibility_feedback",
    "forget_words",
    "give_accessibility_feedback",
    "propose_best",
    "mark_away",
    "propose_first_session",
    "save_change",
    "settle_sessions",
    "withdraw_request",
    "write_letter",
]
