"""The least that sending a mail by Celery can be: a task that opens a connection and sends one short mail."""

from celery import shared_task
from django.core.mail import send_mail


@shared_task(ignore_result=True)
def send_one(number: int) -> None:
    send_mail(f"Mail {number}", "A mail.\n", None, [f"person{number}@school.example"])
