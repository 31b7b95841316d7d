"""The coordinator's work: what people ask for without choosing a coach, what is written to them, what will change.

And what they say of the pages.
"""

from coordination.models.accessibility import (
    AccessibilityFeedback,
    AccessibilityFeedbackQuerySet,
    answers_for_accessibility,
)
from coordination.models.changes import SHOWN_AFTER, Change, ChangeEvent, ChangeQuerySet
from coordination.models.letters import Letter, LetterQuerySet
from coordination.models.people import TableImport, TableImportQuerySet, Welcome
from coordination.models.requests import HelpRequest, HelpRequestQuerySet, PartOfDay, Soon, fitting

__all__ = [
    "SHOWN_AFTER",
    "AccessibilityFeedback",
    "AccessibilityFeedbackQuerySet",
    "Change",
    "ChangeEvent",
    "ChangeQuerySet",
    "HelpRequest",
    "HelpRequestQuerySet",
    "Letter",
    "LetterQuerySet",
    "PartOfDay",
    "Soon",
    "TableImport",
    "TableImportQuerySet",
    "Welcome",
    "answers_for_accessibility",
    "fitting",
]
