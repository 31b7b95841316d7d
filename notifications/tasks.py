from celery import shared_task

from notifications import pace
from notifications.bell import ring
from notifications.outbox import BATCH, deliver_due, forget_old_messages


@shared_task(ignore_result=True)
def deliver() -> None:
    """Deliver one batch; when there may be more, call for others, so that all workers join in."""
    if deliver_due(BATCH) >= pace.at_once(BATCH):
        ring()
        ring()


@shared_task(ignore_result=True)
def forget() -> None:
    forget_old_messages()
