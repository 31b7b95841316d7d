"""The calendar that programs read by its address: who may, what is in it, and that it follows every change."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from coaches.models import Team
from kit.tokens import new_token, token_hash
from sessions import services
from sessions.calendar_feed import KEPT
from sessions.models import CalendarFeed, Session
from tests.factories import make_coach, make_session, make_user
from tests.sessions.extras import LENGTH
from tests.sessions.groups import clinic

pytestmark = pytest.mark.django_db
SECRET = "SALAISUUS"


@pytest.fixture
def browser():
    """Calendar programs keep no cookies."""
    return lambda address, **headers: Client().get(address, headers=headers)


def address_of(person, scope="mine"):
    return reverse("sessions:feed", args=[services.make_feed(person=person, scope=scope)])


def events(answer):
    """The events by the key of their session."""
    keys = {f"{session.uid.hex}": session.pk for session in Session.objects.all()}
    calendar = Calendar.from_ical(answer.content)
    return {keys[event["UID"].partition("@")[0]]: event for event in calendar.walk("VEVENT")}


def test_it_says_when_where_and_with_whom_and_nothing_else(day, browser, settings):
    day.coach.meeting_link = "https://teams.microsoft.com/l/x"
    day.coach.save()
    session = day.book(about=SECRET)
    answer = browser(address_of(day.anna))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    [event] = events(answer).values()
    assert (event.start, event.end) == (session.starts_at, session.ends_at)
    assert event["SUMMARY"] == f"{day.topic.name}, {day.coach.user.get_full_name()}"
    assert event["LOCATION"] == "Teams, https://teams.microsoft.com/l/x"
    assert event["URL"] == f"{settings.BASE_URL}/sessions/{session.pk}/"
    assert set(event) == {
        *("UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "URL"),
        *("STATUS", "TRANSP", "CLASS"),
    }
    assert event.subcomponents == []
    text = answer.content.decode()
    assert SECRET not in text
    assert not any(person.email in text for person in (day.anna, day.coach.user))


def test_it_has_the_name_of_what_it_shows_in_the_persons_language(day, browser):
    for language, name in (("fi", "Omat tapaamiset"), ("sv", "Mina möten"), ("en", "My sessions")):
        person = make_user(day.house, language=language)
        calendar = Calendar.from_ical(browser(address_of(person)).content)
        assert calendar["X-WR-CALNAME"] == calendar["NAME"] == f"Kotipesä: {name}"
        assert calendar.walk("VEVENT") == []


def test_a_change_is_in_it_at_once(day, browser):
    session, address = day.book(), address_of(day.anna)
    before = browser(address)
    services.move_session(session=session, starts_at=day.at(12), by=day.anna)
    after = browser(address)
    old, new = events(before)[session.pk], events(after)[session.pk]
    assert (new["UID"], new.start) == (old["UID"], day.at(12))
    assert new["SEQUENCE"] > old["SEQUENCE"]
    assert before["ETag"] != after["ETag"]
    services.cancel_session(session=session, by=day.anna, reason=SECRET)
    gone = browser(address)
    assert events(gone) == {}
    assert SECRET not in gone.content.decode()


def test_an_unchanged_calendar_is_not_sent_again(day, browser, time_machine):
    session, address = day.book(), address_of(day.anna)
    first = browser(address)
    time_machine.move_to(timezone.now() + timedelta(hours=5))
    again = browser(address, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert browser(address).content == first.content
    # A server on the way that compresses calls the same content weakly the same.
    assert browser(address, **{"If-None-Match": f'"other", W/{first["ETag"]}'}).status_code == 304
    services.cancel_session(session=session, by=day.anna)
    changed = browser(address, **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_compressed_answer_is_recognised_too(day):
    for hour in range(8, 15):
        make_session(day.coach, day.anna, day.at(hour), minutes=45)
    client, address = Client(), address_of(day.coach.user)
    first = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    again = client.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_head_answers_without_the_calendar(day):
    day.book()
    address = address_of(day.anna)
    whole, head = Client().get(address), Client().head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert Client().head(address, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    assert Client().post(address).status_code == 405


def test_nobody_on_the_way_keeps_it(day, browser):
    answer = browser(address_of(day.anna))
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex"


def test_an_unknown_address_and_one_of_a_closed_account_are_not_found(day, browser):
    address = address_of(day.anna)
    for other in (new_token(), "x", "ä" * 300, "%20"):
        assert browser(f"/calendar/{other}.ics").status_code == 404
    assert browser(address).status_code == 200
    day.anna.is_active = False
    day.anna.save()
    assert browser(address).status_code == 404


def test_only_a_hash_is_stored_and_a_new_address_ends_the_old_one(day, browser):
    old = services.make_feed(person=day.anna, scope="mine")
    new = services.make_feed(person=day.anna, scope="mine")
    [feed] = CalendarFeed.objects.filter(person=day.anna)
    assert feed.token_hash == token_hash(new)
    assert len(new) >= 22  # six bits in each character: at least 128
    assert browser(reverse("sessions:feed", args=[old])).status_code == 404
    assert browser(reverse("sessions:feed", args=[new])).status_code == 200
    services.end_feed(person=day.anna, scope="mine")
    services.end_feed(person=day.anna, scope="mine")
    assert browser(reverse("sessions:feed", args=[new])).status_code == 404


def test_each_scope_has_its_own_sessions(day, browser):
    """The day's coach also books help for themselves, and a teammate holds a clinic."""
    team = Team.objects.create(institution=day.house, name_fi="Tiimi")
    mate = make_coach(day.house, day.topic)
    team.members.add(day.coach, mate)
    held = day.book()
    as_helped = make_session(day.other_coach, day.coach.user, day.at(8))
    own_clinic = clinic(day)
    of_team = clinic(day, day.at(13, days=1), coach=mate, by=mate.user)
    of_others = clinic(day, day.at(13, days=2), coach=day.other_coach, by=day.other_coach.user)
    shown = {scope: events(browser(address_of(day.coach.user, scope))) for scope in CalendarFeed.Scope}
    assert set(shown["mine"]) == {held.pk, as_helped.pk, own_clinic.pk}
    assert set(shown["held"]) == {held.pk, own_clinic.pk}
    assert set(shown["clinics"]) == {own_clinic.pk, of_team.pk}
    assert of_others.pk not in shown["clinics"]
    busy = {pk: event["TRANSP"] for pk, event in shown["clinics"].items()}
    assert busy == {own_clinic.pk: "OPAQUE", of_team.pk: "TRANSPARENT"}


