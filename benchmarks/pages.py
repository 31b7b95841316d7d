"""How quick pages are against the real web server at medium size, beside the least that a page of it can be."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from statistics import median, quantiles

from django.utils import timezone

from benchmarks.place import own_database
from organisation.models import User
from sessions.free_times import FreeTime, Search, find_free_times
from tests.web import Answer, Client, together, web_server
from topics.models import Topic

READS = 200
CLIENTS = 8
POSTS, TURN = 40, 5
"""A client's in all, and in a row."""


def run() -> Iterator[dict]:
    """Yields the times of pages and of bookings, and how many times the floor's they are."""
    with own_database("medium"), web_server(DJANGO_SETTINGS_MODULE="benchmarks.settings") as port:
        reader = User.objects.get(email="teacher@demo.example")
        topic = Topic.objects.visible_to(reader).offered().first()
        pages = {"floor": "/floor/", "book_page": f"/book/?topic={topic.pk}"}
        reads = {name: _milliseconds(answers, 200) for name, answers in _read(Client(port, reader), pages).items()}
        floor_posts, bookings = _post_at_once(port, reader)
        floor_post, booking_post = _p95(_milliseconds(floor_posts, 302)), _p95(_milliseconds(bookings, 302, 409))
    for name, times in reads.items():
        yield _figure(f"{name}_ms_p50", median(times))
    yield _ratio("book_page_per_floor", median(reads["book_page"]), median(reads["floor"]))
    yield _figure("floor_post_ms_p95", floor_post)
    yield _figure("booking_post_ms_p95", booking_post)
    yield _ratio("booking_post_per_floor_post", booking_post, floor_post)
    yield {"name": "bookings_made", "value": sum(answer.status == 302 for answer in bookings), "unit": "bookings"}


def _read(client: Client, pages: dict[str, str]) -> dict[str, list[Answer]]:
    """Every page in turn, so that whatever else the machine does falls on all alike."""
    for path in list(pages.values()) * 20:
        client.get(path)  # both web processes have seen each page before the clock starts
    rounds = [{name: client.get(path) for name, path in pages.items()} for _ in range(READS)]
    return {name: [each[name] for each in rounds] for name in pages}


def _post_at_once(port: int, reader: User) -> tuple[list[Answer], list[Answer]]:
    """Eight people post to the floor, then they book, each a time of their own with other coaches than the others'."""
    teachers = User.objects.visible_to(reader).filter(coach=None, roles=None).order_by("pk")[:CLIENTS]
    topic = Topic.objects.visible_to(reader).get(is_open=True)
    clients = [Client(port, teacher) for teacher in teachers]
    wishes = [_wishes(teacher, number) for number, teacher in enumerate(teachers)]
    for client, (first, *_) in zip(clients, wishes, strict=True):
        client.get(f"/book/confirm/?time={first.token}&topic={topic.pk}&minutes=45")
    floor: list[Answer] = []
    booked: list[Answer] = []
    for start in range(0, POSTS, TURN):  # in turns, so that whatever else the machine does falls on both alike
        floor += sum(together(*(_to_floor(client) for client in clients)), [])
        turn = [times[start : start + TURN] for times in wishes]
        booked += sum(together(*(_booker(*pair, topic) for pair in zip(clients, turn, strict=True))), [])
    return floor, booked


def _to_floor(client: Client) -> Callable[[], list[Answer]]:
    return lambda: [client.post("/floor/post/") for _ in range(TURN)]


def _booker(client: Client, wishes: list[FreeTime], topic: Topic) -> Callable[[], list[Answer]]:
    return lambda: [
        client.post("/book/confirm/", time=time.token, topic=topic.pk, minutes=45, about="Wilma") for time in wishes
    ]


def _wishes(teacher: User, number: int) -> list[FreeTime]:
    """Free times of every eighth coach, one a coach and day and three a coach and week, an hour or more apart."""
    today = timezone.localdate()
    search = Search(
        institution=teacher.institution,
        persons=(teacher.pk,),
        first_day=today,
        last_day=today + timedelta(weeks=8),
        length=timedelta(minutes=45),
    )
    chosen: dict[datetime, FreeTime] = {}
    weeks: dict[tuple[int, int], int] = {}
    for time in find_free_times(search):
        day, hour = time.starts_at.date(), time.starts_at.replace(minute=0)
        week = (time.coach_id, day.isocalendar().week)
        if time.starts_at.minute or time.coach_id % CLIENTS != number or hour in chosen or weeks.get(week, 0) >= 3:
            continue
        if not any(other.coach_id == time.coach_id and other.starts_at.date() == day for other in chosen.values()):
            chosen[hour] = time
            weeks[week] = weeks.get(week, 0) + 1
    assert len(chosen) >= POSTS, "too few free times to measure with"
    return list(chosen.values())[:POSTS]


def _milliseconds(answers: list[Answer], *statuses: int) -> list[float]:
    """Raises AssertionError where an answer has none of `statuses`, if any are told."""
    assert not statuses or {answer.status for answer in answers} <= {*statuses}, {answer.status for answer in answers}
    return [answer.seconds * 1000 for answer in answers]


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def _figure(name: str, milliseconds: float) -> dict:
    return {"name": name, "value": round(milliseconds, 1), "unit": "ms"}


def _ratio(name: str, value: float, floor: float) -> dict:
    return {"name": name, "value": round(value / floor, 2), "unit": "ratio"}
