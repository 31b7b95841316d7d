"""A small institution of a test's own, with one coach who is open on every weekday."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from coaches.models import Coach
from organisation.models import User
from sessions.models import Session
from sessions.services import book_session, propose_session
from tests.factories import make_coach, make_institution, make_topic, make_user, open_all_week

PASSWORD = "kotipesa-demo"
LENGTH = timedelta(minutes=45)


class House:
    """`teacher`, `coach` and `topic` of an institution in which nothing is booked. Everyone reads English."""

    def __init__(self) -> None:
        self.institution = make_institution(name_en="Example College", languages=["fi", "sv", "en"])
        self.topic = make_topic(self.institution, name_en="Wilma and Primus")
        self.teacher = self.person("Sanna", "Östman")
        self.coach = self.coach_named("Liisa", "Lahti")

    def person(self, first_name: str, last_name: str) -> User:
        """Someone who can also sign in on the page, with PASSWORD."""
        someone = make_user(
            self.institution,
            email=f"{first_name}.{last_name}.{self.institution.pk}@college.example".lower().replace("ö", "o"),
            first_name=first_name,
            last_name=last_name,
            language="en",
        )
        # The hash of an account of the demo: the tests' own quick hashes are nothing the server accepts.
        someone.password = User.objects.get(email="teacher@demo.example").password
        someone.save(update_fields=["password"])
        return someone

    def coach_named(self, first_name: str, last_name: str) -> Coach:
        user = self.person(first_name, last_name)
        coach = make_coach(self.institution, self.topic, user=user, languages=["en"])
        open_all_week(coach, time(8), time(16))
        return coach

    def workday(self, ahead: int) -> datetime:
        """Noon of a Monday to Friday at least so many days ahead."""
        today = timezone.localdate()
        days = (today + timedelta(days=n) for n in range(ahead, ahead + 3))
        day = next(day for day in days if day.isoweekday() <= 5)
        return datetime.combine(day, time(12), tzinfo=self.institution.tz)

    def booked(self, ahead: int = 3, person: User | None = None, **more) -> Session:
        wish = self._wish(ahead, person)
        return book_session(**wish, by=wish["person"], pass_rules=True, **more)

    def proposed(self, ahead: int = 3, awaits: str = "coach") -> Session:
        wish = self._wish(ahead, None)
        by = self.teacher if awaits == "coach" else self.coach.user
        return propose_session(**wish, by=by, awaits=awaits)

    def _wish(self, ahead: int, person: User | None) -> dict:
        return {
            "coach": self.coach,
            "topic": self.topic,
            "person": person or self.teacher,
            "starts_at": self.workday(ahead),
            "length": LENGTH,
        }
