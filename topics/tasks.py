from celery import shared_task

from topics.library import remind_of_reviews


@shared_task(ignore_result=True)
def remind() -> None:
    remind_of_reviews()
