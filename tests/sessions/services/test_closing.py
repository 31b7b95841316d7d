"""Closing, and what is kept of a session."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.utils import timezone

from coaches.models import Channel, WorkLog
from sessions import services
from sessions.exceptions import Reason
from sessions.models import Participation, Session, SessionEvent, State
from tests.factories import (
    make_session,
    make_user,
)
from tests.sessions.racing import troubles
from tests.sessions.services.common import DAY, HOUR, MINUTE, NOW, TEN, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def past(scene):
    return make_session(
        scene.coach,
        scene.teacher,
        NOW - 2 * HOUR,
        site=scene.teacher.home_site,
        sector=scene.teacher.home_sector,
        channel=Channel.PHONE,
    )


def close(session, held, **more) -> Session:
    return services.close_session(session=session, held=held, by=session.coach.user, **more)


def test_held_writes_one_row_of_the_coachs_work(scene, past):
    session = close(past, held=True)
    row = session.work_log
    assert (session.state, row.user, row.minutes, row.kind) == (State.HELD, scene.coach.user, 60, "session")
    assert (row.starts_at, row.topic, row.channel) == (past.starts_at, scene.topic, Channel.PHONE)
    assert (row.site, row.sector) == (scene.teacher.home_site, scene.teacher.home_sector)
    assert list(row.persons.all()) == [scene.teacher]
    assert session.revision == 0  # nobody's calendar changes by it


def test_closing_again_corrects_the_same_row(past):
    first = close(past, held=True).work_log_id
    assert close(past, held=True, minutes=75).work_log_id == first
    assert WorkLog.objects.get().minutes == 75


def test_not_held_takes_the_row_and_the_time_back(scene, past):
    close(past, held=True)
    session = close(past, held=False)
    session.refresh_from_db()
    assert (session.state, session.work_log, WorkLog.objects.count()) == (State.NOT_HELD, None, 0)
    assert not Participation.objects.filter(active=True).exists()
    assert close(past, held=True).work_log.minutes == 60
    assert Participation.objects.filter(active=True).count() == 2


def test_held_after_all_gives_way_to_what_took_its_time(scene, past):
    close(past, held=False)
    make_session(scene.coach, make_user(scene.house), past.starts_at)
    assert refused(close, past, held=True) == Reason.COACH_BUSY
    past.refresh_from_db()
    assert (past.state, WorkLog.objects.count()) == (State.NOT_HELD, 0)


@pytest.mark.parametrize("state", [State.CANCELLED, State.LAPSED, State.PROPOSED])
def test_what_was_not_booked_is_not_closed(scene, state):
    session = make_session(scene.coach, scene.teacher, NOW - 2 * HOUR, state=state)
    assert refused(close, session, held=True) == Reason.STATE


def test_a_session_is_closed_once_it_has_begun(scene, clock, book):
    session = book()
    clock.move_to(TEN - MINUTE, tick=False)
    assert refused(close, session, held=True) == Reason.STATE
    clock.move_to(TEN, tick=False)
    assert close(session, held=True).state == State.HELD


def test_a_month_freezes_14_days_after_its_end(clock, past):
    freezes = datetime(2026, 12, 14, 22, tzinfo=UTC)  # midnight in Helsinki
    clock.move_to(freezes - MINUTE, tick=False)
    assert close(past, held=True).state == State.HELD
    clock.move_to(freezes, tick=False)
    assert refused(close, past, held=False) == Reason.FROZEN
    assert WorkLog.objects.count() == 1


def test_what_nobody_closed_in_time_counts_when_it_is_closed(clock, past):
    clock.move_to(datetime(2026, 12, 14, 22, tzinfo=UTC), tick=False)
    row = close(past, held=True).work_log
    assert (row.starts_at, row.late_for) == (datetime(2026, 12, 14, 22, tzinfo=UTC), past.starts_at.date())
    clock.move_to(datetime(2027, 1, 14, 21, 59, tzinfo=UTC), tick=False)
    mended = close(past, held=True, minutes=30).work_log
    assert (mended.pk, mended.minutes, mended.starts_at) == (row.pk, 30, row.starts_at)
    clock.move_to(datetime(2027, 1, 14, 22, tzinfo=UTC), tick=False)
    assert refused(close, past, held=False) == Reason.FROZEN


def test_free_text_lies_encrypted_in_the_database(scene, book):
    session = book(about="The new timetable")
    services.cancel_session(session=session, by=scene.teacher, reason="A cold")
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM coaching_sessions_session s")
        (row,) = cursor.fetchone()
    assert "timetable" not in row
    assert "cold" not in row
    session.refresh_from_db()
    assert (session.about, session.cancel_reason) == ("The new timetable", "A cold")


def test_history_keeps_no_free_text(scene, book):
    session = book(about="The new timetable")
    services.move_session(session=session, starts_at=TEN + HOUR, by=scene.teacher)
    services.cancel_session(session=session, by=scene.teacher, reason="A cold")
    columns = {field.name for field in SessionEvent._meta.get_fields()}
    assert columns.isdisjoint({"about", "cancel_reason", "link"})
    events = SessionEvent.objects.filter(pgh_obj=session).order_by("pgh_id")
    assert [(event.state, event.revision) for event in events] == [("booked", 0), ("booked", 1), ("cancelled", 2)]


def test_people_of_a_session_cannot_be_deleted_away(scene, book):
    book()
    with pytest.raises(ProtectedError):
        scene.teacher.delete()


def test_everything_agrees_in_the_end(scene, clock, book, propose):
    session = book()
    services.move_session(session=session, starts_at=TEN + HOUR, by=scene.teacher)
    services.accept_session(session=propose(TEN + 3 * HOUR), by=scene.teacher)
    services.cancel_session(session=session, by=scene.coach.user)
    clock.move_to(TEN + DAY, tick=False)
    close(Session.objects.get(state=State.BOOKED), held=True)
    assert troubles() == 0
    assert timezone.now() == TEN + DAY
