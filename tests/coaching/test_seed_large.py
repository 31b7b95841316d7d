"""The large demo's way of writing sessions, with few of them: by the database itself, past its own checks."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.models import F, Q

from coaches.models import BusyTime, Coach, TimeOff, WorkLog
from coaching.demo_data import SIZES, make_demo
from coaching.demo_data.calendar import in_break
from coaching.demo_data.clearing import clear_demo
from coaching.demo_data.houses import JARVIMAA
from coaching.demo_data.large import HELP_PER_SESSIONS
from coaching.demo_data.scene import Size
from coaching.demo_data.slots import is_open_on
from organisation.models import Institution, User
from sessions.models import HOLDING, Awaits, Participation, Session, State
from topics.models import Topic

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
SESSIONS = 3000
TABLES = [model._meta.db_table for model in (Session, Participation, WorkLog, WorkLog.persons.through)]
GUARDS = """
    SELECT conrelid::regclass::text AS of, conname AS name, pg_get_constraintdef(oid), convalidated FROM pg_constraint
        WHERE conrelid = ANY(%s::regclass[])
    UNION ALL SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid
        FROM pg_index WHERE indrelid = ANY(%s::regclass[])
    UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled = 'O' FROM pg_trigger
        WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal
    ORDER BY 1, 2, 3
"""
# A list in a condition is shown with its types here or there, depending on whether it was made or read again.
WRITTEN_OUT = re.compile(r"::(character varying|text)(\[\])?|[()\[\]]")


def seed(seed: int = 1) -> None:
    make_demo(Size(30, 200, SESSIONS, academic_years=5), seed, NOW)


def guards() -> list[tuple]:
    """Constraints, indexes and triggers of what is written in bulk."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS, [TABLES] * 3)
        return [(*names, WRITTEN_OUT.sub("", how), works) for *names, how, works in cursor.fetchall()]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Few coaches and sessions of the large demo, made once for the tests that only read them."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = guards()
        seed()
        house = Institution.objects.get(slug=JARVIMAA.slug)
        house.guards_before = before
        yield house
        transaction.set_rollback(True)


def test_the_size_is_that_of_the_contract():
    size = SIZES["large"]
    assert (size.coaches, size.staff, size.sessions, size.academic_years) == (5_000, 15_000, 1_000_000, 5)


def test_every_constraint_index_and_trigger_is_back_afterwards(demo):
    assert len(demo.guards_before) > 40
    assert guards() == demo.guards_before


def test_sessions_fill_five_academic_years_up_to_four_weeks_ahead(demo):
    days = [session.starts_at.astimezone(demo.tz).date() for session in demo.sessions.order_by("starts_at")]

    assert len(days) == SESSIONS
    assert {day.year + (day.month > 7) for day in days} == {2023, 2024, 2025, 2026, 2027}
    assert (days[0].year, days[0].month) == (2022, 8)
    assert (days[-1].year, days[-1].month) == (2026, 12)
    assert not any(in_break(day) or day.isoweekday() > 5 for day in days if day < NOW.date())
    assert set(demo.sessions.values_list("state", flat=True)) == set(State.values)


def test_past_and_coming_sessions_are_in_states_that_they_can_be_in(demo):
    ahead = demo.sessions.filter(starts_at__gt=NOW)

    assert not ahead.exclude(state__in=(State.BOOKED, State.PROPOSED, State.CANCELLED)).exists()
    assert not demo.sessions.filter(state=State.PROPOSED, expires_at__lte=NOW).exists()
    assert not demo.sessions.filter(created_at__gte=F("starts_at")).exists()
    assert not demo.sessions.filter(created_at__gt=NOW).exists()
    assert {*ahead.filter(state=State.PROPOSED).values_list("awaits", flat=True)} <= {Awaits.TEACHER, Awaits.COACH}


def test_copies_on_participations_equal_the_session(demo):
    rows = list(Participation.objects.filter(institution=demo).select_related("session__coach"))

    assert all(row.active == (row.session.state in HOLDING) for row in rows)
    assert all((row.during.lower, row.during.upper) == (row.session.starts_at, row.session.ends_at) for row in rows)
    assert all((row.role == "coach") == (row.person_id == row.session.coach.user_id) for row in rows)
    assert Counter(row.session_id for row in rows) == dict.fromkeys(demo.sessions.values_list("pk", flat=True), 2)


