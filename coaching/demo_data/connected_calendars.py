"""Calendars that coaches of the demo have connected: one that is read, and one whose password is no longer right."""

from datetime import timedelta

from coaches.calendar_source import CalendarSource
from coaches.models import BusyTime, Coach
from coaching.demo_data.scene import Scene
from sessions.models import Kind, Session, State

CLASHING = 6
"""The place of a coach in the list."""
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


def fill_a_booked_time(scene: Scene) -> None:
    """Something has come into one coach's own calendar at the time of a session, for the desks to show."""
    if len(scene.coaches) <= CLASHING:
        return
    coach, now = scene.coaches[CLASHING], scene.calendar.now
    ahead = Session.objects.filter(coach=coach, state=State.BOOKED, kind=Kind.ONE_TO_ONE)
    session = ahead.filter(starts_at__gt=now + timedelta(days=1)).order_by("starts_at").first()
    if session:
        address = "https://calendar.example/owa/52ab/calendar.ics"
        source = _connect(scene, coach, kind=CalendarSource.Kind.ICS, address=address, read_at=now)
        during = (session.starts_at, session.ends_at)
        BusyTime.objects.create(institution=scene.institution, coach=coach, source=source, during=during)


def _connect(scene: Scene, coach: Coach, **fields: object) -> CalendarSource:
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
    return source
