"""What is kept of a session afterwards. Texts are encrypted, and no table of history has them."""

from followup.models.closing import Agreement, SessionTheme
from followup.models.feedback import Feedback, FeedbackAnswer, FeedbackQuestion
from followup.models.notes import Note, NoteQuerySet

__all__ = ["Agreement", "Feedback", "FeedbackAnswer", "FeedbackQuestion", "Note", "NoteQuerySet", "SessionTheme"]
