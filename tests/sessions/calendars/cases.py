"""Calendar files of every kind that the product writes, on a day that stands still, with what each must say."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.test import override_settings
from django.utils.translation import override

from kit import ical
from notifications.registry import kind_of
from organisation.models import User
from sessions.calendar_feed import feed_file
from sessions.calendar_file import calendar_file, summary
from sessions.models import CalendarFeed, Kind, Participation, Session, SessionEvent, State
from tests.factories import make_coach, make_institution, make_session, make_site, make_topic, make_user
from tests.sessions.calendars.texts import ATTACKS, BREAKS, fill

GOLDEN = Path(__file__).parent / "golden"
SAID = GOLDEN / "said.json"
"""What each file must say, by its name."""
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
REPLIES = "vastaukset@kotipesa.example"
FIRST_KEY = 9_000_001
EMOJI = "Tekoäly 🤖 arvioinnissa: 👩🏽‍🏫👩🏽‍🏫👩🏽‍🏫 kokeillaan, kysytään; jaetaan\\opitaan – åäö ÅÄÖ 😀😀😀😀"
"""With characters of several octets where lines fold, and with those that the format escapes."""


@dataclass(frozen=True)
class Event:
    """What a reader must find of one event, whatever library it uses. Instants are UTC."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    status: str
    summary: str


@dataclass(frozen=True)
class Case:
    """A file and what it says."""

    content: bytes
    method: str
    events: tuple[Event, ...]

    @classmethod
    def stored(cls, name: str) -> "Case":
        """As it was written down when it was looked at."""
        said = json.loads(SAID.read_text())[name]
        return cls((GOLDEN / f"{name}.ics").read_bytes(), said["method"], tuple(map(_from_json, said["events"])))


