"""Many people press "Confirm booking" for the same time at the same instant, over HTTP, round after round."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.utils import timezone

from benchmarks.place import own_database
from coaches.models import Coach
from organisation.models import User
from sessions.free_times import time_token
from sessions.models import Session
from tests.factories import make_coach, make_institution, make_topic, make_user, open_all_week
from tests.sessions.racing import at_once, troubles, without_constraints
from tests.web import Answer, Client, together, web_server
from topics.models import Topic

CLIENTS = 20
SLOTS_A_DAY = 32
LENGTH = timedelta(minutes=15)


@dataclass(frozen=True)
class Scene:
    """A coach who takes any number of bookings, and those who want them."""

    coach: Coach
    topic: Topic
    teachers: list[User]

    def slot(self, number: int) -> datetime:
        """A quarter of an hour of its own for each number, from next week's Monday on."""
        days, quarter = divmod(number, SLOTS_A_DAY)
        weeks, weekday = divmod(days, 5)
        today = timezone.localdate()
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks + 1)
        opens = datetime.combine(monday + timedelta(days=weekday), time(8), self.coach.institution.tz)
        return opens + quarter * LENGTH

    def wish(self, starts_at: datetime) -> dict[str, object]:
        """What the form sends for the time from `starts_at`."""
        return {"time": time_token(self.coach.pk, starts_at), "topic": self.topic.pk, "minutes": 15}


@dataclass(frozen=True)
class Round:
    """The answers to those who wanted one time, and how many sessions came of it."""

    answers: list[Answer]
    booked: int

    @property
    def statuses(self) -> Counter:
        return Counter(answer.status for answer in self.answers)


def run(rounds: int = 50, clients: int = CLIENTS) -> Iterator[dict]:
    """Yields how it went; anything but 0 double bookings and 0 errors is a defect."""
    with own_database():
        scene = make_scene(clients)
        played = list(play(scene, rounds))
        overbooked = control(scene, scene.slot(rounds))
    seconds = [answer.seconds for each in played for answer in each.answers]
    statuses = sum((each.statuses for each in played), Counter())
    yield {"name": "race_clients", "value": clients, "unit": "clients"}
    yield {"name": "race_rounds", "value": len(played), "unit": "rounds"}
    yield {"name": "race_double_bookings", "value": sum(each.booked != 1 for each in played), "unit": "rounds"}
    yield {"name": "race_slowest_s", "value": round(max(seconds), 3), "unit": "s"}
    yield {"name": "race_refusals", "value": statuses[409], "unit": "answers"}
    yield {"name": "race_500s", "value": sum(statuses[code] for code in statuses if code >= 500), "unit": "answers"}
    yield {"name": "race_control_double_bookings", "value": overbooked, "unit": "pairs"}


def make_scene(clients: int = CLIENTS) -> Scene:
    house = make_institution(
        buffer_after_minutes=0, daily_cap=SLOTS_A_DAY, weekly_cap=5 * SLOTS_A_DAY, horizon_days=400
    )
    topic = make_topic(house)
    coach = make_coach(house, topic)
    open_all_week(coach)
    return Scene(coach, topic, [make_user(house) for _ in range(clients)])


def play(scene: Scene, rounds: int) -> Iterator[Round]:
    """So many races against a real web server, each for a time of its own."""
    with web_server() as port:
        clients = [Client(port, teacher) for teacher in scene.teachers]
        for client in clients:
            client.get(f"/book/confirm/?{urlencode(scene.wish(scene.slot(0)))}")  # as everyone does before pressing
        for number in range(rounds):
            yield _race(clients, scene, scene.slot(number))


def _race(clients: list[Client], scene: Scene, starts_at: datetime) -> Round:
    wish = scene.wish(starts_at)
    answers = together(*(lambda c=client: c.post("/book/confirm/", **wish, about="Wilma") for client in clients))
    return Round(answers, Session.objects.holding().filter(coach=scene.coach, starts_at=starts_at).count())


def control(scene: Scene, starts_at: datetime) -> int:
    """The same race for a booking that looks first and then writes, with nothing behind it: pairs that overlap."""
    with without_constraints():
        at_once(*(lambda: _look_and_write(scene, starts_at) for _ in scene.teachers))
        return troubles()


@transaction.atomic
def _look_and_write(scene: Scene, starts_at: datetime) -> None:
    ends_at = starts_at + LENGTH
    if not Session.objects.holding().filter(coach=scene.coach, busy__overlap=(starts_at, ends_at)).exists():
        Session.objects.create(
            institution=scene.coach.institution,
            coach=scene.coach,
            topic=scene.topic,
            starts_at=starts_at,
            ends_at=ends_at,
            channel="online",
        )
