from celery import shared_task

from coordination import services


@shared_task(ignore_result=True)
def forget_accessibility_feedback() -> None:
    services.forget_accessibility_feedback()
