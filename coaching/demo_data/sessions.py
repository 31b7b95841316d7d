"""Writes the planned sessions: rows, participations, the ledger of hours, reminders."""

import random
import uuid
from datetime import datetime, timedelta

import pgtrigger
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coaches.models import Channel, Coach, TimeOff, WorkLog
from coaching.demo_data.history import write_history
from coaching.demo_data.plan import Planned, Planner, asked_at, buffers
from coaching.demo_data.scene import Scene
from coaching.demo_data.words import QUESTIONS, REASONS
from notifications.outbox import message, post
from organisation.models import User
from sessions.announcements import REMINDER
from sessions.models import HOLDING, Participation, Session, State

BATCH = 1000
EXPIRES_AFTER = timedelta(days=3)


def make_sessions(scene: Scene) -> None:
    """A year of sessions up to now and four weeks ahead, with what belongs to each."""
    rng = scene.chance("rows")
    planned = Planner(scene).plan()
    logs = [_log(scene, plan) if plan.state == State.HELD else None for plan in planned]
    WorkLog.objects.bulk_create([log for log in logs if log], batch_size=BATCH)
    sessions = [_session(scene, rng, plan, log) for plan, log in zip(planned, logs, strict=True)]
    with pgtrigger.ignore():  # they would date every session's history to now, and take longer than all the rest
        Session.objects.bulk_create(sessions, batch_size=BATCH)
    pairs = list(zip(sessions, planned, strict=True))
    write_history(sessions, scene.calendar.now)
    _take_part(scene, pairs)
    _name_persons(pairs)
    _remind(scene, pairs)
    _remember_last_booking(scene, sessions)
    _leave_one_under_time_off(scene, sessions)


def _session(scene: Scene, rng: random.Random, plan: Planned, log: WorkLog | None) -> Session:
    slot, asked = plan.slot, asked_at(plan, rng, scene.calendar)
    before, after = buffers(slot.coach, scene)
    return Session(
        institution=scene.institution,
        uid=uuid.UUID(int=rng.getrandbits(128), version=4),
        coach=slot.coach,
        topic=plan.topic,
        state=plan.state,
        awaits=plan.awaits,
        expires_at=_expiry(scene, plan, asked) if plan.state in (State.PROPOSED, State.LAPSED) else None,
        starts_at=slot.starts_at,
        ends_at=plan.ends_at,
        buffer_before_minutes=before,
        buffer_after_minutes=after,
        channel=slot.span.channel,
        meeting_site=slot.span.site,
        room=slot.span.room,
        link=slot.coach.meeting_link if slot.span.channel == Channel.ONLINE else "",
        site=plan.person.home_site,
        sector=plan.person.home_sector,
        about=_question(scene, rng, plan) if rng.random() < 0.6 else "",
        cancel_reason=_reason(rng, plan),
        booked_by=_booker(scene, rng, plan),
        work_log=log,
        created_at=asked,
    )


def _expiry(scene: Scene, plan: Planned, asked: datetime) -> datetime:
    """Three days, or the minimum notice, whichever is first."""
    notice = timedelta(minutes=scene.institution.minimum_notice_minutes)
    return min(asked + EXPIRES_AFTER, plan.slot.starts_at - notice)


def _question(scene: Scene, rng: random.Random, plan: Planned) -> str:
    return rng.choice(QUESTIONS[plan.person.language][scene.topics.index(plan.topic)])


def _reason(rng: random.Random, plan: Planned) -> str:
    return rng.choice(REASONS[plan.person.language]) if plan.state == State.CANCELLED and rng.random() < 0.7 else ""


def _booker(scene: Scene, rng: random.Random, plan: Planned) -> User:
    """Most people book for themselves; a proposal comes from the coach or the coordinator."""
    coordinator = scene.login("coordinator")
    if plan.awaits == "coach":
        return coordinator
    if plan.awaits == "teacher" or plan.state == State.LAPSED:
        return rng.choice((plan.slot.coach.user, coordinator))
    return rng.choices((plan.person, plan.slot.coach.user, coordinator), weights=(80, 14, 6))[0]


def _take_part(scene: Scene, pairs: list[tuple[Session, Planned]]) -> None:
    rows = []
    for session, plan in pairs:
        shared = {
            "institution": scene.institution,
            "session": session,
            "during": DateTimeTZRange(session.starts_at, session.ends_at),
            "active": session.state in HOLDING,
        }
        attendance = Participation.Attendance.CAME if session.state == State.HELD else Participation.Attendance.UNKNOWN
        rows.append(Participation(person=plan.slot.coach.user, role=Participation.Role.COACH, **shared))
        rows.append(Participation(person=plan.person, role=Participation.Role.HELPED, attendance=attendance, **shared))
    Participation.objects.bulk_create(rows, batch_size=BATCH)


def _log(scene: Scene, plan: Planned) -> WorkLog:
    return WorkLog(
        institution=scene.institution,
        user=plan.slot.coach.user,
        kind=WorkLog.Kind.SESSION,
        topic=plan.topic,
        channel=plan.slot.span.channel,
        starts_at=plan.slot.starts_at,
        minutes=plan.length // timedelta(minutes=1),
        site=plan.person.home_site,
        sector=plan.person.home_sector,
    )


def _name_persons(pairs: list[tuple[Session, Planned]]) -> None:
    named = WorkLog.persons.through
    rows = [named(worklog_id=session.work_log_id, user=plan.person) for session, plan in pairs if session.work_log_id]
    named.objects.bulk_create(rows, batch_size=BATCH)


def _remind(scene: Scene, pairs: list[tuple[Session, Planned]]) -> None:
    """Reminders still ahead of the booked sessions; nothing is said about what is past."""
    messages = []
    for session, plan in pairs:
        if session.state == State.BOOKED and session.starts_at > scene.calendar.now:
            for person in (plan.slot.coach.user, plan.person):
                messages += reminders(scene, session, person)
    post(messages)


def reminders(scene: Scene, session: Session, person: User) -> list:
    """Those of `person` that are still ahead."""
    offsets = [timedelta(minutes=minutes) for minutes in scene.institution.reminder_offsets]
    return [
        message(
            kind=REMINDER,
            thing=session,
            recipient=person,
            due_at=session.starts_at - offset,
            latest_at=session.starts_at,
            offset=offset,
        )
        for offset in offsets
        if session.starts_at - offset > scene.calendar.now
    ]


def _remember_last_booking(scene: Scene, sessions: list[Session]) -> None:
    latest: dict[int, datetime] = {}
    for session in sessions:
        latest[session.coach_id] = max(session.created_at, latest.get(session.coach_id, session.created_at))
    for coach in scene.coaches:
        coach.last_booked_at = latest.get(coach.pk)
    Coach.objects.bulk_update(scene.coaches, ["last_booked_at"])


def _leave_one_under_time_off(scene: Scene, sessions: list[Session]) -> None:
    """One coach took a day off that hits a session: it stays until someone acts."""
    soonest = scene.calendar.now + timedelta(days=6)
    hit = next(
        (s for s in sessions if s.state == State.BOOKED and s.starts_at > soonest and not _is_own(scene, s)), None
    )
    if hit:
        hours = DateTimeTZRange(hit.starts_at - timedelta(hours=1), hit.ends_at + timedelta(hours=2))
        TimeOff.objects.create(institution=scene.institution, coach=hit.coach, during=hours)


def _is_own(scene: Scene, session: Session) -> bool:
    """Whether it is of the demo's own coach, whose desk should stay in order."""
    return session.coach_id == scene.coaches[0].pk
