"""What people read when someone leaves, another coach takes over, or another time is suggested."""

import pytest
from django.conf import settings
from django.db.models.functions import Now
from django.utils import timezone
from icalendar import Calendar

from organisation.models import User
from sessions import services
from sessions.models import Suggestion
from tests.sessions.extras import Day, told
from tests.sessions.groups import weekly
from tests.sessions.test_messages import delivered, invitation_in, rows, sink, text_of

__all__ = ["sink"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = Day()
    User.objects.filter(institution=day.house).update(language="en")
    return day


@pytest.fixture
def session(day, sink):
    session = day.book(together=[day.bea], about="SALAISUUS")
    delivered(sink)
    return session


def event_in(mail):
    calendar, method = invitation_in(mail)
    [event] = calendar.walk("VEVENT")
    attendees = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]
    return method, event, {str(address).removeprefix("mailto:") for address in attendees}


def has_invitation(mail):
    return "text/calendar" in [part.get_content_type() for part in mail.walk()]


def test_whoever_leaves_takes_it_out_of_the_calendar_and_the_others_go_on(day, session, sink):
    services.leave_session(session=session, person=day.bea, by=day.bea)
    mails = delivered(sink)
    assert set(mails) == {day.coach.user.email, day.anna.email, day.bea.email}
    method, event, attendees = event_in(mails[day.bea.email])
    assert (method, event["STATUS"], event["SEQUENCE"], attendees) == ("CANCEL", "CANCELLED", 1, {day.bea.email})
    assert "you left the session" in text_of(mails[day.bea.email])
    assert f"/sessions/{session.pk}/" not in text_of(mails[day.bea.email])
    method, event, attendees = event_in(mails[day.anna.email])
    assert (method, event["SEQUENCE"]) == ("REQUEST", 1)
    assert attendees == {day.coach.user.email, day.anna.email}
    assert mails[day.anna.email]["Subject"].startswith("Changed: ")


def test_left_before_anyone_heard_of_it(day, sink):
    session = day.book(together=[day.bea])
    services.leave_session(session=session, person=day.bea, by=day.bea)
    mails = delivered(sink)
    assert set(mails) == {day.coach.user.email, day.anna.email}
    assert mails[day.coach.user.email]["Subject"].startswith("Booked: ")


def test_handing_over_in_everyones_words(day, session, sink):
    services.hand_over_session(session=session, coach=day.other_coach, by=day.coach.user)
    mails = delivered(sink)
    words = {person.email: mails[person.email]["Subject"].partition(":")[0] for person in told_people(day)}
    assert words == {
        day.coach.user.email: "Handed over",
        day.other_coach.user.email: "Booked",
        day.anna.email: "Another coach",
        day.bea.email: "Another coach",
    }
    method, event, attendees = event_in(mails[day.coach.user.email])
    assert (method, event["STATUS"], attendees) == ("CANCEL", "CANCELLED", {day.coach.user.email})
    assert f"/sessions/{session.pk}/" not in text_of(mails[day.coach.user.email])
    for person in (day.other_coach.user, day.anna):
        method, event, attendees = event_in(mails[person.email])
        assert (method, event["SEQUENCE"], str(event["UID"]).partition("@")[0]) == ("REQUEST", 1, session.uid.hex)
        assert attendees == {day.other_coach.user.email, day.anna.email, day.bea.email}


def told_people(day):
    return day.coach.user, day.other_coach.user, day.anna, day.bea


def test_the_earlier_coach_is_told_of_the_time_that_it_was(day, session, sink):
    """Moved before the mail left: the earlier coach reads and takes out what they had."""
    services.hand_over_session(session=session, coach=day.other_coach, by=day.coach.user)
    services.move_session(session=session, starts_at=day.at(13), by=day.anna)
    mails = delivered(sink)
    _method, event, _attendees = event_in(mails[day.coach.user.email])
    assert (event.start, event["SEQUENCE"]) == (day.at(10), 1)
    assert "13:00" not in text_of(mails[day.coach.user.email])


def test_handed_back_before_the_mail_left(day, session, sink):
    services.hand_over_session(session=session, coach=day.other_coach, by=day.coach.user)
    services.hand_over_session(session=session, coach=day.coach, by=day.other_coach.user)
    mails = delivered(sink)
    assert day.other_coach.user.email not in mails
    assert event_in(mails[day.coach.user.email])[0] == "REQUEST"


