from celery import shared_task

from followup import retention


@shared_task(ignore_result=True)
def forget_notes() -> None:
    retention.forget_notes()
    retention.forget_words()
    retention.warn_of_ends()
