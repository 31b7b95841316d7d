"""Free times of all fitting coaches, computed by the database in one statement.

A session [s, e) is possible where the coach is open on a day that is not closed, not away, not busy elsewhere and not
in another session, where the gaps between sessions leave room for both buffers, the people helped are free too, and
notice, horizon, pause and caps allow it.
"""

from sessions.free_times.finding import find_free_times, free_times_of_each, next_free_times
from sessions.free_times.opening import Place, Span, open_spans, open_spans_of, openings
from sessions.free_times.search import FreeTime, Search, time_token

__all__ = [
    "FreeTime",
    "Place",
    "Search",
    "Span",
    "find_free_times",
    "free_times_of_each",
    "next_free_times",
    "openings",
    "open_spans",
    "open_spans_of",
    "time_token",
]
