"""Connecting a calendar: the pages, what is kept of it, and how reading it goes."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as conf
from django.db import connection, transaction
from django.utils import timezone, translation

from coaches.calendar_source import CalendarSource
from coaches.models import BusyTime
from coaches.refreshing import (
    AT_MOST,
    EVERY,
    claim,
    note,
    pause,
    read_if_not_fresh,
    read_now,
    refresh_due,
    span_to_read,
)
from kit.feeds.asking import Told
from tests.factories import make_coach, make_institution
from tests.feeds import calendar, event, says, site

pytestmark = pytest.mark.django_db
LIST, ADD = "/coach/calendars/", "/coach/calendars/add/"


def at(days: int, hour: int = 9) -> datetime:
    return datetime.now(UTC).replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


def meeting(days: int, hour: int = 9, uid: str = "a", *lines: str) -> str:
    start, end = at(days, hour), at(days, hour + 1)
    return event(uid, f"{start:%Y%m%dT%H%M%SZ}", f"{end:%Y%m%dT%H%M%SZ}", *lines)


@pytest.fixture
def server(settings):
    with site() as running:
        settings.CALENDAR_LOOPBACK_PORTS = [running.port]
        running.holds = lambda *parts: running.answers.update({"/a.ics": says(calendar(*parts))})
        running.holds(meeting(2))
        yield running


def connect(coach, address: str, **fields) -> CalendarSource:
    return CalendarSource.objects.create(institution=coach.institution, coach=coach, address=address, **fields)


@pytest.fixture
def source(coach, server):
    return connect(coach, f"{server.base}/a.ics")


def refreshed(source: CalendarSource) -> CalendarSource:
    """The calendar after it has been read once more, whenever it was due."""
    CalendarSource.objects.filter(pk=source.pk).update(due_at=timezone.now())
    assert refresh_due() == 1
    source.refresh_from_db()
    return source


def spans(coach) -> list[tuple[datetime, datetime]]:
    rows = BusyTime.objects.filter(coach=coach).order_by("during")
    return [(row.during.lower, row.during.upper) for row in rows]


# --- The pages ---


def test_a_calendar_is_connected_and_read(signed_in, coach, server):
    page = signed_in.get(LIST).content.decode()
    assert "No calendar connected yet" in page

    answer = signed_in.post(ADD, {"kind": "ics", "address": f"{server.base}/a.ics"}, follow=True)
    assert "The calendar is connected." in answer.content.decode()
    assert "being read" in answer.content.decode()
    assert refresh_due() == 1

    page = signed_in.get(LIST).content.decode()
    assert "1 busy time ahead" in page
    assert "up to date" in page
    assert "a.ics" not in page
    assert spans(coach) == [(at(2), at(2, 10))]


def test_address_and_password_are_secrets_in_the_database(signed_in, coach):
    signed_in.post(
        ADD,
        {"kind": "caldav", "address": "https://dav.example/liisa/", "user_name": "liisa", "password": " salasana "},
    )

    source = coach.calendar_sources.get()
    assert (source.address, source.user_name, source.password) == ("https://dav.example/liisa/", "liisa", " salasana ")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_json(s)::text FROM coaches_calendarsource s")
        (row,) = cursor.fetchone()
    assert not any(word in row for word in ("dav.example", "liisa", "salasana"))
    assert "dav.example" not in str(source)


def test_an_address_to_subscribe_to_is_taken_as_it_is_copied(signed_in, coach):
    signed_in.post(
        ADD, {"kind": "ics", "address": " webcal://calendar.example/a.ics ", "user_name": "x", "password": "y"}
    )

    source = coach.calendar_sources.get()
    assert (source.address, source.user_name, source.password) == ("https://calendar.example/a.ics", "", "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"address": ""}, "This field is required."),
        ({"address": "calendar.example/a.ics"}, "This is no address that can be read."),
        ({"address": "https://a:b@calendar.example/"}, "The address holds a user name."),
        ({"address": "https://calendar.example:22/"}, "The address names a port."),
        ({"address": "http://0x7f.1/"}, "The address leads into a closed network."),
        ({"address": "https://calendar.example/" + "x" * 2000}, "at most 2000 characters"),
        ({"address": "https://calendar.example/\x00"}, "This is no address that can be read."),
        ({"kind": "pigeon"}, "Select a valid choice."),
        ({"kind": "caldav"}, "An account needs a user name and a password."),
        (
            {"kind": "caldav", "address": "http://calendar.example/", "user_name": "a", "password": "b"},
            "A password goes to",
        ),
    ],
)
def test_what_cannot_be_read_is_said_on_the_form(signed_in, coach, typed, said):
    typed = {"kind": "ics", "address": "https://calendar.example/a.ics", **typed}
    answer = signed_in.post(ADD, typed)
    page = answer.content.decode()

    assert answer.status_code == 400
    assert said in page or "\x00" in typed["address"]
    assert not coach.calendar_sources.exists()


def test_a_calendar_is_connected_once_and_there_are_five_at_most(signed_in, coach):
    connect(coach, "https://calendar.example/a.ics")
    answer = signed_in.post(ADD, {"kind": "ics", "address": "https://calendar.example/a.ics"})
    assert "This calendar is connected already." in answer.content.decode()

    for number in range(4):
        connect(coach, f"https://calendar.example/{number}")
    answer = signed_in.post(ADD, {"kind": "ics", "address": "https://calendar.example/b.ics"})
    assert "Five calendars are the most." in answer.content.decode()
    assert "Connect a calendar" not in signed_in.get(LIST).content.decode()


def test_removing_a_calendar_takes_its_busy_times_along_and_no_others(signed_in, coach, source):
    refreshed(source)
    other = BusyTime.objects.create(institution=coach.institution, coach=coach, during=(at(5), at(5, 10)))

    assert "1 busy time that came from it goes" in signed_in.get(f"{LIST}{source.pk}/remove/").content.decode()
    signed_in.post(f"{LIST}{source.pk}/remove/")

    assert list(BusyTime.objects.filter(coach=coach)) == [other]
    assert not coach.calendar_sources.exists()


def test_reading_is_asked_for_by_a_press_but_not_without_pause(signed_in, source, django_capture_on_commit_callbacks):
    refreshed(source)
    assert not source.is_being_read
    with django_capture_on_commit_callbacks() as callbacks:
        assert signed_in.post(f"{LIST}{source.pk}/read/").status_code == 302

    assert [callback.__name__ for callback in callbacks] == ["ask_for_refresh"]
    source.refresh_from_db()
    assert source.due_at == source.tried_at + timedelta(seconds=10)


@pytest.mark.parametrize("path", ["read/", "remove/"])
def test_the_calendar_of_another_is_not_there(signed_in, coach, path):
    other = connect(make_coach(coach.institution), "https://calendar.example/a.ics")

    assert signed_in.post(f"{LIST}{other.pk}/{path}").status_code == 404
    assert CalendarSource.objects.filter(pk=other.pk).exists()


def test_the_list_is_a_fixed_number_of_questions(signed_in, coach, django_assert_max_num_queries):
    for number in range(5):
        connect(coach, f"https://calendar.example/{number}")
    with django_assert_max_num_queries(8):
        signed_in.get(LIST)


# --- Reading ---


def test_only_what_differs_is_written(coach, source, server):
    server.holds(meeting(2), meeting(3, uid="b"))
    refreshed(source)
    first = set(BusyTime.objects.values_list("pk", flat=True))

    refreshed(source)
    assert set(BusyTime.objects.values_list("pk", flat=True)) == first

    server.holds(meeting(3, uid="b"), meeting(4, uid="c", hour=11))
    refreshed(source)
    assert spans(coach) == [(at(3), at(3, 10)), (at(4, 11), at(4, 12))]
    assert len(first & set(BusyTime.objects.values_list("pk", flat=True))) == 1


def test_our_own_events_do_not_count(coach, source, server):
    server.holds(meeting(2, uid=f"abc@{conf.UID_HOST}"), meeting(3, 9, "b", "SUMMARY:Lääkäri"))
    refreshed(source)

    assert spans(coach) == [(at(3), at(3, 10))]


def test_it_is_read_as_far_as_can_be_booked(coach, source, server):
    horizon = coach.institution.horizon_days
    server.holds(meeting(horizon - 1), meeting(horizon + 3, uid="b"), meeting(-10, uid="c"))
    refreshed(source)

    assert spans(coach) == [(at(horizon - 1), at(horizon - 1, 10))]
    first, last = span_to_read(coach.institution, datetime(2026, 11, 25, 22, 30, tzinfo=UTC))
    assert (first, last) == (datetime(2026, 11, 22, 22, tzinfo=UTC), datetime(2027, 1, 21, 22, tzinfo=UTC))


def test_a_failing_calendar_keeps_its_times_and_says_why_and_how_old_they_are(signed_in, coach, source, server):
    refreshed(source)
    read_at = source.read_at
    server.answers.clear()
    refreshed(source)

    assert (source.error, source.failures, source.read_at) == ("gone", 1, read_at)
    assert spans(coach) == [(at(2), at(2, 10))]
    page = signed_in.get(LIST).content.decode()
    assert "There is no calendar at that address any more." in page
    assert "The busy times stay as they were" in page
    with translation.override("fi"):
        assert source.sentence.startswith("Osoitteessa ei enää ole")

    CalendarSource.objects.update(read_at=timezone.now() - timedelta(hours=2, minutes=1))
    assert "older than 2 hours" in signed_in.get(LIST).content.decode()
    assert "has not been read for over two hours" in signed_in.get("/coach/").content.decode()

    server.holds(meeting(4))
    refreshed(source)
    assert (source.error, source.failures) == ("", 0)
    assert "has not been read for over two hours" not in signed_in.get("/coach/").content.decode()


def test_pauses_grow_with_failures_and_are_never_the_same():
    usual = [pause(0) for _ in range(50)]

    assert len(set(usual)) > 40
    assert EVERY * 0.8 <= min(usual) <= max(usual) <= EVERY * 1.2
    assert all(EVERY * 2 * 0.8 <= pause(1) <= EVERY * 2 * 1.2 for _ in range(20))
    assert all(pause(failures) <= AT_MOST * 1.2 for failures in (6, 7, 1_000))


def test_what_is_not_due_or_is_being_read_is_left_alone(coach, source):
    (mine,) = claim(5)
    assert claim(5) == []

    CalendarSource.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert claim(5) == [mine]
    CalendarSource.objects.update(leased_until=None, due_at=timezone.now() + timedelta(seconds=30))
    assert claim(5) == []


def test_calendars_of_people_who_left_are_not_read(coach, source):
    coach.user.is_active = False
    coach.user.save()
    assert claim(5) == []


@pytest.mark.django_db(transaction=True)
def test_who_reads_side_by_side_reads_different_calendars():
    coach = make_coach(make_institution())
    for number in range(4):
        connect(coach, f"https://calendar.example/{number}")
    with transaction.atomic():
        locked = set(CalendarSource.objects.select_for_update().order_by("pk").values_list("pk", flat=True)[:2])
        taken = claim_elsewhere()

    assert len(taken) == 2
    assert not taken & locked


def claim_elsewhere() -> set[int]:
    """What another worker would take now."""
    taken: set[int] = set()

    def work() -> None:
        taken.update(source.pk for source in claim(5))
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    return taken


def test_what_another_reader_took_over_or_a_person_removed_is_left_alone(coach, source):
    (first,) = claim(5)
    CalendarSource.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    (second,) = claim(5)
    note(first, Told(first.pk, [(at(7), at(8))]))
    assert spans(coach) == []

    note(second, Told(second.pk, [(at(2), at(3))]))
    assert spans(coach) == [(at(2), at(3))]
    source.delete()
    note(second, Told(second.pk, [(at(2), at(3))]))
    assert spans(coach) == []


def test_a_calendar_that_is_fresh_is_not_asked_for_after_a_booking(coach, source, django_capture_on_commit_callbacks):
    refreshed(source)
    with django_capture_on_commit_callbacks() as callbacks:
        read_if_not_fresh(coach)
    assert callbacks == []

    CalendarSource.objects.update(
        read_at=timezone.now() - timedelta(minutes=16), tried_at=timezone.now() - timedelta(minutes=2)
    )
    with django_capture_on_commit_callbacks() as callbacks:
        read_if_not_fresh(coach)
    assert len(callbacks) == 1
    source.refresh_from_db()
    assert source.is_being_read


def test_no_word_of_an_address_comes_into_the_log(coach, source, server, caplog):
    server.answers["/a.ics"] = says(b"nonsense")
    caplog.set_level(0)
    refreshed(source)
    read_now(source)

    assert not re.search(r"a\.ics|" + str(server.port), caplog.text)
