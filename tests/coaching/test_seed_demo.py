from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.conf import global_settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F
from django.urls import reverse

from coaches.calendar_source import CalendarSource
from coaches.models import BusyTime, Coach, Mandate, Team, TimeOff, WorkLog
from coaching.demo_data.calendar import Calendar, easter, in_break
from coaching.demo_data.houses import JARVIMAA, PASSWORD
from coaching.demo_data.slots import is_open_on
from coordination.selectors.desk import SECTIONS, desk_for
from notifications.models import Message
from organisation.models import Institution, Role, User
from sessions.models import HOLDING, Awaits, CalendarFeed, Participation, Session, State
from sessions.replies import replies_to
from tests.factories import make_institution, make_user

MORNING = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
LOGINS = (
    *(f"{name}@demo.example" for name in ("teacher", "newteacher", "coach", "leadcoach", "coordinator")),
    *(f"{name}@demo.example" for name in ("sitecoordinator", "manager", "sectormanager", "admin", "operator")),
    *(f"{name}@other.example" for name in ("teacher", "coach", "coordinator", "manager")),
)


def seed(*options: str) -> str:
    out = StringIO()
    call_command("seed_demo", "--now=2026-11-23", *options, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The small demo, made once for the tests that only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        yield Institution.objects.get(slug=JARVIMAA.slug)
        transaction.set_rollback(True)


def fingerprint() -> list[tuple]:
    """Every session and what surrounds it, without what is random on purpose: keys, hashes, tokens."""
    sessions = Session.objects.order_by("uid").values_list(
        "uid", "coach__user__email", "topic__name_fi", "state", "starts_at", "ends_at", "channel", "room", "created_at"
    )
    people = User.objects.order_by("email").values_list("email", "first_name", "home_site__name_fi", "started_on")
    parts = Participation.objects.order_by("session__uid", "role", "person__email").values_list(
        "person__email", "role", "during"
    )
    hours = Coach.objects.order_by("user__email", "opening_hours__pk").values_list(
        "user__email", "opening_hours__weekday", "opening_hours__starts", "opening_hours__weeks", "headline"
    )
    logs = WorkLog.objects.order_by("starts_at", "user__email", "kind", "minutes", "pk").values_list(
        "starts_at", "user__email", "kind", "minutes", "line"
    )
    texts = [(session.uid, session.about, session.cancel_reason) for session in Session.objects.order_by("uid")]
    return [*sessions, *people, *parts, *hours, *logs, *texts]


def test_the_small_demo_has_what_the_contract_says(demo):
    assert (demo.sites.count(), demo.sectors.count(), demo.topics.count()) == (4, 5, 9)
    assert (demo.coaches.count(), demo.people.count()) == (24, 160)
    kinds = demo.sessions.order_by("kind").values_list("kind").annotate(count=Count("pk"))
    assert dict(kinds) == {"clinic": 6, "group": 1, "one_to_one": 1500}
    assert Institution.objects.count() == 2
    assert set(demo.sessions.values_list("state", flat=True)) == set(State.values)


def test_sessions_reach_from_a_year_ago_to_four_weeks_ahead(demo):
    days = demo.sessions.order_by("starts_at").values_list("starts_at", flat=True)

    assert timedelta(days=355) < MORNING - days.first() <= timedelta(days=366)
    assert timedelta(weeks=3) < days.last() - MORNING < timedelta(weeks=5)


def test_every_account_signs_in_without_being_asked_to_verify(demo, client, settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # the demo was hashed before the quick ones were set
    for login in LOGINS:
        response = client.post(reverse("account_login"), {"login": login, "password": PASSWORD})
        assert (login, response.status_code) == (login, 302)
        assert client.session["_auth_user_id"] == str(User.objects.get(email=login).pk)
        client.logout()


def test_every_address_is_verified(demo):
    assert (
        EmailAddress.objects.filter(verified=True, primary=True, email=F("user__email")).count() == User.objects.count()
    )


def test_roles_have_the_scopes_that_their_names_promise(demo):
    scopes = {
        role.user.email: (role.kind, role.site and role.site.name_fi, role.sector and role.sector.name_fi)
        for role in Role.objects.filter(user__email__in=LOGINS).select_related("user", "site", "sector")
    }
    assert scopes == {
        "coordinator@demo.example": ("coordinator", None, None),
        "sitecoordinator@demo.example": ("coordinator", "Metsola", None),
        "manager@demo.example": ("manager", None, None),
        "sectormanager@demo.example": ("manager", None, "Sosiaali- ja terveysala"),
        "admin@demo.example": ("programme_admin", None, None),
        "coordinator@other.example": ("coordinator", None, None),
        "manager@other.example": ("manager", None, None),
    }


def test_the_teacher_has_a_session_soon_and_a_past(demo):
    own = Session.objects.of(User.objects.get(email="teacher@demo.example"))

    soon = own.filter(state=State.BOOKED, starts_at__range=(MORNING, MORNING + timedelta(hours=40)))
    assert [session.topic.name_fi for session in soon] == ["Wilma, Primus ja muut järjestelmät"]
    assert own.filter(state=State.PROPOSED, awaits=Awaits.TEACHER).exists()
    assert own.filter(ends_at__lt=MORNING).count() >= 3


def test_the_new_teacher_has_started_lately_and_met_nobody(demo):
    newcomer = User.objects.get(email="newteacher@demo.example")

    assert timedelta(0) < MORNING.date() - newcomer.started_on < timedelta(days=30)
    assert not newcomer.participations.exists()


def test_the_coach_has_a_full_desk(demo):
    coach = Coach.objects.get(user__email="coach@demo.example")
    week = coach.sessions.filter(starts_at__range=(MORNING - timedelta(days=1), MORNING + timedelta(days=5)))

    assert week.filter(state=State.BOOKED).count() >= 4
    assert coach.sessions.filter(state=State.PROPOSED, awaits=Awaits.COACH).exists()
    assert coach.sessions.filter(state=State.BOOKED, ends_at__lt=MORNING).exists()
    assert coach.time_off.filter(during__startswith__gt=MORNING).exists()


def test_teams_have_leads_and_the_lead_coach_leads_that_of_the_coach(demo):
    lead = Coach.objects.get(user__email="leadcoach@demo.example")

    assert all(team.leads.exists() for team in Team.objects.all())
    assert lead.led_teams.filter(members__user__email="coach@demo.example").exists()


def test_held_sessions_and_only_they_stand_in_the_ledger(demo):
    held = demo.sessions.filter(state=State.HELD)

    assert held.filter(work_log__isnull=True).count() == 0
    assert demo.sessions.exclude(state=State.HELD).filter(work_log__isnull=False).count() == 0
    for session in held.select_related("work_log", "coach")[:50]:
        assert (session.work_log.minutes, session.work_log.user_id) == (session.minutes, session.coach.user_id)
    assert Mandate.objects.filter(institution=demo, academic_year=2026).count() == 25


def test_copies_on_participations_equal_the_session(demo):
    rows = Participation.objects.select_related("session")

    assert all(row.active == (row.session.state in HOLDING) for row in rows)
    assert all((row.during.lower, row.during.upper) == (row.session.starts_at, row.session.ends_at) for row in rows)
    booked = [row.session_id for row in rows if not row.session.is_group]
    assert set(Counter(booked).values()) == {2}


def test_sessions_lie_within_opening_hours(demo):
    hours = {coach.pk: list(coach.opening_hours.all()) for coach in demo.coaches.prefetch_related("opening_hours")}
    for session in demo.sessions.filter(passes_rules=False):
        start, end = (when.astimezone(demo.tz) for when in (session.starts_at, session.ends_at))
        spans = [span for span in hours[session.coach_id] if is_open_on(span, start.date())]
        assert any(span.starts <= start.time() and end.time() <= span.ends for span in spans), session


def test_one_day_off_hits_a_session_and_no_other_does(demo):
    hits = [
        session
        for off in TimeOff.objects.filter(institution=demo)
        for session in off.coach.sessions.filter(state__in=HOLDING, during__overlap=off.during)
    ]
    assert len(hits) == 1


def test_one_session_lies_over_what_its_coachs_own_calendar_says_and_no_other_does(demo):
    busy = BusyTime.objects.filter(institution=demo)
    hits = [
        session
        for other in busy.select_related("coach")
        for session in other.coach.sessions.filter(state__in=HOLDING, busy__overlap=other.during)
    ]

    assert busy.count() == 3 * 24 + 1
    assert len(hits) == 1


def test_calendars_of_the_demo_are_never_due(demo):
    sources = CalendarSource.objects.filter(institution=demo)

    assert {source.coach.user.email for source in sources} > {"coach@demo.example", "leadcoach@demo.example"}
    assert all(source.host.endswith(".example") for source in sources)
    assert not sources.filter(due_at__lt=MORNING + timedelta(days=365)).exists()


def test_nothing_is_said_about_the_past_but_reminders_wait(demo):
    waiting = Message.objects.filter(state=Message.State.WAITING)

    told = set(Message.objects.values_list("kind", "state"))
    to_accounts = {("session_booked", "sent"), ("session_cancelled", "sent")}
    assert told == {("session_reminder", "waiting"), ("letter", "sent"), ("letter", "refused")} | to_accounts
    assert not waiting.filter(due_at__lte=MORNING).exists()
    tomorrow = MORNING + timedelta(days=1)
    people = Participation.objects.filter(session__state=State.BOOKED, session__starts_at__gt=tomorrow)
    assert waiting.filter(offset=timedelta(days=1)).count() == people.count()


def test_every_section_of_the_coordinators_desk_has_rows(demo, time_machine):
    time_machine.move_to(MORNING)
    found = desk_for(User.objects.get(email="coordinator@demo.example"))
    sections = {name: getattr(found, name).count > 0 for name in SECTIONS}
    assert sections == dict.fromkeys(SECTIONS, True)


def test_the_history_of_a_held_session_tells_of_booking_and_closing(demo):
    session = demo.sessions.filter(state=State.HELD).first()
    events = session.pgh_event_models["insert"].objects.filter(pgh_obj=session).order_by("pgh_created_at")

    assert [event.state for event in events] == ["booked", "held"]
    assert events[0].pgh_created_at == session.created_at < session.starts_at < events[1].pgh_created_at


def test_the_same_seed_and_day_give_the_same_rows(db):
    few = ("--coaches=6", "--sessions=80")
    seed(*few)
    first = fingerprint()
    seed(*few, "--fresh")
    again = fingerprint()
    seed(*few, "--fresh", "--seed=2")

    assert again == first
    assert fingerprint() != first


def test_a_seeded_database_is_left_as_it_is(db):
    seed("--coaches=3", "--sessions=20")
    User.objects.filter(email="teacher@demo.example").update(first_name="Someone")

    assert "there already" in seed()
    assert User.objects.get(email="teacher@demo.example").first_name == "Someone"
    assert "there already" not in seed("--coaches=3", "--sessions=20", "--fresh")
    assert User.objects.get(email="teacher@demo.example").first_name == "Sanna"


@pytest.mark.parametrize("options", [(), ("--fresh",)])
def test_it_stays_out_of_a_database_that_serves_somebody(db, options):
    person = make_user(make_institution(slug="oikea-opisto"))

    with pytest.raises(CommandError, match="oikea-opisto"):
        seed(*options)

    assert list(User.objects.all()) == [person]


@pytest.mark.parametrize(
    "option", ["--now=tomorrow", "--now=2026-13-01", "--coaches=0", "--sessions=-1", "--size=huge"]
)
def test_a_bad_option_is_refused_in_words(db, option):
    with pytest.raises(CommandError, match=option.split("=")[1]):
        call_command("seed_demo", option)


@pytest.mark.parametrize("day", ["2026-07-15", "2026-12-24", "2026-03-29", "2027-01-31"])
def test_any_day_of_the_year_gives_a_demo(db, day):
    call_command("seed_demo", f"--now={day}", "--coaches=6", "--sessions=60", stdout=StringIO())

    teacher = User.objects.get(email="teacher@demo.example")
    assert Session.objects.of(teacher).filter(state=State.BOOKED, starts_at__date__gte=day).exists()


def test_the_calendar_knows_easter_and_the_breaks():
    calendar = Calendar(MORNING, ZoneInfo("Europe/Helsinki"))

    assert [str(easter(year)) for year in (2024, 2025, 2026, 2027, 2038)] == [
        *("2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"),
    ]
    days = list(calendar.school_days())
    assert not any(in_break(day) for day in days if day < calendar.monday)
    assert {day.isoweekday() for day in days} == {1, 2, 3, 4, 5}


def test_programs_read_calendars_and_the_coach_has_an_answer_from_one(demo):
    feeds = CalendarFeed.objects.filter(institution=demo)
    assert {(feed.person.email, feed.scope) for feed in feeds} == {
        ("teacher@demo.example", "mine"),
        ("coach@demo.example", "held"),
    }
    assert all(feed.created_at < feed.read_at < MORNING for feed in feeds)
    coach = User.objects.get(email="coach@demo.example")
    ahead = Session.objects.of(coach).filter(starts_at__gt=MORNING, participations__reply="declined")
    assert [replied.reply for replied in replies_to(ahead.get(), coach)] == ["declined"]
