"""What each actor gets from an address: the words in which the rows are written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from sessions.free_times import time_token
from tests.coaching.scene import Scene, workday

LOGIN = "to the sign-in page"
OUT = ("anonymous", "deactivated")
HOUSE = (
    *("teacher", "other_teacher", "coach", "other_coach", "lead_coach"),
    *("coordinator", "site_coordinator", "far_coordinator", "manager", "programme_admin"),
)
STRANGERS = tuple(f"stranger_{name}" for name in HOUSE)
SIGNED_IN = (*HOUSE, "operator", *STRANGERS)
EVERYBODY = (*OUT, *SIGNED_IN)

PARTICIPANTS = ("teacher", "coach")
IN_SCOPE = ("coordinator", "site_coordinator")
READERS = (*PARTICIPANTS, "lead_coach", *IN_SCOPE, "programme_admin")
COACHES = ("coach", "other_coach", "lead_coach")
MAY_ANSWER = (*IN_SCOPE, *COACHES)
COORDINATORS = ("coordinator", "site_coordinator", "far_coordinator")


NEAR_CARETAKERS = (*IN_SCOPE, "programme_admin")
"""Those who look after the people of the teacher's site."""


def also_strangers(*names: str) -> tuple[str, ...]:
    """The same of the other institution too: pages that show one's own things."""
    return (*names, *(f"stranger_{name}" for name in names))


Answers = dict[str, int | str]


def answers(rest: int, *others: tuple[int | str, tuple[str, ...]]) -> Answers:
    """`rest` for everyone but the named; who is out is sent to sign in unless named."""
    table: Answers = {**dict.fromkeys(SIGNED_IN, rest), **dict.fromkeys(OUT, LOGIN)}
    for status, names in others:
        table |= dict.fromkeys(names, status)
    return table


def for_all(status: int) -> Answers:
    """The same for everybody, whether signed in or not."""
    return dict.fromkeys(EVERYBODY, status)


BOARD_READERS = also_strangers(*COORDINATORS, "programme_admin")
COACHES_ANYWHERE = also_strangers(*COACHES)
CARETAKERS_ANYWHERE = also_strangers(*COORDINATORS, "programme_admin")
LOGGERS = COACHES_ANYWHERE + also_strangers(*COORDINATORS)
OVERSEERS = CARETAKERS_ANYWHERE + also_strangers("lead_coach")
NEAR_OVERSEERS = (*NEAR_CARETAKERS, "lead_coach")
NOT_ALLOWED = answers(405)
NO_ARGUMENTS: Callable[[Scene], list] = lambda scene: []  # noqa: E731 - a default, as short as the rows
BAD_FORM: Callable[[Scene], dict] = lambda scene: {"weekday": "never", "languages": "xx", "starts": "x"}  # noqa: E731
NO_DATA: Callable[[Scene], dict] = lambda scene: {}  # noqa: E731


@dataclass
class Row:
    """What each actor gets: by GET with `query`, by POST with `data`."""

    get: Answers
    post: Answers = field(default_factory=lambda: NOT_ALLOWED)
    args: Callable[[Scene], list] = NO_ARGUMENTS
    query: Callable[[Scene], dict] = NO_DATA
    data: Callable[[Scene], dict] = NO_DATA


def the(name: str) -> Callable[[Scene], list]:
    """The pk of a thing of the scene, as the address has it."""
    return lambda scene: [getattr(scene, name).pk]


def teacher_of(scene: Scene) -> int:
    return scene.house.people["teacher"].pk


def coach_of(scene: Scene) -> list:
    return [scene.house.coach.user_id]


def free_time(scene: Scene) -> str:
    """A time of the coach that nobody has, as addresses carry it."""
    day = timezone.localdate() + timedelta(days=workday(2))
    starts_at = datetime.combine(day, time(14), tzinfo=scene.house.institution.tz).astimezone(UTC)
    return f"{scene.house.coach.pk}@{starts_at:%Y%m%dT%H%MZ}"


def search(scene: Scene) -> dict:
    return {"topic": scene.house.topic.pk}


def choice(scene: Scene) -> dict:
    return {"time": free_time(scene), "topic": scene.house.topic.pk, "minutes": 45}


def suggested(scene: Scene) -> dict:
    return {"time": time_token(scene.house.coach.pk, scene.suggestion.starts_at)}


def logo(scene: Scene) -> list:
    return [scene.house.institution.pk, scene.house.institution.logo_hash]


def plan_of_the_coach(scene: Scene) -> dict:
    """A clinic of the coach, at the house's own site."""
    return {
        "kind": "clinic",
        "coach": scene.house.coach.pk,
        "topic": scene.house.topic.pk,
        "seats": 5,
        "title_fi": "Wilma-tunti",
        "site": scene.house.site.pk,
        "day": (timezone.localdate() + timedelta(days=workday(2))).isoformat(),
        "clock": "10:00",
        "minutes": 45,
        "pattern": "once",
    }


PLANNERS = COACHES_ANYWHERE + also_strangers(*COORDINATORS)
OPERATOR_403 = (403, ("operator",))
ADMINS = also_strangers("programme_admin")


def setting(thing: str, done: int = 400) -> Row:
    """The page of one thing that the first house has set up: its programme admin's only."""
    only = ((404, ADMINS), (200, ("programme_admin",)))
    return Row(answers(403, *only), answers(403, only[0], (done, ("programme_admin",))), args=the(thing), data=BAD_FORM)


def settings_form() -> Row:
    """A form of the settings that has no thing in its address."""
    return Row(answers(403, (200, ADMINS)), answers(403, (400, ADMINS)), data=BAD_FORM)


def setting_act(thing: str, data: Callable[[Scene], dict] = NO_DATA) -> Row:
    """What a programme admin does to one thing by a press."""
    return Row(NOT_ALLOWED, answers(403, (404, ADMINS), (302, ("programme_admin",))), args=the(thing), data=data)


DESKS = also_strangers(*COORDINATORS, "programme_admin")
STRANGE_COORDINATORS = tuple(f"stranger_{name}" for name in COORDINATORS)
