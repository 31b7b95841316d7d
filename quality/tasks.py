from celery import shared_task

from quality.services import team


@shared_task(ignore_result=True)
def forget_texts_of_teams() -> None:
    team.forget_texts_of_teams()