def test_whoever_coaches_no_longer_reads_no_clinics(day, browser):
    address = address_of(day.coach.user, "held")
    day.book()
    assert len(events(browser(address))) == 1
    Session.objects.all().delete()
    day.coach.delete()
    assert events(browser(address)) == {}


def test_what_is_proposed_is_tentative_and_what_is_long_over_or_off_is_left_out(day, browser):
    now = timezone.now()
    proposed = make_session(day.coach, day.anna, day.at(9), state="proposed")
    lately = make_session(day.coach, day.anna, now - KEPT + timedelta(days=1), state="held")
    make_session(day.coach, day.anna, now - KEPT - timedelta(days=1), state="held")
    for hour, state in ((10, "cancelled"), (11, "lapsed"), (12, "not_held")):
        make_session(day.coach, day.anna, day.at(hour), state=state)
    shown = events(browser(address_of(day.anna)))
    assert {pk: event["STATUS"] for pk, event in shown.items()} == {proposed.pk: "TENTATIVE", lately.pk: "CONFIRMED"}


def test_of_another_person_nothing(day, browser):
    day.book()
    assert events(browser(address_of(day.bea))) == {}


def test_reading_is_remembered(day, browser):
    address = address_of(day.anna)
    assert CalendarFeed.objects.get().read_at is None
    etag = browser(address)["ETag"]
    CalendarFeed.objects.update(read_at=None)
    browser(address, **{"If-None-Match": etag})
    assert abs(CalendarFeed.objects.get().read_at - timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize("scope", ["mine", "clinics"])
def test_the_number_of_queries_does_not_grow(day, browser, scope):
    Team.objects.create(institution=day.house, name_fi="Tiimi").members.add(day.coach)
    address = address_of(day.coach.user, scope)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser(address).status_code == 200
        return len(asked)

    clinic(day, day.at(13))
    day.book(day.at(8))
    few = queries()
    for n in range(1, 8):
        clinic(day, day.at(13, days=7 * n))
        day.book(day.at(8, days=7 * n), person=make_user(day.house), pass_rules=True, by=day.coach.user)
    assert queries() == few <= 12


def press(client, name, scope):
    return client.post(reverse(f"sessions:{name}", args=[scope]))


def test_the_address_is_shown_once(day, client, settings):
    client.force_login(day.anna)
    answer = press(client, "feed_make", "mine")
    address = answer.context["address"]
    assert address.startswith(f"{settings.BASE_URL}/calendar/")
    assert f'value="{address}"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert Client().get(f"/calendar/{token}.ics").status_code == 200
    assert token not in client.get(reverse("me")).content.decode()
    assert token not in str(dict(client.session))
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(feed::text, ' ') FROM coaching_sessions_calendarfeed feed")
        [stored] = cursor.fetchone()
    assert token_hash(token) in stored
    assert token not in stored


def test_ones_own_page_says_what_is_read_and_offers_the_acts(day, client):
    client.force_login(day.anna)
    text = client.get(reverse("me")).content.decode()
    assert reverse("sessions:feed_make", args=["mine"]) in text
    assert reverse("sessions:feed_end", args=["mine"]) not in text
    assert reverse("sessions:feed_make", args=["held"]) not in text
    press(client, "feed_make", "mine")
    text = client.get(reverse("me")).content.decode()
    assert "Mikään ohjelma ei ole vielä lukenut sitä." in text
    CalendarFeed.objects.update(read_at=timezone.now())
    assert "Ohjelma luki sen viimeksi tänään klo" in client.get(reverse("me")).content.decode()
    assert press(client, "feed_end", "mine").url == reverse("me") + "#calendars"
    assert not CalendarFeed.objects.exists()


def test_what_one_cannot_have_is_refused(day, client):
    client.force_login(day.anna)
    assert press(client, "feed_make", "held").status_code == 403
    assert press(client, "feed_make", "nonsense").status_code == 404
    client.force_login(day.coach.user)
    assert press(client, "feed_make", "held").status_code == 200
    client.force_login(make_user(None, is_operator=True))
    assert press(client, "feed_make", "mine").status_code == 403
    assert "calendars" not in client.get(reverse("me")).content.decode()


def test_a_press_of_another_site_changes_nothing(day):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(day.anna)
    assert press(strict, "feed_make", "mine").status_code == 403
    assert not CalendarFeed.objects.exists()


def test_a_session_keeps_its_length(day, browser):
    session = day.book()
    event = events(browser(address_of(day.anna)))[session.pk]
    assert event.end - event.start == LENGTH