def test_sessions_lie_within_opening_hours_and_beside_what_coaches_have_else(demo):
    hours = {coach.pk: list(coach.opening_hours.all()) for coach in demo.coaches.prefetch_related("opening_hours")}
    for session in demo.sessions.all():
        start, end = (when.astimezone(demo.tz) for when in (session.starts_at, session.ends_at))
        spans = [span for span in hours[session.coach_id] if is_open_on(span, start.date())]
        assert any(span.starts <= start.time() and end.time() <= span.ends for span in spans), session
    for model in (TimeOff, BusyTime):
        for other in model.objects.filter(institution=demo):
            assert not Session.objects.filter(coach=other.coach_id, during__overlap=other.during).exists()


def test_nobody_was_helped_before_they_started_or_by_themselves(demo):
    helped = Participation.objects.filter(institution=demo, role="helped").select_related("person", "session")

    assert all(row.person.started_on <= row.session.starts_at.date() for row in helped)
    assert not helped.filter(Q(person__coach__isnull=False) | Q(person__email__startswith="newteacher@")).exists()
    assert helped.filter(person__email="teacher@demo.example").exists()


def test_held_sessions_stand_in_the_ledger_with_who_was_helped_and_help_in_passing_beside_them(demo):
    held = demo.sessions.filter(state=State.HELD).select_related("work_log", "coach")
    kinds = Counter(WorkLog.objects.filter(institution=demo).values_list("kind", flat=True))

    assert not demo.sessions.exclude(state=State.HELD).filter(work_log__isnull=False).exists()
    assert kinds == {"session": held.count(), "help": SESSIONS // HELP_PER_SESSIONS}
    for session in held[:100]:
        log, helped = session.work_log, session.participations.get(role="helped")
        assert (log.user_id, log.minutes, log.topic_id) == (session.coach.user_id, session.minutes, session.topic_id)
        assert list(log.persons.all()) == [helped.person]


def test_topics_have_50_500_and_all_coaches_as_far_as_there_are_any(demo):
    names = ("Tekoäly opetuksessa", "Verkko-opetus", "Opetuksen arki")
    assert [Topic.objects.get(institution=demo, name_fi=name).coaches.count() for name in names] == [30, 30, 30]
    assert not Session.objects.filter(institution=demo).exclude(topic__coaches=F("coach")).exists()


def test_new_rows_get_keys_of_their_own_afterwards(demo):
    coach, person = demo.coaches.first(), User.objects.get(email="newteacher@demo.example")
    taken = Session.objects.order_by("-pk").first().pk
    with transaction.atomic():
        session = Session.objects.create(
            institution=demo, coach=coach, topic=Topic.objects.first(), starts_at=NOW, ends_at=NOW.replace(hour=6)
        )
        Participation.objects.create(
            session=session, person=person, institution=demo, role="helped", during=(NOW, NOW.replace(hour=6))
        )
        WorkLog.objects.create(institution=demo, user=coach.user, kind="help", starts_at=NOW, minutes=5)
        transaction.set_rollback(True)
    assert session.pk > taken


def rows(number: int) -> list[tuple]:
    """The sessions that the seed gives, without what is random on purpose: keys."""
    values = ("uid", "coach__user__email", "topic__name_fi", "state", "starts_at", "ends_at", "channel", "created_at")
    with transaction.atomic():
        clear_demo()
        seed(number)
        people = Participation.objects.order_by("session__uid", "role").values_list("person__email", "role", "active")
        found = [*Session.objects.order_by("uid").values_list(*values), *people]
        transaction.set_rollback(True)
    return found


def test_the_same_seed_gives_the_same_sessions():
    first = rows(1)

    assert rows(1) == first
    assert rows(2) != first


def test_coaches_remember_their_last_booking(demo):
    for coach in Coach.objects.filter(institution=demo).prefetch_related("sessions"):
        assert coach.last_booked_at == max(session.created_at for session in coach.sessions.all())
