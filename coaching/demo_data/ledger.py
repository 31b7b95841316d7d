"""Hours given beside booked sessions: help in passing, preparation, meetings, coordination, training."""

import random
from datetime import date, time, timedelta

from coaches.models import Channel, Coach, Objection, WorkLog
from coaching.demo_data.calendar import is_holiday
from coaching.demo_data.scene import Scene
from coaching.demo_data.words import LOG_LINES, OBJECTION
from organisation.models import User

WAYS = (Channel.IN_PERSON, Channel.IN_PERSON, Channel.CHAT, Channel.PHONE, Channel.ONLINE)
Kind = WorkLog.Kind


def make_ledger(scene: Scene) -> None:
    """Rows of the past year. As many pieces of help as there are sessions; a team meeting every other week."""
    rng = scene.chance("ledger")
    days = [day for day in scene.calendar.school_days() if day < scene.calendar.today]
    helped = [_help(scene, rng, rng.choice(days)) for _ in range(scene.size.sessions if days else 0)]
    other = [row for day in days for row in _other_work(scene, rng, day)]
    WorkLog.objects.bulk_create([log for log, _ in helped] + other, batch_size=1000)
    named = WorkLog.persons.through
    named.objects.bulk_create([named(worklog=log, user=person) for log, person in helped if person], batch_size=1000)
    if days:
        _object(scene, days[-1])
        _correct(scene)


def _object(scene: Scene, day: date) -> None:
    """The first coach has logged help to the first teacher, who objects to one row of two."""
    coach, teacher = scene.coaches[0], scene.login("teacher")
    for wall, minutes, objects in ((time(9, 15), 15, False), (time(13, 30), 30, True)):
        log = _row(scene, coach.user, Kind.HELP, day, wall, minutes)
        log.topic, log.channel = scene.topics_of[coach.pk][0], Channel.PHONE
        log.line = LOG_LINES[coach.user.language][0]
        log.save()
        log.persons.add(teacher)
        if objects:
            Objection.objects.create(
                institution=scene.institution,
                work_log=log,
                person=teacher,
                text=OBJECTION,
                written_at=scene.calendar.at(day, time(15)),
            )


def _correct(scene: Scene) -> None:
    """A row of a month long closed was too long, and the difference stands today."""
    now, before = scene.calendar.now, scene.calendar.now - timedelta(days=60)
    logs = WorkLog.objects.filter(user=scene.coaches[0].user, kind=Kind.HELP, starts_at__lt=before, minutes__gt=15)
    if log := logs.order_by("-starts_at", "-pk").first():
        WorkLog.objects.create(
            institution=scene.institution,
            user=log.user,
            kind=log.kind,
            topic=log.topic,
            channel=log.channel,
            starts_at=now - timedelta(hours=1),
            minutes=-10,
            site=log.site,
            sector=log.sector,
            corrects=log,
            late_for=log.starts_at.astimezone(scene.calendar.tz).date(),
        )


def _help(scene: Scene, rng: random.Random, day: date) -> tuple[WorkLog, User | None]:
    """A piece of help never booked, and who got it; some rows have only a number of people."""
    coach, minutes = rng.choice(scene.coaches), rng.choice((5, 5, 10, 15, 15, 30, 45))
    person = rng.choice(scene.people) if rng.random() < 0.8 else None
    if person == coach.user:
        person = None
    log = _row(scene, coach.user, Kind.HELP, day, time(rng.randrange(8, 16), rng.choice((0, 15, 30, 45))), minutes)
    log.topic, log.channel = rng.choice(scene.topics_of[coach.pk]), rng.choice(WAYS)
    log.line = rng.choice(LOG_LINES[coach.user.language]) if rng.random() < 0.4 else ""
    home = person or coach.user
    log.site, log.sector = home.home_site, home.home_sector
    log.head_count = None if person else rng.randrange(1, 7)
    return log, person


def _other_work(scene: Scene, rng: random.Random, day: date) -> list[WorkLog]:
    rows = []
    if day.isoweekday() == 3 and day.isocalendar().week % 2 and not is_holiday(day):
        rows += [_row(scene, coach.user, Kind.MEETING, day, time(14, 15), 45) for coach in scene.coaches]
    for coach in scene.coaches:
        if rng.random() < 0.03:
            rows.append(_own_work(scene, rng, coach, day))
    if day.isoweekday() == 1:
        rows.append(_row(scene, scene.login("coordinator"), Kind.COORDINATION, day, time(9), 90))
    return rows


def _own_work(scene: Scene, rng: random.Random, coach: Coach, day: date) -> WorkLog:
    kind = rng.choice((Kind.PREPARATION, Kind.PREPARATION, Kind.MATERIAL, Kind.TRAINING))
    return _row(scene, coach.user, kind, day, time(15), rng.choice((30, 45, 60, 90)))


def _row(scene: Scene, user: User, kind: str, day: date, wall: time, minutes: int) -> WorkLog:
    return WorkLog(
        institution=scene.institution,
        user=user,
        kind=kind,
        starts_at=scene.calendar.at(day, wall),
        minutes=minutes,
        site=user.home_site,
        sector=user.home_sector,
    )
