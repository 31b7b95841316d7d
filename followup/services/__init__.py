"""Writing down what is kept of a session. Every act holds the rows that it changes."""

from followup.services.closing import Closing, Promise, add_agreements, close, mark_done
from followup.services.feedback import ask_for_feedback, create_default_questions, give_feedback, save_questions
from followup.services.notes import SHARED, save_note

__all__ = [
    "SHARED",
    "Closing",
    "Promise",
    "add_agreements",
    "ask_for_feedback",
    "close",
    "create_default_questions",
    "give_feedback",
    "mark_done",
    "save_note",
    "save_questions",
]
