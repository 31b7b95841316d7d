from celery import shared_task

from coaches.hours.warnings import warn_of_hours
from coaches.log.forgetting import forget_lines


@shared_task(ignore_result=True)
def warn_about_hours() -> None:
    warn_of_hours()


@shared_task(ignore_result=True)
def forget_old_lines() -> None:
    forget_lines()