def store(cases: dict[str, "Case"]) -> None:
    """Write down all cases in place of those that are there."""
    GOLDEN.mkdir(exist_ok=True)
    for path in GOLDEN.glob("*.ics"):
        path.unlink()
    for name, case in cases.items():
        (GOLDEN / f"{name}.ics").write_bytes(case.content)
    said = {name: {"method": case.method, "events": list(map(asdict, case.events))} for name, case in cases.items()}
    SAID.write_text(json.dumps(said, default=datetime.isoformat, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _from_json(event: dict) -> Event:
    instants = {name: datetime.fromisoformat(event[name]) for name in ("start", "end")}
    return Event(**event | instants)


class House:
    """Liisa Lahti coaches Sanna Östman, and holds a clinic."""

    def __init__(self) -> None:
        school = make_institution(name_fi="Järvimaan ammattiopisto", name_sv="Järvimaa yrkesinstitut")
        self.site = make_site(school, name_fi="Hervanta", name_sv="Hervanta")
        self.topic = make_topic(school, name_fi="Wilma ja Primus", name_sv="Wilma och Primus")
        self.liisa = self._person(school, "Liisa", "Lahti", language="sv")
        self.sanna = self._person(school, "Sanna", "Östman")
        self.pekka = self._person(school, "Pekka", 'Ranta; "Pena"')
        link = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_" + "abc123" * 20
        self.coach = make_coach(school, self.topic, user=self.liisa, meeting_link=link)
        self._key = FIRST_KEY

    def _person(self, school, first: str, last: str, **fields) -> User:
        address = f"{first.lower()}@jarvimaa.example"
        return make_user(school, email=address, first_name=first, last_name=last, **fields)

    def meet(self, starts_at: datetime, minutes: int = 45, **fields) -> Session:
        """A session of Sanna with Liisa. Everything about it that varies from run to run is set."""
        key, self._key = self._key, self._key + 1
        fixed = {"pk": key, "uid": UUID(int=key), "created_at": NOW, "booked_by": self.sanna}
        session = make_session(self.coach, self.sanna, starts_at, minutes=minutes, **{**fixed, **fields})
        SessionEvent.objects.filter(pgh_obj=session).update(pgh_created_at=NOW)
        return session

    def hold(self, starts_at: datetime, title: str, **fields) -> Session:
        """An open clinic of Liisa, to which Sanna comes."""
        group = {"kind": Kind.CLINIC, "seats": 12, "title_fi": title, "text_fi": "Tuo kysymyksesi.\nTule ajoissa."}
        place = {"channel": "in_person", "meeting_site": self.site, "room": "B203"}
        return self.meet(starts_at, **group, **place, booked_by=self.liisa, **fields)


def at(day: str, clock: str) -> datetime:
    """A UTC instant."""
    return datetime.fromisoformat(f"{day}T{clock}:00+00:00")


def make_cases() -> dict[str, Case]:
    """By name; the clock must stand at NOW."""
    house = House()
    return dict([*_of_one(house), *_of_change_days(house), *_of_groups(house), *_of_a_series(house), *_of_feeds(house)])


def _of_one(house: House) -> Iterator[tuple[str, Case]]:
    """Booked, moved and called off: the same event, in the languages of the two."""
    session = house.meet(at("2027-03-10", "10:00"))
    yield "booked", _file(session, house.sanna)
    with override_settings(CALENDAR_REPLIES=REPLIES):
        yield "asked_for_an_answer", _file(session, house.liisa)
        Participation.objects.filter(session=session, person=house.liisa).update(
            reply="declined", reply_sequence=0, replied_at=NOW
        )
        yield "answered", _file(session, house.liisa)
    session.starts_at, session.ends_at, session.revision = at("2027-03-11", "11:15"), at("2027-03-11", "12:00"), 1
    yield "moved", _file(session, house.liisa)
    session.state, session.revision = State.CANCELLED, 2
    yield "called_off", _file(session, house.sanna, "CANCEL")


def _of_change_days(house: House) -> Iterator[tuple[str, Case]]:
    """Around both changes of Europe/Helsinki: at 1.00 UTC the clock jumps over an hour, or says one twice."""
    starts = {
        "spring_before": at("2027-03-28", "00:15"),
        "spring_across": at("2027-03-28", "00:50"),
        "spring_after": at("2027-03-28", "01:10"),
        "autumn_before": at("2027-10-30", "23:00"),
        "autumn_first_time": at("2027-10-31", "00:15"),
        "autumn_across": at("2027-10-31", "00:50"),
        "autumn_second_time": at("2027-10-31", "01:15"),
        "autumn_after": at("2027-10-31", "02:15"),
    }
    for name, start in starts.items():
        yield name, _file(house.meet(start, minutes=20), house.sanna)


def _of_groups(house: House) -> Iterator[tuple[str, Case]]:
    group = house.hold(at("2027-03-17", "13:00"), "Wilma-klinikka")
    yield "group_joined", _file(group, house.sanna)
    Participation.objects.filter(session=group, person=house.sanna).update(active=False, left_at=NOW, revision=1)
    yield "group_left", _file(Session.objects.get(pk=group.pk), house.sanna, "CANCEL")
    yield "attacked", _attacked(house.hold(at("2027-03-19", "13:00"), "a"), house.liisa)
    yield "emoji", _file(house.hold(at("2027-03-18", "13:00"), EMOJI), house.liisa)


def _attacked(session: Session, reader: User) -> Case:
    """As if the database held what it never would: everything that may end a line, and what might follow then."""
    session = Session.objects.for_list().prefetch_related("participations__person").get(pk=session.pk)
    fill(session, "".join(f"x{sign}{attack}" for sign in BREAKS for attack in ATTACKS[:2]) + "\r\n".join(ATTACKS))
    content = calendar_file(session, reader, changed_at=NOW)
    return Case(content, "REQUEST", (replace(_event(session, reader), summary=ical.clean(session.title_fi)),))


def _of_a_series(house: House) -> Iterator[tuple[str, Case]]:
    """Three Wednesdays over the change to summer time, as one mail about them carries them."""
    series = [house.hold(at(f"2027-{day}", "11:00"), "Tekoälykahvit") for day in ("03-24", "03-31", "04-07")]
    with override("fi"):
        mail = kind_of("series_booked").render("series_booked", series, house.sanna)
        together, *invitations = mail.attachments
        yield "series_together", Case(together.content, "PUBLISH", tuple(_event(each, house.sanna) for each in series))
        for number, (file, session) in enumerate(zip(invitations, series, strict=True), 1):
            yield f"series_{number}", Case(file.content, "REQUEST", (_event(session, house.sanna),))


def _of_feeds(house: House) -> Iterator[tuple[str, Case]]:
    """All that holds a time, soonest first."""
    house.meet(at("2027-04-20", "06:30"), state=State.PROPOSED)
    house.meet(at("2027-04-21", "06:30"), state=State.CANCELLED)
    for person, scope in ((house.sanna, "mine"), (house.liisa, "held")):
        feed = CalendarFeed(institution=person.institution, person=person, scope=scope)
        rows = Session.objects.of(person).holding().order_by("starts_at", "pk")
        yield f"feed_{scope}", Case(feed_file(feed), "PUBLISH", tuple(_event(each, person) for each in rows))


def _file(session: Session, reader: User, method: str = "REQUEST") -> Case:
    content = calendar_file(session, reader, method=method, changed_at=NOW)
    return Case(content, method, (_event(session, reader, called_off=method == "CANCEL"),))


def _event(session: Session, reader: User, called_off: bool = False) -> Event:
    own = session.participations.get(person=reader).revision if session.is_group else 0
    status = {State.PROPOSED: "TENTATIVE"}.get(session.state, "CONFIRMED")
    with override(reader.language):
        words = summary(session, reader)
    return Event(
        uid=f"{session.uid.hex}@{settings.UID_HOST}",
        sequence=session.revision + own,
        start=session.starts_at,
        end=session.ends_at,
        status="CANCELLED" if called_off else status,
        summary=words,
    )
