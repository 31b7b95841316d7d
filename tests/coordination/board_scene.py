"""A house with two sites for the board: everyone reads English, it is a Wednesday noon in Helsinki."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaches.models import Coach
from organisation.models import Role, User
from sessions.free_times import time_token
from sessions.models import Session
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_sector,
    make_session,
    make_site,
    make_topic,
    make_user,
    open_all_week,
)

TEN = datetime(2026, 12, 2, 8, tzinfo=UTC)
"""Wednesday of next week, ten in Helsinki."""
WEEK = "?week=2026-W49"


class Board:
    """`liisa` coaches at `near`, `olli` at `far`; `jonna` belongs to `near`, `salla` to `far`."""

    def __init__(self) -> None:
        self.house = make_institution(name_en="College")
        self.near, self.far = make_site(self.house, name_en="Near"), make_site(self.house, name_en="Far")
        self.sector = make_sector(self.house, name_en="Welding")
        self.topic = make_topic(self.house, name_en="Study plans")
        self.secret = make_topic(self.house, name_en="Hush-hush")
        self.liisa = self.coach("Liisa", "Lahti", self.near)
        self.olli = self.coach("Olli", "Ojala", self.far)
        self.jonna = self.person("Jonna", "Virtanen", home_site=self.near)
        self.salla = self.person("Salla", "Salonen", home_site=self.far)
        self.coordinator = self.with_role("coordinator")
        self.near_coordinator = self.with_role("coordinator", site=self.near)
        self.admin = self.with_role("programme_admin")

    def person(self, first: str, last: str, **fields) -> User:
        return make_user(self.house, first_name=first, last_name=last, language="en", **fields)

    def coach(self, first: str, last: str, *sites) -> Coach:
        coach = make_coach(self.house, self.topic, self.secret, user=self.person(first, last))
        coach.sites.set(sites)
        open_all_week(coach)
        return coach

    def with_role(self, kind: str, **scope) -> User:
        person = self.person("Hanna", "Mäkelä")
        make_role(person, Role.Kind(kind), **scope)
        return person

    def book(self, coach: Coach, person: User, hours: float = 0, **fields) -> Session:
        """From next Wednesday at ten, so many hours later."""
        return make_session(coach, person, TEN + timedelta(hours=hours), **{"topic": self.topic, **fields})


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def look(client: Client, query: str = WEEK, name: str = "board", status: int = 200, **headers) -> str:
    answer = client.get(reverse(f"coordination:{name}") + query, headers=headers)
    assert answer.status_code == status
    return answer.content.decode()


def put(client: Client, session: Session, to: Coach, starts_at: datetime, **more):
    """The answer to moving `session` to that coach and time."""
    address = reverse("coordination:board_place", args=[session.pk])
    return client.post(address, {"time": time_token(to.pk, starts_at), **more})


def queries_of(client: Client, path: str) -> int:
    """Once the cache knows the institution's terms."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
