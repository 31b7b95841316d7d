"""Open clinics, a group and a weekly series, with people who have signed up and some who wait."""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count

import pgtrigger
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from coaches.models import BusyTime, Channel, Coach, TimeOff
from coaching.demo_data.history import write_history
from coaching.demo_data.people import in_columns
from coaching.demo_data.plan import WILMA, buffers
from coaching.demo_data.scene import Scene
from coaching.demo_data.sessions import reminders
from coaching.demo_data.slots import is_open_on
from notifications.outbox import post
from organisation.models import User
from sessions.models import Kind, Participation, Pattern, Series, Session, State, Waiting
from topics.defaults import Text

HOUR = timedelta(hours=1)
SOONEST = timedelta(days=2)


@dataclass(frozen=True)
class Planned:
    """Sessions of one coach of the scene, `days` from now at `clock`, once a week so many `times`."""

    coach: int
    days: int
    clock: time
    title: Text
    text: Text
    kind: Kind = Kind.CLINIC
    topic: int = WILMA
    seats: int = 12
    taken: int = 0
    waiting: int = 0
    times: int = 1
    site: int | None = None
    logins: tuple[str, ...] = ()
    """Accounts that have a seat; those after them wait when it is full."""


PLANS = (
    Planned(
        *(0, 4, time(14, 15)),
        ("Wilma-klinikka", "Wilma-klinik", "Wilma clinic"),
        (
            "Tuo oma kysymyksesi. Käymme läpi poissaolot, arvioinnit ja viestit.",
            "Ta med din egen fråga. Vi går igenom frånvaro, bedömningar och meddelanden.",
            "Bring your own question. We go through absences, assessments and messages.",
        ),
        taken=8,
        logins=("teacher",),
    ),
    Planned(
        *(1, 6, time(15)),
        ("Tekoälykahvit", "AI-kaffe", "AI over coffee"),
        (
            "Puoli tuntia esimerkkejä, puoli tuntia omia kokeiluja. Voit tulla kerran tai joka viikko.",
            "En halvtimme exempel, en halvtimme egna försök. Kom en gång eller varje vecka.",
            "Half an hour of examples, half an hour of your own trials. Come once or every week.",
        ),
        topic=5,
        seats=8,
        taken=3,
        times=4,
    ),
    Planned(
        *(4, 5, time(9)),
        ("Arviointi käytännössä", "Bedömning i praktiken", "Assessment in practice"),
        (
            "Katsomme yhdessä kaksi näyttöä ja vertaamme arvioita.",
            "Vi ser på två yrkesprov tillsammans och jämför bedömningarna.",
            "We look at two demonstrations together and compare how we assess them.",
        ),
        topic=0,
        seats=4,
        taken=4,
        waiting=2,
        logins=("manager",),
    ),
    Planned(
        *(0, 9, time(13)),
        ("Uusien opettajien ryhmä", "Gruppen för nya lärare", "New teachers' group"),
        (
            "Ensimmäisen vuoden kysymyksiä pienessä ryhmässä.",
            "Det första årets frågor i en liten grupp.",
            "Questions of the first year, in a small group.",
        ),
        kind=Kind.GROUP,
        topic=4,
        seats=6,
        taken=4,
        site=0,
        logins=("teacher",),
    ),
)


def make_groups(scene: Scene) -> None:
    """What PLANS says, as far as the institution has the coaches; nobody is in two places."""
    rng = scene.chance("groups")
    for plan in PLANS:
        if plan.coach < len(scene.coaches) and plan.taken < len(scene.people) // 4:
            _plan(scene, rng, plan)


def _plan(scene: Scene, rng: random.Random, plan: Planned) -> None:
    series = None
    if plan.times > 1:
        by = scene.coaches[plan.coach].user
        series = Series.objects.create(institution=scene.institution, pattern=Pattern.WEEKLY, created_by=by)
    first = None
    for position in range(plan.times):
        starts_at = _first_free(scene, plan, first + timedelta(days=7 * position) if first else None)
        first = first or starts_at
        with pgtrigger.ignore():
            session = _session(scene, rng, plan, starts_at)
            session.series, session.position = series, position if series else None
            session.save()
        write_history([session], scene.calendar.now)
        _fill(scene, rng, plan, session)


