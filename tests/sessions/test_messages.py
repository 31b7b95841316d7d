"""What people are told of their sessions: by the mails that arrive at a real server."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models.functions import Now
from django.utils import timezone
from icalendar import Calendar

from notifications.models import Message
from notifications.outbox import deliver_due
from sessions import services
from sessions.models import Awaits, Session
from tests.factories import make_coach, make_institution, make_topic, make_user
from tests.sessions.makers import book, in_days
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


def helped(session):
    return session.participations.get(role="helped").person


def delivered(sink):
    """Deliver all that is due; the new mails by recipient's address."""
    before = len(sink.contents)
    while deliver_due():
        pass
    return {mail["To"].addresses[0].addr_spec: mail for mail in sink.mails[before:]}


def rows(kind, **states):
    return Message.objects.filter(kind=kind, **states)


def text_of(mail, kind="plain"):
    return mail.get_body((kind,)).get_content()


def invitation_in(mail):
    """The calendar among the mail's alternatives, with the method that its header names."""
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return Calendar.from_ical(part.get_payload(decode=True)), part.get_param("method")


def time_passes(kind):
    """Make the waiting messages of `kind` due."""
    rows(kind, state="waiting").update(due_at=Now())


def test_booking_tells_both_with_a_calendar_file(sink):
    session = book(about="SALAISUUS", person_language="en")
    mails = delivered(sink)
    assert set(mails) == {session.coach.user.email, helped(session).email}
    mail = mails[helped(session).email]
    assert mail["Subject"].startswith("Booked: ")
    assert "Liisa Lahti" in mail["Subject"]
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    for said in (text_of(mail), text_of(mail, "html")):
        assert "Wilma and Primus" in said
        assert "https://teams.microsoft.com/l/meetup" in said
        assert f"{settings.BASE_URL}/sessions/{session.pk}/" in said
        assert "SALAISUUS" not in said
    calendar, method = invitation_in(mail)
    assert (method, calendar["METHOD"]) == ("REQUEST", "REQUEST")
    [event] = calendar.walk("VEVENT")
    assert (event.start, event.end) == (session.starts_at, session.ends_at)
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == "invite.ics"


def test_the_about_text_is_in_no_message_at_all(sink):
    session = book(about="SALAISUUS")
    delivered(sink)
    services.move_session(session=session, starts_at=in_days(4), by=session.coach.user, pass_rules=True)
    delivered(sink)
    time_passes("session_reminder")
    delivered(sink)
    services.cancel_session(session=session, by=session.coach.user, reason="Matka")
    delivered(sink)
    assert len(sink.contents) >= 8
    for mail in sink.mails:
        for part in mail.walk():
            assert b"SALAISUUS" not in (part.get_payload(decode=True) or b"")


@pytest.mark.parametrize(
    ("language", "days", "months", "when"),
    [
        ("fi", "ma ti ke to pe la su", "", "{day} {d}.{m}. klo {h}.00"),
        ("sv", "må ti on to fr lö sö", "", "{day} {d}.{m} kl. {h}.00"),
        (
            "en",
            "Mon Tue Wed Thu Fri Sat Sun",
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
            "{day} {d} {month}, {h}:00",
        ),
    ],
)
def test_times_are_in_the_recipients_words_and_the_institutions_zone(sink, language, days, months, when):
    starts_at = in_days(3)
    session = book(person_language=language, starts_at=starts_at)
    here = starts_at.astimezone(session.institution.tz)
    month = months.split()[here.month - 1] if months else ""
    when = when.format(day=days.split()[here.weekday()], d=here.day, m=here.month, month=month, h=here.hour)
    mail = delivered(sink)[helped(session).email]
    assert when in mail["Subject"].replace("\xa0", " ")
    assert mail["Content-Language"] == language
    assert f'<html lang="{language}">' in text_of(mail, "html")


def test_moving_tells_both_and_what_was_waiting_falls_away(sink):
    session = book(coach_language="en", person_language="en")
    delivered(sink)
    moved = services.move_session(session=session, starts_at=in_days(5), by=session.coach.user, pass_rules=True)
    assert set(rows("session_reminder", revision=0).values_list("state", flat=True)) == {"stale"}
    mails = delivered(sink)
    assert len(mails) == 2
    mail = mails[helped(session).email]
    assert mail["Subject"].startswith("Moved: ")
    assert "Earlier time" in text_of(mail)
    calendar, method = invitation_in(mail)
    [event] = calendar.walk("VEVENT")
    assert (method, event["SEQUENCE"], event.start) == ("REQUEST", moved.revision, in_days(5))
    waiting = rows("session_reminder", state="waiting").values_list("due_at", flat=True)
    assert sorted(set(waiting)) == [in_days(5) - timedelta(hours=24), in_days(5) - timedelta(hours=1)]


def test_moved_before_anyone_heard_of_it(sink):
    """Whoever booked it knows; for the other it is a booking."""
    session = book(coach_language="en", person_language="en")
    services.move_session(session=session, starts_at=in_days(5), by=session.coach.user, pass_rules=True)
    mails = delivered(sink)
    assert mails[helped(session).email]["Subject"].startswith("Booked: ")
    assert mails[session.coach.user.email]["Subject"].startswith("Moved: ")
    assert len(sink.mails) == 2


