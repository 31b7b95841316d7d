"""Hurrying the delivery along. Beat rings every tick anyway, so a bell that fails costs seconds and no message."""

import logging

from celery import current_app
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)


def ring() -> None:
    """Ask a worker to deliver now; without a broker, say so in the log and go on."""
    try:
        current_app.send_task("notifications.tasks.deliver", retry=False, expires=settings.OUTBOX_TICK_SECONDS)
    except current_app.connection_for_write().connection_errors + (OSError,) as error:
        logger.warning("The broker did not take the call to deliver; the next tick does it. %s", error)


def ring_on_commit() -> None:
    """Ring once when the transaction is through, however many messages it writes."""
    hooks = transaction.get_connection().run_on_commit
    if all(hook[1] is not ring for hook in hooks):
        transaction.on_commit(ring, robust=True)
