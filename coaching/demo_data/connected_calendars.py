"""Calendars that coaches of the demo have connected: one that is read, and one whose password is no longer right."""

from datetime import timedelta

from coaches.calendar_source import CalendarSource
from coaches.models import BusyTime, Coach
from coaching.demo_data.scene import Scene
from sessions.models import Session, State

NOBODY_ASKS = timedelta(days=3650)
"""Their servers do not exist, so they are never due; whoever presses "Read it now" is told so."""


def connect_calendars(scene: Scene) -> None:
    """The busy times of the first two coaches come from them."""
    if len(scene.coaches) < 2:
        return
    now, plain = scene.calendar.now, CalendarSource.Kind.ICS
    first, second = scene.coaches[:2]
    _connect(scene, first, kind=plain, address="https://calendar.example/owa/7c1f/reachcalendar.ics", read_at=now)
    _connect(
        scene,
        second,
        kind=CalendarSource.Kind.CALDAV,
        address="https://cloud.example/remote.php/dav/",
        user_name=second.user.email,
        password="kotipesa-demo",
        read_at=now - timedelta(hours=5),
        error="password",
        failures=3,
    )


def _connect(scene: Scene, coach: Coach, **fields: object) -> None:
    now = scene.calendar.now
    source = CalendarSource.objects.create(
        institution=scene.institution,
        coach=coach,
        created_at=now - timedelta(days=40),
        tried_at=now,
        due_at=now + NOBODY_ASKS,
        **fields,
    )
    BusyTime.objects.filter(coach=coach).update(source=source)


def make_a_clash(scene: Scene) -> None:
    """What was put into the second coach's calendar after a session had been booked for that time."""
    source = CalendarSource.objects.filter(coach__in=scene.coaches[1:2]).first()
    ahead = Session.objects.filter(coach__in=scene.coaches[1:2], state=State.BOOKED, starts_at__gt=scene.calendar.now)
    session = ahead.order_by("-starts_at").first()
    if source and session:
        BusyTime.objects.create(
            institution=scene.institution,
            coach=session.coach,
            source=source,
            during=(session.starts_at, session.starts_at + timedelta(minutes=30)),
        )
