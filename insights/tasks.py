from celery import shared_task

from insights.publishing import publish_due


@shared_task(ignore_result=True)
def publish() -> None:
    publish_due()
