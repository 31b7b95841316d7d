"""The coordinator's desk: what stands on it, for whom, and what its rows do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaches.models import BusyTime, Mandate, TimeOff, WorkLog
from coordination.selectors.desk import SECTIONS, desk_for
from coordination.services import ask_for_help
from notifications.mailboxes import flag_address
from notifications.models import Message
from organisation.models import User
from sessions.models import Session, State
from tests.coaching.scene import House, ended, workday
from tests.factories import make_coach, make_session, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def house():
    return House("koti.example")


@pytest.fixture
def coordinator(house):
    return house.people["site_coordinator"]


@pytest.fixture
def far(house):
    return house.people["far_coordinator"]


def page(client, person, query=""):
    client.force_login(person)
    answer = client.get(reverse("coordination:desk") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client, person, name, thing, **data):
    """The answer to an act on a row, with script; told as its status and its words."""
    client.force_login(person)
    return client.post(reverse(f"coordination:{name}", args=[thing.pk]), data, headers=HTMX)


def away(house, session):
    """Time off over `session`, as if it had been taken afterwards."""
    return TimeOff.objects.create(
        institution=house.institution, coach=session.coach, during=(session.starts_at, session.ends_at)
    )


def engaged(house, session):
    """Something in the coach's own calendar over `session`, as if it had come there afterwards."""
    return BusyTime.objects.create(
        institution=house.institution, coach=session.coach, during=(session.starts_at, session.ends_at)
    )


def newcomer(house, days=28, **fields):
    here = {"home_site": house.site, "home_sector": house.sector, **fields}
    return make_user(house.institution, started_on=timezone.localdate() - timedelta(days=days), **here)


def undelivered(recipient, state=Message.State.REFUSED):
    return Message.objects.create(
        kind="session_booked",
        thing_id=Message.objects.count(),
        recipient=recipient,
        due_at=timezone.now() - timedelta(hours=2),
        latest_at=timezone.now() - timedelta(hours=1),
        state=state,
        error="mailbox full",
        mail_id=f"<{recipient.pk}@x.example>",
    )


def give_hours(coach, hours, used):
    """A mandate of this academic year, and so many hours of it used."""
    today = timezone.localdate()
    year = today.year if today.month >= 8 else today.year - 1
    common = {"institution": coach.institution, "user": coach.user}
    days = {"starts_on": f"{year}-08-01", "ends_on": f"{year + 1}-07-31"}
    Mandate.objects.create(**common, academic_year=year, quarter_hours=hours * 4, **days)
    WorkLog.objects.create(**common, kind="meeting", minutes=used * 60, starts_at=timezone.now())


def fill(house, number=1):
    """One of everything in the scope of the first site."""
    for _ in range(number):
        teacher = newcomer(house)
        undelivered(teacher)
        coach = make_coach(house.institution, house.topic)
        coach.sites.add(house.site)
        give_hours(coach, 60, 55)
        ask_for_help(person=teacher, topic=house.topic)
        person = make_user(house.institution, home_site=house.site, home_sector=house.sector)
        make_session(coach, person, timezone.now() - timedelta(days=5))
        away(house, make_session(coach, person, timezone.now() + timedelta(days=5)))
        engaged(house, make_session(coach, person, timezone.now() + timedelta(days=6)))


def test_everything_of_the_scope_stands_on_it(client, house, coordinator):
    fill(house)
    found = desk_for(coordinator)
    assert [getattr(found, name).count for name in SECTIONS] == [1] * len(SECTIONS)
    assert (found.waiting, found.may_act) == (7, True)
    text = page(client, coordinator)
    assert "<p>7 asiaa odottaa.</p>" in text
    assert found.unclosed.rows[0].coach.user.get_full_name() in text


def test_nothing_of_another_sites_people_is_on_it(client, house, far):
    fill(house)
    names = [person.get_full_name() for person in User.objects.filter(first_name="Aino")]
    found = desk_for(far)
    assert (found.waiting, found.today, found.week.sessions, found.week.cancelled) == (0, [], 0, 0)
    text = page(client, far)
    assert [name for name in names if name in text] == []


@pytest.mark.parametrize("rows", [1, 12])
def test_the_number_of_queries_is_fixed(client, house, coordinator, rows):
    fill(house, rows)
    client.force_login(coordinator)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("coordination:desk"))
    assert len(queries) <= 12


