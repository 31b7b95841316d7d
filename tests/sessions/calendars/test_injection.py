"""Whatever people write, it stays in its own property of a calendar file and its own header of a mail."""

import os
import re

import pytest
from django.db.models import prefetch_related_objects
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from icalendar import Calendar

from notifications.mime import as_bytes
from notifications.registry import Attachment, Invitation, Mail
from sessions.calendar_feed import feed_file
from sessions.calendar_file import calendar_file
from sessions.models import CalendarFeed, Kind
from tests.factories import make_site
from tests.sessions.calendars.texts import ATTACKS, NASTY, fill
from tests.sessions.makers import book

pytestmark = pytest.mark.django_db
MANY = examples(
    max_examples=int(os.environ.get("CALENDAR_EXAMPLES", 30)),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LINE = re.compile(rb"([A-Z-]+)[;:]")
UNFIT = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


@pytest.fixture
def session():
    """With all that it needs loaded, since it will not be saved."""
    session = book()
    session.meeting_site = make_site(session.institution)
    prefetch_related_objects([session], "participations__person")
    return session


def properties(content: bytes) -> list[bytes]:
    """The name of each line of the file, after checking that it is well-formed: nothing else can be read out of it."""
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        assert not UNFIT.search(line.decode())  # no character is torn apart at a fold either
    return [LINE.match(line)[1] for line in content.replace(b"\r\n ", b"").split(b"\r\n") if line]


SHAPES = [
    (Kind.ONE_TO_ONE, "online"),
    (Kind.CLINIC, "in_person"),
    (Kind.ONE_TO_ONE, "phone"),
    (Kind.ONE_TO_ONE, "chat"),
]


@pytest.mark.parametrize(("kind", "channel"), SHAPES)
def test_no_property_is_added_to_a_file(session, kind, channel):
    session.kind, session.channel = kind, channel
    reader = session.participations.all()[1].person
    fill(session, "a")
    methods, changed_at = ("REQUEST", "CANCEL", "PUBLISH"), session.created_at
    expected = {
        each: properties(calendar_file(session, reader, method=each, changed_at=changed_at)) for each in methods
    }

    @MANY
    @given(text=NASTY, method=st.sampled_from(methods))
    @example(text="\r\n".join(ATTACKS), method="REQUEST")
    @example(text="😀" * 250, method="CANCEL")
    def check(text, method):
        fill(session, text)
        content = calendar_file(session, reader, method=method, changed_at=changed_at)
        assert properties(content) == expected[method]
        calendar = Calendar.from_ical(content)
        assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE", "VEVENT"]
        assert calendar["METHOD"] == method

    check()


def test_no_property_is_added_to_a_subscribed_calendar(session):
    row = session.participations.all()[1]
    feed = CalendarFeed(institution=session.institution, person=row.person, scope="mine")
    expected = properties(feed_file(feed))

    @MANY
    @given(text=NASTY.map(lambda text: text.replace("\x00", "").encode(errors="ignore").decode()[:120]))
    def check(text):
        type(session.topic).objects.filter(pk=session.topic_id).update(name_fi=text or "x")
        type(session).objects.filter(pk=session.pk).update(room=text[:60])
        assert properties(feed_file(feed)) == expected

    check()


@pytest.mark.parametrize("letter", ["😀", "👩🏽‍🏫", "€", "ö"])
def test_a_letter_at_the_fold_comes_back_whole(session, letter):
    for before in range(58, 78):
        session.topic.name_fi = "x" * before + letter * 3 + "y"
        content = calendar_file(session, session.coach.user, changed_at=session.created_at)
        [event] = Calendar.from_ical(content).walk("VEVENT")
        assert event["SUMMARY"].startswith(session.topic.name_fi)
        properties(content)


def headers(content: bytes) -> list[list[bytes]]:
    """The names of the headers of the mail, and of each of its parts by the boundaries that it names."""
    blocks = [content.partition(b"\r\n\r\n")[0]]
    for boundary in dict.fromkeys(re.findall(rb'boundary="([^"]+)"', content)):
        blocks += [part.partition(b"\r\n\r\n")[0] for part in content.split(b"--" + boundary + b"\r\n")[1:]]
    unfolded = [block.replace(b"\r\n ", b" ").split(b"\r\n") for block in blocks]
    return [[line.partition(b":")[0] for line in lines if line] for lines in unfolded]


def test_no_header_is_added_to_a_mail(session):
    person = session.coach.user

    def sent(text: str) -> bytes:
        person.first_name = person.last_name = text
        files = (Attachment(f"x{text}", b"x", "image/png"),)
        calendar = Invitation(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "REQUEST")
        mail = Mail(subject=text, text=text, html=f"<p>{text}</p>", attachments=files, invitation=calendar)
        return as_bytes(mail, recipient=person, mail_id="<0123456789abcdef0123@kotipesa.test>")

    expected = headers(sent("a"))
    assert sum(b"Content-Type" in names for names in expected) == 7

    @MANY
    @given(text=NASTY)
    @example(text="\r\n".join(ATTACKS))
    def check(text):
        content = sent(text)
        assert headers(content) == expected
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert b"\r" not in content.replace(b"\r\n", b"")
        assert all(len(line) <= 998 and line.isascii() for line in content.split(b"\r\n"))

    check()