def test_the_reminder_of_a_session_handed_over_goes_to_the_new_coach(day, session, sink):
    services.hand_over_session(session=session, coach=day.other_coach, by=day.coach.user)
    delivered(sink)
    rows("session_reminder", state="waiting").update(due_at=Now())
    assert set(delivered(sink)) == {day.other_coach.user.email, day.anna.email, day.bea.email}


def test_a_suggestion_has_both_times_and_no_calendar_file(day, session, sink):
    services.suggest_time(session=session, starts_at=day.at(12), by=day.coach.user)
    mails = delivered(sink)
    assert set(mails) == {day.anna.email, day.bea.email}
    mail = mails[day.anna.email]
    said = text_of(mail)
    assert mail["Subject"].startswith("Another time suggested: ")
    assert "12:00–12:45" in said
    assert "10:00–10:45" in said
    assert f"{settings.BASE_URL}/sessions/{session.pk}/" in said
    assert "SALAISUUS" not in said + text_of(mail, "html")
    assert not has_invitation(mail)


@pytest.mark.parametrize("end", ["expired", "replaced", "moved", "declined"])
def test_a_suggestion_that_is_no_more_is_not_told(day, session, sink, end):
    services.suggest_time(session=session, starts_at=day.at(12), by=day.coach.user)
    if end == "expired":
        Suggestion.objects.update(expires_at=timezone.now())
    elif end == "replaced":
        services.suggest_time(session=session, starts_at=day.at(13), by=day.coach.user)
    elif end == "moved":
        services.move_session(session=session, starts_at=day.at(13), by=day.anna)
    else:
        services.decline_suggestion(session=session, starts_at=day.at(12), by=day.anna)
    mails = delivered(sink)
    assert all("12:00" not in text_of(mail) for mail in mails.values() if "suggested" in mail["Subject"])
    assert told("session_suggested") == set()


def test_declining_reaches_the_coach(day, session, sink):
    services.suggest_time(session=session, starts_at=day.at(12), by=day.coach.user)
    delivered(sink)
    services.decline_suggestion(session=session, starts_at=day.at(12), by=day.anna)
    [(address, mail)] = delivered(sink).items()
    assert address == day.coach.user.email
    assert mail["Subject"].startswith("Stays as it is: ")
    assert "10:00" in mail["Subject"]


def files_in(mail):
    """The attached calendar files: their names, and the method and events of each."""
    files = {}
    for part in mail.iter_attachments():
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        assert part.get_param("method") in (calendar["METHOD"], None)
        files[part.get_filename()] = calendar["METHOD"], calendar.walk("VEVENT")
    return files


def test_a_series_comes_as_one_mail_with_an_invitation_for_each_time(day, sink):
    series = weekly(day, 3)
    files = files_in(delivered(sink)[day.coach.user.email])
    assert {name: (method, len(events)) for name, (method, events) in files.items()} == {
        "kotipesa.ics": ("PUBLISH", 3),
        **{f"kotipesa-{number}.ics": ("REQUEST", 1) for number in (1, 2, 3)},
    }
    starts = [files[f"kotipesa-{number}.ics"][1][0].start for number in (1, 2, 3)]
    assert starts == [session.starts_at for session in series]
    services.move_series(session=series[0], reach="all", starts_at=day.at(14), by=day.coach.user, pass_rules=True)
    moved = files_in(delivered(sink)[day.coach.user.email])
    before, after = (each["kotipesa-1.ics"][1][0] for each in (files, moved))
    assert (after["UID"], after.start) == (before["UID"], day.at(14))
    assert after["SEQUENCE"] > before["SEQUENCE"]
    services.cancel_series(session=series[0], reach="all", by=day.coach.user)
    gone = files_in(delivered(sink)[day.coach.user.email])
    assert {name: method for name, (method, _) in gone.items()} == {
        f"kotipesa-{number}.ics": "CANCEL" for number in (1, 2, 3)
    }
    assert all(event["STATUS"] == "CANCELLED" for _, [event] in gone.values())


def test_with_a_mailbox_the_mail_says_what_an_answer_does(day, sink, settings):
    says = "It is called off on the page only."
    day.book(day.at(8))
    assert says not in text_of(delivered(sink)[day.anna.email])
    settings.CALENDAR_REPLIES = "vastaukset@kotipesa.example"
    day.book(day.at(9))
    mail = delivered(sink)[day.coach.user.email]
    assert says in text_of(mail)
    assert event_in(mail)[1]["ORGANIZER"] == "mailto:vastaukset@kotipesa.example"
