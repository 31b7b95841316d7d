"""What people do in the coordinator's rooms, one function a use case, cut by what it is about."""

from coordination.services.accessibility import (
    answer_accessibility_feedback,
    forget_accessibility_feedback,
    give_accessibility_feedback,
)
from coordination.services.requests import ask_for_help, coordinators_of, withdraw_request

__all__ = [
    "answer_accessibility_feedback",
    "ask_for_help",
    "coordinators_of",
    "forget_accessibility_feedback",
    "give_accessibility_feedback",
    "withdraw_request",
]
