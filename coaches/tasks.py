from celery import shared_task

from coaches.refreshing import BATCH, ask_for_refresh, refresh_due


@shared_task(ignore_result=True)
def refresh_calendars() -> None:
    """Read one batch; when there may be more, call for another, so that mails come in between."""
    if refresh_due() == BATCH:
        ask_for_refresh()