def test_calling_off_tells_both_why_and_empties_the_calendar(sink):
    session = book(coach_language="en", person_language="en")
    delivered(sink)
    services.cancel_session(session=session, by=session.coach.user, reason="Sairastuin & <muuta>")
    mails = delivered(sink)
    assert len(mails) == 2
    mail = mails[helped(session).email]
    assert mail["Subject"].startswith("Cancelled: ")
    assert "Sairastuin & <muuta>" in text_of(mail)
    assert "Sairastuin &amp; &lt;muuta&gt;" in text_of(mail, "html")
    calendar, method = invitation_in(mail)
    [event] = calendar.walk("VEVENT")
    assert (method, event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert rows("session_reminder", state="waiting").count() == 0


def test_called_off_before_anyone_heard_of_it(sink):
    """Who never knew of it isn't told; who booked it is, and has nothing in the calendar to take out."""
    session = book()
    services.cancel_session(session=session, by=helped(session))
    mails = delivered(sink)
    assert set(mails) == {session.coach.user.email}
    assert "text/calendar" not in [part.get_content_type() for part in mails[session.coach.user.email].walk()]


def test_called_off_after_a_mail_that_may_have_arrived(sink):
    """A worker died in the middle of telling the teacher, who may know: then it is told that it is off."""
    session = book()
    rows("session_booked", recipient=helped(session)).update(attempts=1)
    services.cancel_session(session=session, by=session.coach.user)
    assert helped(session).email in delivered(sink)


def test_reminders_come_at_their_time_and_only_then(sink):
    session = book(coach_language="en", person_language="en")
    delivered(sink)
    assert delivered(sink) == {}
    time_passes("session_reminder")
    mails = delivered(sink)
    assert set(mails) == {session.coach.user.email, helped(session).email}
    assert all(mail["Subject"].startswith("Reminder: ") for mail in mails.values())
    calendar, _ = invitation_in(mails[helped(session).email])
    assert calendar.walk("VEVENT")[0]["UID"] == f"{session.uid.hex}@{settings.UID_HOST}"


def test_a_reminder_whose_time_is_past_at_booking_is_not_written():
    book(starts_at=timezone.now() + timedelta(minutes=90))
    assert {row.offset for row in rows("session_reminder")} == {timedelta(hours=1)}


@pytest.mark.parametrize(
    "change",
    [
        {"state": "cancelled"},
        {"revision": 7},
        {"starts_at": timezone.now() - timedelta(minutes=5)},
    ],
)
def test_no_reminder_of_what_is_no_longer_so(sink, change):
    """Changed behind the services' back, so that nothing was withdrawn."""
    session = book()
    delivered(sink)
    Session.objects.filter(pk=session.pk).update(**change)
    time_passes("session_reminder")
    assert delivered(sink) == {}
    assert set(rows("session_reminder").values_list("state", flat=True)) == {"stale"}


def test_whoever_left_the_session_is_not_reminded(sink):
    session = book()
    delivered(sink)
    session.participations.filter(role="helped").update(active=False, left_at=Now())
    time_passes("session_reminder")
    assert set(delivered(sink)) == {session.coach.user.email}


def test_closing_time_without_mail_server_tells_nothing_late(sink):
    session = book()
    Message.objects.update(due_at=Now() - timedelta(hours=3), latest_at=Now() - timedelta(hours=1))
    assert delivered(sink) == {}
    assert set(Message.objects.values_list("state", flat=True)) == {"expired"}
    assert session.pk


def propose(by_coach=True, **options):
    school = make_institution()
    topic = make_topic(school)
    coach = make_coach(school, topic)
    person = make_user(school, language="en")
    return services.propose_session(
        coach=coach,
        topic=topic,
        person=person,
        starts_at=in_days(6),
        length=timedelta(minutes=45),
        by=coach.user,
        awaits=Awaits.TEACHER,
        pass_rules=True,
    )


def test_a_proposal_is_told_to_the_one_who_is_asked(sink):
    session = propose()
    mails = delivered(sink)
    assert set(mails) == {helped(session).email}
    mail = mails[helped(session).email]
    assert mail["Subject"].startswith("Proposed: ")
    assert "Accept or decline" in text_of(mail)
    assert "text/calendar" not in [part.get_content_type() for part in mail.walk()]
    assert rows("session_reminder").count() == 0


def test_an_accepted_proposal_is_booked_for_both(sink):
    session = propose()
    delivered(sink)
    services.accept_session(session=session, by=helped(session))
    mails = delivered(sink)
    assert len(mails) == 2
    assert all(invitation_in(mail)[1] == "REQUEST" for mail in mails.values())
    assert rows("session_reminder", state="waiting").count() == 4


def test_a_declined_proposal_is_told_to_the_one_who_made_it(sink):
    session = propose()
    delivered(sink)
    services.decline_session(session=session, by=helped(session))
    mails = delivered(sink)
    assert set(mails) == {session.coach.user.email}


def test_a_lapsed_proposal_is_told_to_both(sink):
    session = propose()
    delivered(sink)
    Session.objects.filter(pk=session.pk).update(expires_at=Now() - timedelta(minutes=1))
    services.lapse_proposals()
    mails = delivered(sink)
    assert set(mails) == {session.coach.user.email, helped(session).email}
    assert mails[helped(session).email]["Subject"].startswith("Lapsed: ")


def test_a_proposal_that_lapsed_unheard_is_not_proposed(sink):
    session = propose()
    Session.objects.filter(pk=session.pk).update(expires_at=Now() - timedelta(minutes=1))
    assert delivered(sink) == {}


def test_a_batch_takes_the_same_number_of_queries_whatever_its_size(sink, django_assert_num_queries):
    for _ in range(4):
        book()
    delivered(sink)
    claim, load = 6, 8
    time_passes("session_reminder")
    # And two that are prepared for each mail, which this does not count.
    with django_assert_num_queries(claim + load):
        deliver_due(limit=2)
    with django_assert_num_queries(claim + load):
        deliver_due(limit=12)
