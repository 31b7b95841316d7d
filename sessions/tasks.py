from celery import shared_task

from sessions import services


@shared_task(ignore_result=True)
def lapse_proposals() -> None:
    services.lapse_proposals()
    services.forget_suggestions()


@shared_task(ignore_result=True)
def forget_words() -> None:
    services.forget_words()


@shared_task(ignore_result=True)
def pass_seats_on() -> None:
    services.lapse_offers()
    services.offer_topics()