def test_a_request_is_answered_in_place(client, house, coordinator):
    """With its promise and the best coach in the row; proposed by another button, and one who is late is told."""
    asked = ask_for_help(person=newcomer(house), topic=house.topic)
    (row,) = desk_for(coordinator).requests.rows
    assert (row.age.kind, row.best.coach, row.may_assign) == ("line", house.coach, True)
    assert f'hx-post="{reverse("coordination:answer_request", args=[asked.pk])}"' in page(client, coordinator)
    pressed = {"time": row.best.first.token, "how": "propose"}
    address = reverse("coordination:answer_request", args=[asked.pk])
    line = client.post(address, pressed, headers={"HX-Request": "true"})
    assert (line.status_code, "Ehdotettu" in line.content.decode(), "<html" in line.content.decode()) == (
        200,
        True,
        False,
    )
    assert Session.objects.get().state == State.PROPOSED
    client.force_login(house.people["coordinator"])
    late = client.post(address, {**pressed, "how": "book"}, headers={"HX-Request": "true"})
    assert late.status_code == 409
    assert "<html" not in late.content.decode()


def test_a_time_that_is_gone_leads_to_the_others(client, house, coordinator):
    asked = ask_for_help(person=newcomer(house), topic=house.topic)
    time = desk_for(coordinator).requests.rows[0].best.first
    make_session(house.coach, make_user(house.institution), time.starts_at)
    client.force_login(coordinator)
    address = reverse("coordination:answer_request", args=[asked.pk])
    line = client.post(address, {"time": time.token}, headers={"HX-Request": "true"})
    assert (line.status_code, Session.objects.count()) == (409, 1)
    assert f'href="{reverse("coordination:assign", args=[asked.pk])}"' in line.content.decode()


def test_a_programme_admin_reads_it_and_does_nothing(client, house):
    fill(house)
    admin = house.people["programme_admin"]
    text = page(client, admin)
    assert desk_for(admin).unclosed.count == 1
    main = text[text.index("<main") : text.index("</main")]
    assert "<form" not in main
    session = desk_for(admin).unclosed.rows[0]
    assert press(client, admin, "close", session, held="yes").status_code == 403


def test_a_section_is_shown_in_full(client, house, coordinator):
    fill(house, 7)
    assert [len(desk_for(coordinator, whole=name).unclosed.rows) for name in ("", "unclosed")] == [5, 7]
    assert page(client, coordinator, "?all=unclosed").count('class="kp-todo"') == 7
    assert client.get(reverse("coordination:desk") + "?all=x").status_code == 404


def test_a_session_is_closed_in_place(client, house, coordinator):
    fill(house)
    session = desk_for(coordinator).unclosed.rows[0]
    for _ in range(2):
        answer = press(client, coordinator, "close", session, held="yes")
        assert (answer.status_code, answer.content.decode().count("<article")) == (200, 1)
        assert "autofocus" in answer.content.decode()
    assert Session.objects.get(pk=session.pk).state == State.HELD
    assert desk_for(coordinator).unclosed.count == 0


def test_within_three_days_closing_is_the_coachs(client, house, coordinator):
    session = ended(house.book(workday(3)))
    assert press(client, coordinator, "close", session, held="yes").status_code == 403


def test_a_session_whose_coach_is_away_is_called_off_in_place(client, house, coordinator):
    session = house.book(workday(3))
    away(house, session)
    assert [row.pk for row in desk_for(coordinator).away.rows] == [session.pk]
    for _ in range(2):
        answer = press(client, coordinator, "cancel", session, reason="Poissa")
        assert answer.status_code == 200
    assert Session.objects.get(pk=session.pk).state == State.CANCELLED
    assert Message.objects.filter(kind="session_cancelled").count() == 2


def test_late_calling_off_needs_a_reason_and_says_so_in_the_row(client, house, coordinator):
    house.institution.cancellation_deadline_minutes = 60 * 24 * 30
    house.institution.save()
    session = house.book(workday(3))
    answer = press(client, coordinator, "cancel", session)
    assert (answer.status_code, answer.content.decode().count("<article")) == (409, 1)
    assert Session.objects.get(pk=session.pk).state == State.BOOKED


