"""Hurrying the delivery along. Beat rings every tick anyway, so a bell that fails costs seconds and no message."""

import logging
from time import monotonic

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

DELIVER = "notifications.tasks.deliver"
_quiet_until = 0.0


def ring(task: str = DELIVER) -> None:
    """Ask a worker to deliver now, or for another task that beat asks for anyway.

    Without a broker, say so in the log, go on, and don't try again for a tick.
    """
    global _quiet_until
    if monotonic() < _quiet_until:
        return
    try:
        current_app.send_task(task, retry=False, expires=settings.BELL_EXPIRES_SECONDS)
    except OperationalError as error:
        logger.warning("The broker did not take the call for %s; the next tick does it. %s", task, error)
        _quiet_until = monotonic() + settings.OUTBOX_TICK_SECONDS


def ring_on_commit() -> None:
    """Ring once when the transaction is through, however many messages it writes."""
    hooks = transaction.get_connection().run_on_commit
    if all(hook[1] is not ring for hook in hooks):
        transaction.on_commit(ring, robust=True)
