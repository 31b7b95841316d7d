"""How many mails went which way, kept in the cache for `/metrics`: counters that start anew when the cache is lost."""

import logging
from collections.abc import Mapping

from django.core.cache import cache

OUTCOMES = ("sent", "refused", "later", "stale", "unwritten", "troubled")
logger = logging.getLogger(__name__)


def add(counts: Mapping[str, int]) -> None:
    """Add a batch's. A cache that is away costs a figure and no mail."""
    for outcome, count in counts.items():
        try:
            cache.add(_key(outcome), 0, None)
            cache.incr(_key(outcome), count)
        except Exception as error:
            return logger.warning("What came of a batch could not be counted: %s", error)


def totals() -> dict[str, int]:
    """Each outcome with its number. Raises what the cache raises."""
    found = cache.get_many([_key(outcome) for outcome in OUTCOMES])
    return {outcome: found.get(_key(outcome), 0) for outcome in OUTCOMES}


def _key(outcome: str) -> str:
    return f"messages-{outcome}"
