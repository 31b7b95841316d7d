from celery import shared_task

from coaches.hours.warnings import warn_of_hours
from coaches.log.forgetting import forget_lines
from coaches.refreshing import BATCH, ask_for_refresh, refresh_due


@shared_task(ignore_result=True)
def refresh_calendars() -> None:
    """Read one batch; when there may be more, call for another, so that mails come in between."""
    if refresh_due() == BATCH:
        ask_for_refresh()


@shared_task(ignore_result=True)
def warn_about_hours() -> None:
    warn_of_hours()


@shared_task(ignore_result=True)
def forget_old_lines() -> None:
    forget_lines()
