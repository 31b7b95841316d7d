"""What the tests of faults see of mails, rows and processes."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from email.utils import parseaddr

import psutil
import psycopg
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from notifications.models import Message
from tests.many import COACHES


def open_messages() -> QuerySet[Message]:
    """What is due, or will be as soon as a pause after a failed try is over."""
    return Message.objects.waiting().filter(due_at__lte=Now() + timedelta(minutes=30))


def recipient_of(content: bytes) -> str:
    return parseaddr(message_from_bytes(content)["To"].replace("\r\n", ""))[1]


def fate_of(address: str) -> int:
    """By the number in a person's address; whoever coaches has none of these fates."""
    number = int("".join(filter(str.isdigit, address.partition("@")[0])) or 0)
    return number % 100 if number >= COACHES else 0


def mail_id(content: bytes) -> str:
    return message_from_bytes(content)["Message-ID"]


def ports_of_each(pid: int) -> dict[int, set[int]]:
    """The local ports of a worker and of each in its pool, by their process ids."""
    found: dict[int, set[int]] = {}
    with suppress(psutil.Error):
        worker = psutil.Process(pid)
        for process in [worker, *worker.children(recursive=True)]:
            with suppress(psutil.Error):
                found[process.pid] = {call.laddr.port for call in process.net_connections("tcp4")}
    return found


def ports_of(pid: int) -> set[int]:
    """The local ports of a worker and its pool."""
    return set().union(*ports_of_each(pid).values())


def holder_of(pid: int, port: int) -> int | None:
    """Which process of a worker and its pool has that local port."""
    return next((each for each, ports in ports_of_each(pid).items() if port in ports), None)


def after(seconds: float) -> Callable[[], bool]:
    """True from so many seconds from now on."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until


def database_answers() -> bool:
    connection.close()
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return True


def is_cut_off(client: psycopg.Connection) -> bool:
    try:
        client.execute("SELECT 1")
    except psycopg.OperationalError:
        return True
    return False


def not_marked() -> set[str]:
    return set(Message.objects.exclude(state=Message.State.SENT).values_list("mail_id", flat=True))


def clients_that_wait(call: psycopg.Connection) -> list[int]:
    """The ports of the clients whose statement on messages waits for a lock of somebody else."""
    call.execute("SELECT pg_stat_clear_snapshot()")
    rows = call.execute(
        "SELECT client_port FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        " AND datname = current_database() AND query LIKE '%notifications_message%'"
    )
    return [port for (port,) in rows]
