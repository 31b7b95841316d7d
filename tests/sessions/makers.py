"""Sessions made by the services, for tests that are about something else."""

from datetime import datetime, timedelta

from django.utils import timezone

from organisation.models import User
from sessions import services
from sessions.models import Session
from tests.factories import make_coach, make_institution, make_topic, make_user


def in_days(days: float, hour: int = 10) -> datetime:
    """A full hour UTC, so many days from now."""
    return (timezone.now() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def book(
    *,
    person: User | None = None,
    coach_language: str = "fi",
    person_language: str = "fi",
    starts_at: datetime | None = None,
    about: str = "",
    **coach_fields,
) -> Session:
    """A booked session of Liisa Lahti with Sanna Östman (or `person`), an hour long, booked by Liisa, its coach."""
    school = person.institution if person else make_institution(name_fi="Järvimaan ammattiopisto")
    topic = make_topic(school, name_fi="Wilma ja Primus", name_sv="Wilma och Primus", name_en="Wilma and Primus")
    liisa = make_user(school, first_name="Liisa", last_name="Lahti", language=coach_language)
    defaults = {"meeting_link": "https://teams.microsoft.com/l/meetup"}
    coach = make_coach(school, topic, user=liisa, **{**defaults, **coach_fields})
    person = person or make_user(school, first_name="Sanna", last_name="Östman", language=person_language)
    return services.book_session(
        coach=coach,
        topic=topic,
        person=person,
        starts_at=starts_at or in_days(3),
        length=timedelta(hours=1),
        by=liisa,
        about=about,
        pass_rules=True,
    )