def _first_free(scene: Scene, plan: Planned, soonest: datetime | None) -> datetime:
    """The first school day at which the coach has nothing at that time."""
    coach, calendar = scene.coaches[plan.coach], scene.calendar
    day = soonest.astimezone(calendar.tz).date() if soonest else calendar.today + timedelta(days=plan.days)
    for n in count():
        starts_at = calendar.at(day + timedelta(days=n), plan.clock)
        if starts_at.isoweekday() <= 5 and starts_at > calendar.now + SOONEST and _is_free(coach, starts_at):
            return starts_at
    raise AssertionError("days never end")


def _is_free(coach: Coach, starts_at: datetime) -> bool:
    around = (starts_at - HOUR, starts_at + 2 * HOUR)
    away = any(model.objects.filter(coach=coach, during__overlap=around).exists() for model in (TimeOff, BusyTime))
    return not away and not Participation.objects.filter(person=coach.user, during__overlap=around).exists()


def _session(scene: Scene, rng: random.Random, plan: Planned, starts_at: datetime) -> Session:
    coach = scene.coaches[plan.coach]
    before, after = buffers(coach, scene)
    return Session(
        institution=scene.institution,
        uid=uuid.UUID(int=rng.getrandbits(128), version=4),
        coach=coach,
        topic=scene.topics[plan.topic],
        kind=plan.kind,
        **in_columns("title", plan.title),
        **in_columns("text", plan.text),
        seats=plan.seats,
        state=State.BOOKED,
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        buffer_before_minutes=before,
        buffer_after_minutes=after,
        channel=Channel.IN_PERSON,
        meeting_site=coach.user.home_site,
        room="Kirjasto",
        site=None if plan.site is None else scene.sites[plan.site],
        booked_by=coach.user,
        passes_rules=not _is_open(scene, coach, starts_at),
        created_at=scene.calendar.now - timedelta(days=6),
    )


def _is_open(scene: Scene, coach: Coach, starts_at: datetime) -> bool:
    start, end = (when.astimezone(scene.calendar.tz) for when in (starts_at, starts_at + HOUR))
    spans = (span for span in scene.spans.get(coach.pk, ()) if is_open_on(span, start.date()))
    return any(span.starts <= start.time() and end.time() <= span.ends for span in spans)


def _fill(scene: Scene, rng: random.Random, plan: Planned, session: Session) -> None:
    """Give the seats to people who have nothing else then, and put some into the line."""
    during = DateTimeTZRange(session.starts_at, session.ends_at)
    shared = {"institution": scene.institution, "session": session, "during": during}
    busy = set(Participation.objects.filter(Q(during__overlap=during), active=True).values_list("person_id", flat=True))
    named = [scene.login(name) for name in plan.logins if _has(scene, name)]
    coaches = {coach.user_id for coach in scene.coaches}
    others = [each for each in scene.people if each.is_active and each.pk not in coaches and each not in named]
    free = [each for each in (*named, *rng.sample(others, len(others))) if each.pk not in busy]
    Participation.objects.create(person=session.coach.user, role=Participation.Role.COACH, **shared)
    Participation.objects.bulk_create(
        Participation(person=person, role=Participation.Role.HELPED, **shared) for person in free[: plan.taken]
    )
    for person in (session.coach.user, *free[: plan.taken]):
        post(reminders(scene, session, person))
    line = [each for each in free[plan.taken :] if not each.email.startswith(("newteacher@", "teacher@"))]
    _wait(scene, session, line[: plan.waiting])


def _wait(scene: Scene, session: Session, people: list[User]) -> None:
    Waiting.objects.bulk_create(
        Waiting(institution=scene.institution, session=session, person=person, created_at=scene.calendar.now)
        for person in people
    )


def _has(scene: Scene, login: str) -> bool:
    return any(person.email == f"{login}@{scene.house.domain}" for person in scene.people)
