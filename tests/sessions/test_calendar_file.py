"""Calendar files, read back by a library and by their bytes."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from django.utils import timezone
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as examples
from icalendar import Calendar

from sessions import services
from sessions.calendar_file import calendar_file
from tests.factories import make_site
from tests.sessions.makers import book, in_days

pytestmark = pytest.mark.django_db
HELSINKI = ZoneInfo("Europe/Helsinki")


def helped(session):
    return session.participations.get(role="helped").person


def read(session, reader=None, **options):
    """The file's calendar and its one event."""
    calendar = Calendar.from_ical(calendar_file(session, reader or helped(session), **options))
    [event] = calendar.walk("VEVENT")
    return calendar, event


def test_it_says_when_where_and_with_whom(settings):
    session = book()
    calendar, event = read(session)
    assert calendar["METHOD"] == "REQUEST"
    assert (event.start, event.end) == (session.starts_at, session.ends_at)
    assert event.start.tzinfo.key == "Europe/Helsinki"
    assert event["SUMMARY"] == "Wilma ja Primus, Liisa Lahti"
    assert event["LOCATION"] == "Teams, https://teams.microsoft.com/l/meetup"
    assert event["UID"] == f"{session.uid.hex}@{settings.UID_HOST}"
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"], event["CLASS"]) == (
        "CONFIRMED",
        "OPAQUE",
        0,
        "PRIVATE",
    )
    assert event["ORGANIZER"] == f"mailto:kotipesa@{settings.UID_HOST}"
    assert event["ORGANIZER"].params["CN"] == "Kotipesä, Järvimaan ammattiopisto"
    names = {person.params["CN"]: (person, dict(person.params)) for person in event["ATTENDEE"]}
    assert set(names) == {"Liisa Lahti", "Sanna Östman"}
    address, params = names["Sanna Östman"]
    assert address == f"mailto:{helped(session).email}"
    assert (params["RSVP"], params["PARTSTAT"], params["ROLE"]) == ("FALSE", "ACCEPTED", "REQ-PARTICIPANT")
    [alarm] = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-15)
    for stamp in ("DTSTAMP", "LAST-MODIFIED"):
        assert abs(event[stamp].dt - timezone.now()) < timedelta(minutes=1)


def test_both_have_the_same_event_each_in_their_language():
    session = book(coach_language="sv", person_language="en")
    _, for_coach = read(session, session.coach.user)
    _, for_teacher = read(session)
    assert for_coach["UID"] == for_teacher["UID"]
    assert for_coach["SUMMARY"] == "Wilma och Primus, Sanna Östman"
    assert for_teacher["SUMMARY"] == "Wilma and Primus, Liisa Lahti"


def test_what_it_is_about_is_not_in_it():
    session = book(about="SALAISUUS")
    for method in ("REQUEST", "CANCEL", "PUBLISH"):
        assert b"SALAISUUS" not in calendar_file(session, helped(session), method=method)


def test_a_move_is_the_same_event_with_a_higher_sequence():
    session = book()
    _, before = read(session)
    moved = services.move_session(session=session, starts_at=in_days(4), by=session.coach.user, pass_rules=True)
    _, after = read(moved)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.start == in_days(4)


def test_calling_off_takes_it_away():
    session = book()
    _, before = read(session)
    cancelled = services.cancel_session(session=session, by=helped(session), reason="Matka")
    calendar, event = read(cancelled, method="CANCEL")
    assert calendar["METHOD"] == "CANCEL"
    assert (event["UID"], event["STATUS"], event["TRANSP"]) == (before["UID"], "CANCELLED", "TRANSPARENT")
    assert event["SEQUENCE"] > before["SEQUENCE"]
    assert len(event["ATTENDEE"]) == 2
    assert event.walk("VALARM") == []
    assert b"Matka" not in calendar_file(cancelled, helped(cancelled), method="CANCEL")


