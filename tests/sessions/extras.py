"""A house on any ordinary day, for what can be done with a session besides booking it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from coaches.models import Coach
from notifications.models import Message
from organisation.models import Institution, User
from sessions import services
from sessions.models import Session
from tests.factories import make_coach, make_institution, make_topic, make_user, open_all_week
from topics.models import Topic

LENGTH = timedelta(minutes=45)


@dataclass
class Day:
    """A coach and another, both open on weekdays from 8 to 16, three teachers; `at(10)` is a Wednesday next week."""

    house: Institution = field(default_factory=make_institution)
    topic: Topic = field(init=False)
    coach: Coach = field(init=False)
    other_coach: Coach = field(init=False)
    anna: User = field(init=False)
    bea: User = field(init=False)
    carl: User = field(init=False)

    wednesday: date = field(init=False)

    def __post_init__(self) -> None:
        today = timezone.localdate()
        self.wednesday = today + timedelta(days=7 + (2 - today.weekday()) % 7)
        self.topic = make_topic(self.house)
        self.coach, self.other_coach = (make_coach(self.house, self.topic) for _ in range(2))
        for coach in (self.coach, self.other_coach):
            open_all_week(coach)
        self.anna, self.bea, self.carl = (
            make_user(self.house, first_name=first, last_name=last)
            for first, last in (("Anna", "Aho"), ("Bea", "Berg"), ("Carl", "Cavén"))
        )

    def at(self, hour: int, minute: int = 0, *, days: int = 0) -> datetime:
        return datetime.combine(self.wednesday + timedelta(days=days), time(hour, minute), self.house.tz)

    def book(self, starts_at: datetime | None = None, **fields) -> Session:
        """Anna's session with the coach at 10, booked by herself, unless told."""
        person = fields.pop("person", self.anna)
        wish = {"coach": self.coach, "topic": self.topic, "length": LENGTH, "by": person, **fields}
        return services.book_session(person=person, starts_at=starts_at or self.at(10), **wish)


def people_of(session: Session) -> set[User]:
    """Whose time the session takes."""
    return {row.person for row in session.participations.filter(active=True).select_related("person")}


def told(kind: str, **filters) -> set[User]:
    """To whom a message of `kind` waits to be sent."""
    rows = Message.objects.filter(kind=kind, state=Message.State.WAITING, **filters)
    return {row.recipient for row in rows.select_related("recipient")}
