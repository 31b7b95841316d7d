"""A clinic, a group and a series on the day of `extras.Day`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from organisation.models import User
from sessions.models import Kind, Session
from sessions.services import Outline, plan_sessions
from tests.factories import make_user
from tests.sessions.extras import Day

TITLE = {"title_fi": "Wilma-klinikka", "text_fi": "Tuo kysymyksesi."}


def outline(day: Day, **fields) -> Outline:
    """An open clinic of the day's coach, by the coach, an hour long and with three seats, unless told."""
    usual = {"coach": day.coach, "topic": day.topic, "length": timedelta(hours=1), "by": day.coach.user}
    usual |= {"kind": Kind.CLINIC, "seats": 3, "words": TITLE, "pass_rules": True}
    return Outline(**{**usual, **fields})


def one_to_one(day: Day, *people: User, **fields) -> Outline:
    """Sessions of `people` with the day's coach, booked by the coach."""
    usual = {"coach": day.coach, "topic": day.topic, "length": timedelta(hours=1), "by": day.coach.user}
    return Outline(**{**usual, "people": people, **fields})


def clinic(day: Day, starts_at: datetime | None = None, **fields) -> Session:
    """Next Wednesday at 13, unless told."""
    [session] = plan_sessions(outline=outline(day, **fields), starts=[starts_at or day.at(13)])
    return session


def weekly(day: Day, weeks: int = 4, **fields) -> list[Session]:
    """A clinic on so many Wednesdays at 13."""
    return plan_sessions(outline=outline(day, **fields), starts=[day.at(13, days=7 * n) for n in range(weeks)])


def many(day: Day, count: int) -> list[User]:
    return [make_user(day.house) for _ in range(count)]


def helped_in(session: Session) -> set[User]:
    """Who has a seat."""
    rows = session.participations.filter(role="helped", active=True, left_at=None)
    return {row.person for row in rows.select_related("person")}


def starts(sessions: Iterable[Session]) -> list[datetime]:
    return [session.starts_at for session in sessions]