def test_a_downloaded_file_is_published():
    calendar, _ = read(book(), method="PUBLISH")
    assert calendar["METHOD"] == "PUBLISH"


def test_a_room_is_a_place():
    session = book(meeting_link="")
    session.meeting_site, session.room = make_site(session.institution, name_fi="Hervanta"), "B203"
    _, event = read(session)
    assert event["LOCATION"] == "Hervanta, B203"


@pytest.mark.parametrize(
    "start",
    [
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),  # 2.30, the hour before summer time begins
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),  # 4.00, just after
        datetime(2027, 3, 27, 23, 45, tzinfo=UTC),
        datetime(2027, 10, 30, 23, 30, tzinfo=UTC),  # 2.30 in summer time
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),  # 3.30, the first time that day
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),  # 3.30, the second time
        datetime(2027, 10, 31, 2, 30, tzinfo=UTC),
        datetime(2027, 1, 1, 8, 0, tzinfo=UTC),
        datetime(2027, 12, 31, 23, 0, tzinfo=UTC),
    ],
)
def test_the_instants_survive_both_change_days(start):
    session = book()
    session.starts_at, session.ends_at = start, start + timedelta(hours=1)
    _, event = read(session)
    assert (event.start.astimezone(UTC), event.end.astimezone(UTC)) == (start, start + timedelta(hours=1))
    # And by the zone's rules in the file itself, for readers that know no zones of their own.
    content = calendar_file(session, helped(session)).decode()
    if "BEGIN:VTIMEZONE" in content:
        zone = tzical(io.StringIO(content)).get("Europe/Helsinki")
        local = event.start.replace(tzinfo=None)
        assert local - zone.utcoffset(local.replace(fold=0)) == start.replace(tzinfo=None)


def test_the_zone_is_bounded():
    content = calendar_file(book(), helped(book())).decode()
    zone = content[content.index("BEGIN:VTIMEZONE") : content.index("END:VTIMEZONE")]
    assert len(zone) < 600
    assert content.count("BEGIN:VTIMEZONE") == 1


def unfolded(content: bytes) -> str:
    return content.replace(b"\r\n ", b"").decode()


def test_lines_end_in_crlf_and_are_folded_by_octets_between_characters():
    session = book()
    session.topic.name_fi = "ä" * 200 + "ö€😀" * 30
    content = calendar_file(session, helped(session))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    for line in content.split(b"\r\n"):
        line.decode()  # no character is torn apart
    assert "ä" * 200 + "ö€😀" * 30 in unfolded(content)


@pytest.mark.parametrize(
    "bad", ["\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800", "\ufffe"]
)
def test_characters_that_break_readers_are_cleaned_out(bad):
    session = book()
    session.topic.name_fi = f"Wilma{bad}Primus"
    session.room = f"A{bad}B"
    session.institution.name_fi = f"Opisto{bad}X"
    content = calendar_file(session, helped(session))
    text = content.decode()
    assert bad not in text
    Calendar.from_ical(content)


@pytest.mark.parametrize("name", ['A"B', "A;B:C,D", "A\r\nATTENDEE:mailto:evil@example.org", "A\\nB", "^A'"])
def test_a_name_stays_in_its_place(name):
    session = book()
    person = helped(session)
    type(person).objects.filter(pk=person.pk).update(first_name=name, last_name="")
    _, event = read(session, session.coach.user)
    assert len(event["ATTENDEE"]) == 2
    assert "evil" not in str(event["ATTENDEE"][1])


@given(text=strategies.text(max_size=120))
@examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_it_was_but_for_the_cleaning(session, text):
    session.topic.name_fi = f"x{text}x"
    content = calendar_file(session, session.coach.user, changed_at=session.created_at)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    [event] = Calendar.from_ical(content).walk("VEVENT")
    said = "".join(character for character in event["SUMMARY"] if character.isalnum())
    meant = "".join(character for character in f"x{text}x, Sanna Östman" if character.isalnum())
    assert said == meant


@pytest.fixture
def session():
    return book()
