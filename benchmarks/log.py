"""How quick logging help is for eight at once, and what the table of five hundred accounts asks of the database."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median, quantiles
from uuid import uuid4

from django.db import connection
from django.test import Client as TestClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.place import own_database
from coaches.hours.years import Year, this_year
from coaches.models import Coach, Mandate, WorkLog
from organisation.models import User
from organisation.people import institution_of
from tests.web import Answer, Client, together, web_server
from topics.models import Topic

CLIENTS, POSTS, TURN = 8, 40, 5
COACHES, ROWS = 500, 200
LOOKS = 5


def run() -> Iterator[dict]:
    """Yields the 95th percentile of a POST that logs help, and queries and time of the page of accounts."""
    with own_database("medium"):
        reader = User.objects.get(email="coordinator@demo.example")
        with web_server(DJANGO_SETTINGS_MODULE="benchmarks.settings") as port:
            floor, logged = _log_at_once(port, reader)
        yield _milliseconds("log_floor_post_ms_p95", _p95(floor))
        yield _milliseconds("log_post_ms_p95", _p95(logged))
        _make_coaches(reader)
        queries, times = _look(reader)
    yield {"name": "hours_page_queries", "value": queries, "unit": "queries"}
    yield _milliseconds("hours_page_ms_p50", median(times))


def _log_at_once(port: int, reader: User) -> tuple[list[Answer], list[Answer]]:
    """In turns, so that whatever else the machine does falls on both alike."""
    coaches = list(Coach.objects.visible_to(reader).open().select_related("user").order_by("pk")[:CLIENTS])
    helped = User.objects.visible_to(reader).filter(coach=None, roles=None).order_by("pk").first()
    topic = Topic.objects.visible_to(reader).get(is_open=True)
    assert helped is not None
    clients = [Client(port, coach.user) for coach in coaches]
    for client in clients:
        assert client.get("/log/").status == 200
    floor: list[Answer] = []
    logged: list[Answer] = []
    for _ in range(POSTS // TURN):
        floor += sum(together(*(_poster(client, "/floor/post/") for client in clients)), [])
        data = {"kind": "help", "minutes": 15, "topic": topic.pk, "channel": "phone", "persons": helped.pk}
        logged += sum(together(*(_poster(client, "/log/", **data) for client in clients)), [])
    assert {answer.status for answer in floor + logged} == {302}
    return floor, logged


def _poster(client: Client, path: str, **data: object) -> Callable[[], list[Answer]]:
    return lambda: [client.post(path, **data, press=uuid4()) for _ in range(TURN)]


def _make_coaches(reader: User) -> None:
    """So many coaches, each with hours and a year of rows."""
    house = institution_of(reader)
    year: Year = this_year(house)
    count = COACHES - Coach.objects.filter(institution=house).count()
    people = User.objects.bulk_create(
        User(institution=house, email=f"bench{n}@demo.example", first_name="Aino", last_name=f"Bench{n}")
        for n in range(count)
    )
    Coach.objects.bulk_create(Coach(institution=house, user=person) for person in people)
    given = {"academic_year": year.autumn, "quarter_hours": 400, "starts_on": year.first_day, "ends_on": year.last_day}
    Mandate.objects.bulk_create(Mandate(institution=house, user=person, **given) for person in people)
    starts, now = year.instants(house.tz)[0], timezone.now()
    step = max((now - starts) / ROWS, timedelta(minutes=1))
    WorkLog.objects.bulk_create(
        (
            WorkLog(institution=house, user=person, kind="help", minutes=15, starts_at=starts + n * step)
            for person in people
            for n in range(ROWS)
        ),
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE coaches_worklog, coaches_mandate, coaches_coach, organisation_user")


def _look(reader: User) -> tuple[int, list[float]]:
    client, path = TestClient(headers={"host": "localhost"}), reverse("coordination:hours")
    client.force_login(reader, backend="coaching.accounts.SignIn")
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
        queries = len(caught)  # later requests forget them
    times = []
    for _ in range(LOOKS):
        before = timezone.now()
        client.get(path)
        times.append((timezone.now() - before).total_seconds() * 1000)
    return queries, times


def _p95(answers: list[Answer]) -> float:
    return quantiles([answer.seconds * 1000 for answer in answers], n=20)[-1]


def _milliseconds(name: str, value: float) -> dict:
    return {"name": name, "value": round(value, 1), "unit": "ms"}
