"""Sessions, their people, series and suggestions: the tables of this room."""

from sessions.models.feed import CalendarFeed
from sessions.models.people import Invite, Participation, Waiting
from sessions.models.series import Pattern, Series
from sessions.models.session import Session, SessionEvent, SessionQuerySet
from sessions.models.states import GROUPS, HOLDING, Awaits, Kind, State
from sessions.models.suggestion import Suggestion

__all__ = [
    "GROUPS",
    "HOLDING",
    "Awaits",
    "CalendarFeed",
    "Invite",
    "Kind",
    "Participation",
    "Pattern",
    "Series",
    "Session",
    "SessionEvent",
    "SessionQuerySet",
    "State",
    "Suggestion",
    "Waiting",
]
