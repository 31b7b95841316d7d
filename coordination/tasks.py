from celery import shared_task

from coordination import monthly, services


@shared_task(ignore_result=True)
def forget_accessibility_feedback() -> None:
    services.forget_accessibility_feedback()


@shared_task(ignore_result=True)
def forget_words() -> None:
    services.forget_words()


@shared_task(ignore_result=True)
def send_monthly_letters() -> None:
    monthly.send_monthly_letters()
