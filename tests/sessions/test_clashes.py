"""A session at a time that the coach's own calendar fills: seen soon after the booking, by coach and coordinator."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from coaches.calendar_source import CalendarSource
from coaches.models import BusyTime
from coaches.refreshing import claim, note
from kit.feeds.asking import Told
from notifications.models import Message
from notifications.registry import kind_of
from organisation.models import Role
from sessions.models import Session
from sessions.services import cancel_session, move_session
from tests.factories import make_role, make_user
from tests.sessions.makers import book, in_days

pytestmark = pytest.mark.django_db
OLD = timedelta(minutes=20)


@pytest.fixture
def session():
    return book(coach_language="en")


@pytest.fixture
def source(session):
    """A calendar of the coach that was read a while ago."""
    then = timezone.now() - OLD
    return CalendarSource.objects.create(
        institution=session.institution,
        coach=session.coach,
        address="https://calendar.example/a.ics",
        read_at=then,
        tried_at=then,
        due_at=timezone.now() + timedelta(minutes=5),
    )


def comes_to_say(source: CalendarSource, *spans: tuple, anonymous: bool = False) -> None:
    """Reading `source` now finds these."""
    CalendarSource.objects.filter(pk=source.pk).update(due_at=timezone.now())
    (mine,) = claim(1)
    note(mine, Told(mine.pk, list(spans), is_anonymous=anonymous))


def over(session: Session) -> tuple:
    return session.starts_at + timedelta(minutes=30), session.ends_at + timedelta(hours=1)


def page(client, person, path: str) -> str:
    client.force_login(person)
    return client.get(path).content.decode()


def test_booking_has_a_calendar_read_that_is_not_fresh(session, source, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        move_session(session=session, starts_at=in_days(4), by=session.coach.user, pass_rules=True)

    assert "ask_for_refresh" in [callback.__name__ for callback in callbacks]
    source.refresh_from_db()
    assert source.is_being_read


def test_a_fresh_one_is_left_alone(session, source, django_capture_on_commit_callbacks):
    CalendarSource.objects.update(read_at=timezone.now())
    with django_capture_on_commit_callbacks() as callbacks:
        move_session(session=session, starts_at=in_days(4), by=session.coach.user, pass_rules=True)

    assert "ask_for_refresh" not in [callback.__name__ for callback in callbacks]


def test_calling_off_reads_nothing(session, source):
    cancel_session(session=session, by=session.coach.user)
    source.refresh_from_db()
    assert not source.is_being_read


def test_the_coach_is_told_once_and_sees_it_on_the_desk(client, session, source):
    comes_to_say(source, over(session))
    comes_to_say(source, over(session), (in_days(9), in_days(9, 11)))

    row = Message.objects.get(kind="session_clash")
    assert row.recipient == session.coach.user
    kind = kind_of(row.kind)
    with translation.override("en"):
        mail = kind.render(row.kind, kind.load(session.pk, session.revision), row.recipient)
    assert mail.subject.startswith("Two things at once: ")
    assert "Sanna Östman" in mail.text
    assert f"/sessions/{session.pk}/move/" in mail.text
    assert "Two things at once" in page(client, session.coach.user, "/coach/")


@pytest.mark.parametrize("place", ["before", "after", "another coach"])
def test_what_does_not_touch_it_is_no_clash(client, session, source, place):
    hour = timedelta(hours=1)
    spans = {
        "before": (session.starts_at - hour, session.starts_at),
        "after": (session.ends_at, session.ends_at + hour),
    }
    if place == "another coach":
        other = book(starts_at=in_days(5)).coach
        BusyTime.objects.create(institution=other.institution, coach=other, during=over(session))
    else:
        comes_to_say(source, spans[place])

    assert not Message.objects.filter(kind="session_clash").exists()
    assert "Two things at once" not in page(client, session.coach.user, "/coach/")


def test_a_calendar_that_tells_no_events_has_the_session_itself(client, session, source):
    own = session.starts_at, session.ends_at
    comes_to_say(source, own, anonymous=True)
    assert not Message.objects.filter(kind="session_clash").exists()
    comes_to_say(source, (own[0], own[1] + timedelta(minutes=15)), anonymous=True)
    assert Message.objects.filter(kind="session_clash").exists()


def test_it_is_not_told_any_more_once_there_is_room(session, source):
    comes_to_say(source, over(session))
    kind = kind_of("session_clash")
    assert kind.load(session.pk, session.revision)

    assert not kind.load(session.pk, session.revision + 1)
    comes_to_say(source)
    assert not kind.load(session.pk, session.revision)


def test_only_the_coach_gets_the_mail(session, source):
    comes_to_say(source, over(session))
    kind = kind_of("session_clash")
    helped = session.participations.get(role="helped").person

    assert kind.render("session_clash", kind.load(session.pk, session.revision), helped) is None


def test_the_coordinator_sees_it_without_a_word_of_what_it_is(client, session, source):
    coordinator = make_user(session.institution, language="en")
    make_role(coordinator, Role.Kind.COORDINATOR)
    assert "Sessions that clash" not in page(client, coordinator, "/coordinate/")

    comes_to_say(source, over(session))
    found = page(client, coordinator, "/coordinate/")
    assert "Sessions that clash with another engagement" in found
    assert f"/sessions/{session.pk}/move/" in found
    assert "Liisa Lahti" in page(client, coordinator, "/coordinate/?all=clashes")


def test_a_session_that_has_begun_clashes_no_more(client, session, source):
    comes_to_say(source, over(session))
    Session.objects.filter(pk=session.pk).update(
        starts_at=timezone.now() - timedelta(minutes=5), ends_at=timezone.now() + OLD
    )
    assert "Two things at once" not in page(client, session.coach.user, "/coach/")