def test_without_script_an_act_leads_back_to_the_desk(client, house, coordinator):
    session = house.book(workday(3))
    client.force_login(coordinator)
    answer = client.post(reverse("coordination:cancel", args=[session.pk]), {"reason": "Poissa"}, follow=True)
    assert answer.redirect_chain == [(reverse("coordination:desk"), 302)]
    assert "Peruttu:" in answer.content.decode()


def test_a_first_time_is_proposed_once(client, house, coordinator):
    person = newcomer(house)
    for _ in range(2):
        assert press(client, coordinator, "propose_first", person).status_code == 200
    (session,) = Session.objects.of(person)
    assert (session.state, session.awaits, session.booked_by) == (State.PROPOSED, "teacher", coordinator)
    assert desk_for(coordinator).newcomers.count == 0


def test_where_nobody_is_free_nothing_is_proposed(client, house, coordinator):
    person = newcomer(house)
    house.institution.coaches.update(is_active=False)
    assert press(client, coordinator, "propose_first", person).status_code == 409
    assert not Session.objects.exists()


def test_a_mail_is_tried_again(client, house, coordinator, far):
    message = undelivered(house.people["teacher"])
    assert press(client, far, "send_again", message).status_code == 409
    message.refresh_from_db()
    assert message.state == Message.State.REFUSED
    assert press(client, coordinator, "send_again", message).status_code == 200
    message.refresh_from_db()
    assert message.state == Message.State.WAITING


@pytest.mark.parametrize("name", ["close", "cancel", "propose_first", "write"])
def test_things_out_of_scope_are_not_there(client, house, far, name):
    thing = house.people["teacher"] if name in ("propose_first", "write") else house.book(workday(3))
    assert press(client, far, name, thing, held="yes", reason="x").status_code == 404


def test_who_has_a_session_ahead_is_no_newcomer(house, coordinator):
    person = newcomer(house)
    assert desk_for(coordinator).newcomers.count == 1
    make_session(house.coach, person, timezone.now() + timedelta(days=3))
    assert desk_for(coordinator).newcomers.count == 0


def test_a_coach_is_on_it_for_a_break_for_a_full_week_and_for_hours(house, coordinator):
    house.coach.paused_until = timezone.localdate() + timedelta(days=5)
    house.coach.save()
    house.other_coach.weekly_cap = 0
    house.other_coach.save()
    give_hours(house.lead_coach, 100, 79)
    first, second = house.coach.user, house.other_coach.user
    rows = {row.person: row for row in desk_for(coordinator).coaches.rows}
    assert set(rows) == {first, second}
    assert (rows[first].paused_until, rows[second].is_full) == (house.coach.paused_until, True)
    WorkLog.objects.update(minutes=80 * 60)
    (hours,) = [row for row in desk_for(coordinator).coaches.rows if row.person == house.lead_coach.user]
    assert (hours.is_near_the_end, hours.per_cent) == (True, 80)


def late(person, **ago):
    now = timezone.now()
    return Message.objects.create(
        kind="session_reminder",
        thing_id=Message.objects.count(),
        recipient=person,
        due_at=now - timedelta(**ago),
        latest_at=now + timedelta(hours=1),
        error="421 Too busy",
        mail_id=f"<{uuid4().hex}@koti.example>",
    )


def test_late_mails_are_told_to_the_house_that_waits_for_them(client, house, coordinator):
    late(house.people["teacher"], minutes=4)
    assert desk_for(coordinator).late is None
    late(house.people["teacher"], minutes=9)
    found = desk_for(coordinator).late
    assert found.error == "421 Too busy"
    assert timedelta(minutes=9) <= timezone.now() - found.since < timedelta(minutes=10)
    assert "421 Too busy" in page(client, coordinator)
    assert desk_for(House("muualla.example").people["coordinator"]).late is None


def test_an_address_that_takes_no_mails_is_to_be_checked(client, house, coordinator):
    teacher = house.people["teacher"]
    undelivered(teacher)
    [row] = desk_for(coordinator).undelivered.rows
    assert not row.is_flagged
    flag_address(teacher, "550 No such mailbox")
    [row] = desk_for(coordinator).undelivered.rows
    assert row.is_flagged
    assert reverse("coordination:person_edit", args=[teacher.pk]) in page(client, coordinator)
    User.objects.filter(pk=teacher.pk).update(email="toinen@koti.example")
    [row] = desk_for(coordinator).undelivered.rows
    assert not row.is_flagged
