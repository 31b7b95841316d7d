"""Sessions by the thousand, written in bulk, for measurements and for tests of the machinery."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models.functions import Now
from django.utils import timezone

from coaches.models import Channel, Coach
from notifications.models import Message
from organisation.models import Institution, User
from sessions.models import Participation, Session
from topics.models import Topic

COACHES = 50
"""The first so many people, who hold the sessions of all others."""


def write_reminders(sessions: Sequence[Session], count: int) -> None:
    """`count` reminders that are due, to the coach and the one helped of each of `sessions`."""
    rows = Participation.objects.filter(session__in=sessions).order_by("pk")
    Message.objects.bulk_create(
        Message(
            kind="session_reminder",
            thing_id=row.session_id,
            recipient_id=row.person_id,
            due_at=Now(),
            latest_at=Now() + timedelta(hours=12),
            mail_id=f"<{uuid4().hex}@{settings.UID_HOST}>",
        )
        for row in rows[:count]
    )


def many_sessions(count: int) -> list[Session]:
    """As many booked sessions tomorrow and after, of 50 coaches and 500 teachers, nobody in two places."""
    school = Institution.objects.create(name_fi="Koeopisto", slug=uuid4().hex, reminder_offsets=[1440, 60])
    topic = Topic.objects.create(institution=school, name_fi="Wilma, Primus ja muut järjestelmät")
    people = User.objects.bulk_create(_person(school, number) for number in range(550))
    coaches = Coach.objects.bulk_create(
        Coach(institution=school, user=person, meeting_link="https://meet.example/1") for person in people[:COACHES]
    )
    start = (timezone.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    sessions = Session.objects.bulk_create(
        Session(
            institution=school,
            coach=coaches[number % 50],
            topic=topic,
            starts_at=start + timedelta(hours=2 * (number // 50)),
            ends_at=start + timedelta(hours=2 * (number // 50) + 1),
            channel=Channel.ONLINE,
        )
        for number in range(count)
    )
    Participation.objects.bulk_create(
        row for number, session in enumerate(sessions) for row in _take_part(session, people, number)
    )
    return sessions


def _person(school: Institution, number: int) -> User:
    return User(
        institution=school,
        email=f"person{number}@{school.slug}.example",
        first_name="Sanna",
        last_name=f"Mäkelä-Östman {number}",
        language=("fi", "sv", "en")[number % 3],
    )


def _take_part(session: Session, people: list[User], number: int) -> Iterator[Participation]:
    during = (session.starts_at, session.ends_at)
    common = {"institution_id": session.institution_id, "session": session, "during": during}
    yield Participation(person=people[number % 50], role=Participation.Role.COACH, **common)
    yield Participation(person=people[50 + number % 500], role=Participation.Role.HELPED, **common)
