"""Makers of real rows, with no surprise in them: what a test does not say is the plainest thing there is."""

from datetime import date, datetime, time, timedelta
from itertools import count

from coaches.models import Channel, Coach, OpeningHours
from organisation.models import Institution, Role, Sector, Site, User
from organisation.services import trust_addresses
from sessions.models import Awaits, Participation, Session, State
from topics.models import Topic

_number = count(1)


def make_institution(**fields) -> Institution:
    """An institution that is open on public holidays: what day it is must not matter to a test."""
    n = next(_number)
    return Institution.objects.create(
        **{"name_fi": f"Opisto {n}", "slug": f"opisto-{n}", "closes_on_holidays": False, **fields}
    )


def make_site(institution: Institution, **fields) -> Site:
    return Site.objects.create(institution=institution, **{"name_fi": f"Kampus {next(_number)}", **fields})


def make_sector(institution: Institution, **fields) -> Sector:
    return Sector.objects.create(institution=institution, **{"name_fi": f"Ala {next(_number)}", **fields})


def make_user(institution: Institution | None, password: str | None = None, **fields) -> User:
    n = next(_number)
    defaults = {"email": f"person{n}@opisto.example", "first_name": "Aino", "last_name": f"Henkilö{n}"}
    person = User.objects.create_user(password=password, institution=institution, **{**defaults, **fields})
    trust_addresses([person])
    return person


def make_role(user: User, kind: str, **fields) -> Role:
    return Role.objects.create(institution=user.institution, user=user, kind=kind, **fields)


def make_topic(institution: Institution, **fields) -> Topic:
    return Topic.objects.create(institution=institution, **{"name_fi": f"Aihe {next(_number)}", **fields})


def make_coach(institution: Institution, *topics: Topic, user: User | None = None, **fields) -> Coach:
    """A coach without opening hours."""
    coach = Coach.objects.create(
        institution=institution, user=user or make_user(institution), **{"languages": ["fi"], **fields}
    )
    coach.topics.set(topics)
    return coach


def open_hours(coach: Coach, weekday: int, starts: time, ends: time, **fields) -> OpeningHours:
    """A span of `weekday` (ISO, Monday is 1) in local wall time, valid from long ago."""
    defaults = {"channel": Channel.ONLINE, "valid_from": date(2020, 1, 1)}
    return OpeningHours.objects.create(
        institution=coach.institution, coach=coach, weekday=weekday, starts=starts, ends=ends, **{**defaults, **fields}
    )


def open_all_week(coach: Coach, starts: time = time(8), ends: time = time(16), **fields) -> None:
    for weekday in range(1, 6):
        open_hours(coach, weekday, starts, ends, **fields)


def make_session(coach: Coach, person: User, starts_at: datetime, *, minutes: int = 60, **fields) -> Session:
    """A row with its two people, past every rule; booked unless `state` says otherwise. `topic` may be left out."""
    ends_at, state = starts_at + timedelta(minutes=minutes), fields.setdefault("state", State.BOOKED)
    if state == State.PROPOSED:
        fields = {"awaits": Awaits.TEACHER, "expires_at": starts_at, **fields}
    defaults = {"channel": Channel.ONLINE, "site": person.home_site, "sector": person.home_sector, **fields}
    defaults.setdefault("topic", coach.topics.first())
    session = Session.objects.create(
        institution=coach.institution, coach=coach, starts_at=starts_at, ends_at=ends_at, **defaults
    )
    for user, role in ((coach.user, Participation.Role.COACH), (person, Participation.Role.HELPED)):
        Participation.objects.create(
            institution=coach.institution,
            session=session,
            person=user,
            role=role,
            during=(starts_at, ends_at),
            active=session.holds_time,
        )
    return session
