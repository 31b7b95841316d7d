"""How the delivery of messages is doing, as Prometheus reads it."""

from collections.abc import Iterator

from notifications import tally
from notifications.selectors import delivery_health

OUTCOMES = "kotipesa_messages_total"


def exposition() -> str:
    """Lag and waiting from the database; what became of messages since the cache was last empty from there."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    health = delivery_health()
    yield from _gauge("kotipesa_messages_waiting", "Messages that are due and not sent yet.", health.waiting)
    lag = round(health.lag.total_seconds(), 3)
    yield from _gauge("kotipesa_messages_lag_seconds", "For how long the oldest of these has been due.", lag)
    yield f"# HELP {OUTCOMES} What became of messages, by outcome; failed ones are refused, later and unwritten."
    yield f"# TYPE {OUTCOMES} counter"
    for outcome, count in _totals().items():
        yield f'{OUTCOMES}{{outcome="{outcome}"}} {count}'


def _totals() -> dict[str, int]:
    """Nothing at all without the cache: a figure that is not known is no zero."""
    try:
        return tally.totals()
    except Exception:
        return {}


def _gauge(name: str, help_text: str, value: float) -> Iterator[str]:
    yield f"# HELP {name} {help_text}"
    yield f"# TYPE {name} gauge"
    yield f"{name} {value}"
