"""What the rows of a table do: people who come, change and leave, hours used before, bookings that were made."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from coaches.models import Mandate, WorkLog
from coordination.imports.kinds import plan_of
from coordination.imports.plan import PlanChanged
from coordination.imports.saving import save_import
from notifications.models import Message
from organisation.models import Role, User
from sessions.models import Session, State
from tests.coordination.import_scene import FILES, HEADS, errors, outcomes, staff
from tests.factories import make_coach, make_institution, make_role, make_session, make_topic, make_user, open_all_week


def test_the_same_table_again_changes_nothing(place):
    first = place.save(FILES["semicolons"], welcome=True)
    assert first.counts["new"] == 2
    assert Message.objects.filter(kind="person_welcomed").count() == 2
    again = plan_of(place.table(FILES["semicolons"]))
    assert (again.counts["same"], again.is_savable) == (2, False)
    assert Message.objects.count() == 2


def test_new_people_sign_in_by_code_and_are_told_only_when_asked(place):
    place.save(FILES["semicolons"])
    person = User.objects.get(email="uusi@x.example")
    assert (person.has_usable_password(), person.is_active, person.institution) == (False, True, place.house)
    assert person.emailaddress_set.get().verified
    assert not Message.objects.exists()


SCOPE = (
    ("elsewhere", "uusi@x.example;Uusi Nimi;fi;Asema;;;", ["site"]),
    ("nowhere", "uusi@x.example;Uusi Nimi;fi;;;;", ["site"]),
    ("another's person", "kaukana@x.example;Uusi Nimi;fi;Metsola;;;", ["email"]),
    ("moved away", "oma@x.example;Oma Henkilö;fi;Asema;;;", ["site"]),
    ("another house", "vieras@y.example;Uusi Nimi;fi;Metsola;;;", ["email"]),
)


@pytest.mark.parametrize(("what", "row", "wrong"), SCOPE, ids=[what for what, *_ in SCOPE])
def test_a_site_coordinator_reaches_the_site_only(place, what, row, wrong):
    place.person("kaukana", home_site=place.far_site)
    place.person("oma", first_name="Oma", last_name="Henkilö")
    make_user(make_institution(), email="vieras@y.example")
    plan = plan_of(place.table(f"{HEADS}\n{row}\n", by=place.coordinator))
    assert errors(plan) == {2: wrong}
    assert "Kaukana" not in str(plan.rows[0].changes)


def test_a_site_coordinator_may_bring_in_the_sites_own(place):
    place.save(f"{HEADS}\nuusi@x.example;Uusi Nimi;fi;Metsola;;;\n", by=place.coordinator)
    assert staff(place)[2] == "Metsola"


def test_leavers_are_closed_and_their_sessions_called_off(place):
    topic = make_topic(place.house)
    coach = make_coach(place.house, topic, user=place.person("lahtija", last_name="Lähtijä"))
    teacher = place.person("opettaja")
    session = make_session(coach, teacher, timezone.now() + timedelta(days=7))
    text = "sähköposti;viimeinen päivä\nlahtija@x.example;1.9.2026\n"
    plan = plan_of(place.table(text))
    assert (plan.sessions, plan.leavers) == ([session], [coach.user])
    place.save(text, call_off=True, reason="Muutos")
    session.refresh_from_db()
    coach.user.refresh_from_db()
    assert (session.state, coach.user.is_active, coach.user.left_on) == (State.CANCELLED, False, date(2026, 9, 1))
    assert outcomes(plan_of(place.table(text))) == {2: "same"}


def test_sessions_of_leavers_may_stay_until_someone_acts(place):
    coach = make_coach(place.house, make_topic(place.house), user=place.person("lahtija"))
    session = make_session(coach, place.person("opettaja"), timezone.now() + timedelta(days=7))
    place.save("sähköposti;viimeinen päivä\nlahtija@x.example;1.9.2026\n")
    session.refresh_from_db()
    assert session.state == State.BOOKED
    place.save("sähköposti;viimeinen päivä\nlahtija@x.example;1.9.2199\n")
    assert User.objects.get(email="lahtija@x.example").is_active


def test_who_is_missing_leaves_only_when_asked(place):
    gone, manager = place.person("poissa", last_name="Poissa"), place.person("johtaja")
    make_role(manager, Role.Kind.MANAGER)
    far = place.person("kaukana", home_site=place.far_site)
    text = f"{HEADS}\nuusi@x.example;Uusi Nimi;fi;Metsola;;;\n"
    assert plan_of(place.table(text, by=place.coordinator)).leavers == []
    plan = place.save(text, by=place.coordinator, missing_left=True)
    assert plan.leavers == [gone]
    active = set(User.objects.filter(is_active=True).values_list("email", flat=True))
    assert {gone.email} == {person.email for person in User.objects.filter(institution=place.house)} - active
    assert {manager.email, far.email, place.coordinator.email} <= active


def test_closing_a_role_holder_is_for_the_programme_admin(place):
    make_role(place.person("johtaja"), Role.Kind.MANAGER)
    text = "sähköposti;viimeinen päivä\njohtaja@x.example;1.9.2026\n"
    assert errors(plan_of(place.table(text, by=place.coordinator))) == {2: ["left_on"]}
    assert plan_of(place.table(text)).is_savable


def hours(place):
    return {
        (log.user.email, log.starts_at.astimezone(place.house.tz).date()): log.minutes
        for log in WorkLog.objects.filter(kind=WorkLog.Kind.OPENING)
    }


def test_hours_come_in_once(place):
    year = timezone.localdate().year - (timezone.localdate().month < 8)
    place.person("a")
    text = f"sähköposti;lukuvuosi;käytetyt tunnit;annetut tunnit\na@x.example;{year}–{year + 1};12,25;80\n"
    text = text.replace("annetut tunnit", "resurssi")
    place.save(text, kind="hours")
    assert hours(place) == {("a@x.example", date(year, 8, 1)): 735}
    assert list(Mandate.objects.values_list("quarter_hours", "starts_on")) == [(320, date(year, 8, 1))]
    assert outcomes(plan_of(place.table(text, kind="hours"))) == {2: "same"}
    place.save(text.replace("12,25", "13"), kind="hours")
    assert (hours(place), Mandate.objects.count()) == ({("a@x.example", date(year, 8, 1)): 780}, 1)
    bad = f"email;year;used\nx@x.example;{year};1\na@x.example;1999;1\na@x.example;{year};1,1\n"
    assert errors(plan_of(place.table(bad, kind="hours"))) == {2: ["person"], 3: ["year"], 4: ["used"]}


@pytest.fixture
def booking(place):
    topic = make_topic(place.house, name_fi="Wilma")
    coach = make_coach(place.house, topic, user=place.person("valmentaja"), meeting_link="https://x.example/liisa")
    open_all_week(coach)
    place.person("opettaja")
    place.person("toinen")
    day = timezone.localdate() + timedelta(days=10)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return f"{day.day}.{day.month}.{day.year}"


BOOKED = "päivä;klo;kesto;valmentaja;opettaja;aihe;tapa\n"


def test_bookings_come_in_by_the_service(place, booking):
    text = f"{BOOKED}{booking};18.30;45;valmentaja@x.example;opettaja@x.example;wilma;puhelin\n"
    plan = place.save(text, kind="bookings")
    session = Session.objects.get()
    assert (plan.counts["new"], session.minutes, session.channel, session.passes_rules) == (1, 45, "phone", True)
    assert session.starts_at.astimezone(place.house.tz).hour == 18
    assert Message.objects.filter(kind="session_booked").count() == 2
    assert outcomes(plan_of(place.table(text, kind="bookings"))) == {2: "same"}


def test_a_booking_that_cannot_be_stops_all(place, booking):
    row = f"{booking};12.00;60;valmentaja@x.example;%s@x.example;Wilma;\n"
    table = place.table(
        BOOKED + row % "opettaja" + row % "toinen" + "1.1.2020;9;;x;y@x.example;Kuu;\n", kind="bookings"
    )
    assert errors(plan_of(table)) == {3: ["time"], 4: ["coach", "person", "topic"]}
    with pytest.raises(PlanChanged):
        save_import(table=table, by=place.admin, fingerprint=plan_of(table).fingerprint)
    assert not Session.objects.exists()
