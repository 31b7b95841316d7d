import os
import signal

from celery import Celery
from celery.signals import worker_process_init

from coaching.embedded.children import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coaching.settings")
app = Celery("coaching")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

WORKER = os.getpid()  # kept by the pool's processes, which are forks of the worker


@worker_process_init.connect
def end_with_the_worker(**_: object) -> None:
    """A worker that was killed leaves no process behind that goes on sending."""
    if os.getpid() != WORKER:
        die_with_parent(WORKER, signal.SIGKILL)
