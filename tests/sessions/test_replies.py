"""What people answer to invitations in their own calendars: read from files, shown to the others, and no more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from notifications.models import Message
from organisation.models import Role, User
from sessions import services
from sessions.calendar_file import calendar_file
from sessions.models import Participation
from sessions.reply_files import answers_in
from sessions.services.replies import Outcome
from tests.factories import make_role, make_site, make_user
from tests.sessions.extras import told
from tests.sessions.groups import clinic
from tests.sessions.test_messages import delivered, sink, text_of

__all__ = ["sink"]
pytestmark = pytest.mark.django_db


def answer_to(session, person, partstat="DECLINED", *, at=None, **changes):
    """What a calendar program sends back: the event with the one guest, and METHOD:REPLY."""
    calendar = Calendar.from_ical(calendar_file(session, person))
    [event] = calendar.walk("VEVENT")
    lines = {
        "UID": event["UID"],
        "SEQUENCE": event["SEQUENCE"],
        "DTSTAMP": f"{at or timezone.now():%Y%m%dT%H%M%SZ}",
        "ATTENDEE": f"mailto:{person.email}",
        **changes,
    }
    said = [f"{name}{f';PARTSTAT={partstat}' if name == 'ATTENDEE' else ''}:{value}" for name, value in lines.items()]
    body = ["BEGIN:VCALENDAR", "PRODID:-//X//Y//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT", *said]
    return "\r\n".join([*body, "DTSTART:20300101T080000Z", "END:VEVENT", "END:VCALENDAR", ""]).encode()


def record(content):
    [answer] = answers_in(content)
    return services.record_reply(answer)


def reply_of(session, person):
    row = session.participations.get(person=person)
    return row.reply, row.reply_sequence


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_an_answer_is_written_down_and_changes_nothing_else(day, partstat):
    session = day.book()
    messages = set(Message.objects.values_list("pk", "state"))
    assert record(answer_to(session, day.anna, partstat)) is Outcome.RECORDED
    assert reply_of(session, day.anna) == (partstat.lower(), 0)
    before = (session.state, session.revision, session.starts_at)
    session.refresh_from_db()
    assert (session.state, session.revision, session.starts_at) == before
    assert session.participations.filter(active=True).count() == 2
    others = Message.objects.exclude(kind="session_reply_declined")
    assert set(others.values_list("pk", "state")) == messages


def test_the_others_are_told_that_somebody_declined_and_nobody_else(day, sink):
    User.objects.filter(institution=day.house).update(language="en")
    session = day.book(together=[day.bea], about="SALAISUUS")
    delivered(sink)
    record(answer_to(session, day.anna))
    mails = delivered(sink)
    assert set(mails) == {day.coach.user.email, day.bea.email}
    mail = mails[day.coach.user.email]
    assert "Anna Aho declined your session in their calendar" in text_of(mail)
    assert "Nothing is called off by that" in text_of(mail)
    assert "SALAISUUS" not in text_of(mail)


def test_of_a_group_its_coach_alone_is_told_of_a_decline(day):
    group = clinic(day)
    for person in (day.anna, day.bea):
        services.sign_up(session=group, person=person)
    record(answer_to(group, day.anna))
    assert told("session_reply_declined") == {day.coach.user}


def test_a_decline_that_is_taken_back_or_out_of_date_is_told_to_nobody(day, sink):
    session, now = day.book(), timezone.now()
    delivered(sink)
    record(answer_to(session, day.anna, at=now - timedelta(hours=2)))
    record(answer_to(session, day.anna, "ACCEPTED", at=now - timedelta(hours=1)))
    assert delivered(sink) == {}
    record(answer_to(session, day.anna))
    services.move_session(session=session, starts_at=day.at(12), by=day.anna)
    assert all("declined" not in text_of(mail) for mail in delivered(sink).values())


def test_minds_change_and_the_latest_word_counts(day):
    session, now = day.book(), timezone.now()
    first = answer_to(session, day.anna, "ACCEPTED", at=now - timedelta(hours=2))
    second = answer_to(session, day.anna, "DECLINED", at=now - timedelta(hours=1))
    assert [record(content) for content in (first, second, second, first)] == [
        *(Outcome.RECORDED, Outcome.RECORDED, Outcome.KNOWN, Outcome.STALE),
    ]
    assert reply_of(session, day.anna)[0] == "declined"


def test_a_clock_that_is_ahead_outlasts_nothing(day):
    session = day.book()
    record(answer_to(session, day.anna, "DECLINED", at=timezone.now() + timedelta(days=400)))
    assert session.participations.get(person=day.anna).replied_at <= timezone.now()
    assert (
        record(answer_to(session, day.anna, "ACCEPTED", at=timezone.now() + timedelta(minutes=1))) is Outcome.RECORDED
    )


def test_what_is_about_an_earlier_version_is_stale(day):
    session = day.book()
    old = answer_to(session, day.anna)
    moved = services.move_session(session=session, starts_at=day.at(12), by=day.anna)
    assert record(old) is Outcome.STALE
    assert reply_of(session, day.anna) == ("", None)
    assert record(answer_to(moved, day.anna)) is Outcome.RECORDED


def test_an_answer_holds_for_the_version_it_is_about(day):
    session = day.book()
    record(answer_to(session, day.anna))
    session = services.move_session(session=session, starts_at=day.at(12), by=day.anna)
    assert "PARTSTAT=DECLINED" not in calendar_file(session, day.anna).decode()


def test_a_version_that_was_never_sent_is_not_believed(day):
    session = day.book()
    assert record(answer_to(session, day.anna, SEQUENCE="7")) is Outcome.AHEAD
    assert reply_of(session, day.anna) == ("", None)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"UID": "0123456789abcdef0123456789abcdef@kotipesa.test"}, Outcome.UNKNOWN_EVENT),
        ({"UID": "something-else@kotipesa.test"}, Outcome.UNKNOWN_EVENT),
        ({"UID": "x' OR 1=1 --@kotipesa.test"}, Outcome.UNKNOWN_EVENT),
        ({"ATTENDEE": "mailto:muu@opisto.example"}, Outcome.UNKNOWN_PERSON),
        ({"ATTENDEE": "muu"}, Outcome.UNKNOWN_PERSON),
    ],
)
def test_an_unknown_event_or_person_changes_nothing(day, changes, outcome):
    session = day.book()
    assert record(answer_to(session, day.anna, **changes)) is outcome
    assert not Participation.objects.exclude(reply="").exists()


def test_an_event_of_another_host_is_not_ours(day):
    session = day.book()
    assert record(answer_to(session, day.anna, UID=f"{session.uid.hex}@muualla.example")) is Outcome.UNKNOWN_EVENT


def test_a_colleague_of_the_house_who_is_not_in_it_has_no_say(day):
    session = day.book()
    assert record(answer_to(session, day.anna, ATTENDEE=f"mailto:{day.bea.email}")) is Outcome.UNKNOWN_PERSON


def test_addresses_are_the_same_in_capitals(day):
    session = day.book()
    assert record(answer_to(session, day.anna, ATTENDEE=f"MAILTO:{day.anna.email.upper()}")) is Outcome.RECORDED


def test_what_is_called_off_or_over_is_no_longer_answered(day):
    session = day.book()
    services.cancel_session(session=session, by=day.anna)
    session.refresh_from_db()
    assert record(answer_to(session, day.anna)) is Outcome.OVER


def test_a_seat_that_was_given_back_and_taken_again_is_numbered_anew(day):
    """Nothing of the group itself changes, and calendars must still know the later file from the earlier."""
    group = clinic(day)
    services.sign_up(session=group, person=day.anna)
    first = answer_to(group, day.anna)
    assert record(first) is Outcome.RECORDED
    services.leave_session(session=group, person=day.anna, by=day.anna)
    assert record(first) is Outcome.UNKNOWN_PERSON
    services.sign_up(session=group, person=day.anna)
    assert record(first) is Outcome.STALE
    [event] = Calendar.from_ical(calendar_file(group, day.anna)).walk("VEVENT")
    assert event["SEQUENCE"] == 2


def test_the_database_keeps_an_answer_whole(day):
    session = day.book()
    with pytest.raises(IntegrityError), transaction.atomic():
        session.participations.update(reply="declined")


# The page


def page(session, reader):
    client = Client()
    client.force_login(reader)
    return client.get(reverse("sessions:detail", args=[session.pk])).content.decode()


DECLINED = "Anna Aho hylkäsi tämän kalenterissaan"


def test_the_other_side_and_the_coordinator_see_it(day):
    session = day.book()
    site = make_site(day.house)
    coordinator, far, admin = (make_user(day.house) for _ in range(3))
    make_role(coordinator, Role.Kind.COORDINATOR)
    make_role(far, Role.Kind.COORDINATOR, site=site)
    make_role(admin, Role.Kind.PROGRAMME_ADMIN)
    record(answer_to(session, day.anna))
    for reader in (day.coach.user, coordinator):
        text = page(session, reader)
        assert DECLINED in text
        assert "Se pysyy, kunnes joku peruu sen täällä." in text
    assert "Hylkäsit tämän kalenterissasi" in page(session, day.anna)
    for reader in (far, admin, day.bea):
        assert DECLINED not in page(session, reader)


def test_of_a_group_its_coach_sees_who_declined_and_the_others_do_not(day):
    group = clinic(day)
    for person in (day.anna, day.bea):
        services.sign_up(session=group, person=person)
    record(answer_to(group, day.anna))
    record(answer_to(group, day.bea, "ACCEPTED"))
    assert DECLINED in page(group, day.coach.user)
    assert "hyväksyi" not in page(group, day.coach.user)
    assert DECLINED not in page(group, day.bea)
    assert "Hylkäsit tämän" in page(group, day.anna)


@pytest.mark.parametrize(("partstat", "words"), [("ACCEPTED", "hyväksyi tämän"), ("TENTATIVE", "”ehkä”")])
def test_other_answers_are_said_too(day, partstat, words):
    session = day.book()
    record(answer_to(session, day.anna, partstat))
    assert words in page(session, day.coach.user)


def test_it_is_gone_when_the_session_moves(day):
    session = day.book()
    record(answer_to(session, day.anna))
    services.move_session(session=session, starts_at=day.at(12), by=day.anna)
    assert DECLINED not in page(session, day.coach.user)


def test_the_list_marks_what_was_declined(day):
    session = day.book()
    client = Client()
    client.force_login(day.coach.user)
    address = reverse("sessions:list")
    assert "Hylätty kalenterissa" not in client.get(address).content.decode()
    record(answer_to(session, day.anna))
    assert "Hylätty kalenterissa" in client.get(address).content.decode()


# Whether anybody is asked


def guests(session, reader, **options):
    [event] = Calendar.from_ical(calendar_file(session, reader, **options)).walk("VEVENT")
    people = event.get("ATTENDEE", [])
    people = people if isinstance(people, list) else [people]
    return event["ORGANIZER"], {person[7:]: (person.params["PARTSTAT"], person.params["RSVP"]) for person in people}


def test_nobody_is_asked_before_there_is_a_mailbox(day, settings):
    session = day.book()
    assert settings.CALENDAR_REPLIES == ""
    organizer, people = guests(session, day.anna)
    assert organizer == f"mailto:kotipesa@{settings.UID_HOST}"
    assert people == {day.coach.user.email: ("ACCEPTED", "FALSE"), day.anna.email: ("ACCEPTED", "FALSE")}


def test_with_a_mailbox_those_are_asked_who_did_not_book_it_themselves(day, settings):
    settings.CALENDAR_REPLIES = "vastaukset@kotipesa.example"
    session = day.book()
    organizer, people = guests(session, day.coach.user)
    assert organizer == "mailto:vastaukset@kotipesa.example"
    assert people == {day.coach.user.email: ("NEEDS-ACTION", "TRUE"), day.anna.email: ("ACCEPTED", "TRUE")}
    assert {rsvp for _answer, rsvp in guests(session, day.anna, method="CANCEL")[1].values()} == {"FALSE"}
    assert guests(session, day.anna, method="PUBLISH")[1] == {}


def test_a_later_file_keeps_what_was_answered(day, settings):
    """Or a reminder would put an event that was declined back as accepted."""
    settings.CALENDAR_REPLIES = "vastaukset@kotipesa.example"
    session = day.book()
    record(answer_to(session, day.coach.user))
    assert guests(session, day.coach.user)[1][day.coach.user.email] == ("DECLINED", "TRUE")


def test_of_a_group_one_reads_of_oneself_and_the_coach(day):
    group = clinic(day)
    for person in (day.anna, day.bea):
        services.sign_up(session=group, person=person)
    assert set(guests(group, day.anna)[1]) == {day.anna.email, day.coach.user.email}
    assert set(guests(group, day.coach.user)[1]) == {day.coach.user.email}


def test_an_answer_says_when(day, time_machine):
    time_machine.move_to(datetime(2026, 11, 25, 10, tzinfo=UTC), tick=False)
    session = day.book(datetime(2026, 12, 2, 8, tzinfo=UTC))
    record(answer_to(session, day.anna))
    assert f"{DECLINED} tänään klo 12.00" in page(session, day.coach.user).replace("\xa0", " ")
