"""Groups and open clinics: planning them, signing up, leaving, putting people in, inviting, closing."""

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from coaches.models import WorkLog
from notifications.models import Message
from organisation.models import Role, User
from sessions import policies, services
from sessions.exceptions import BookingRefused, Reason, TimeTaken
from sessions.models import Kind, Participation, Session, State
from sessions.rules import Wish, check_booking_rules
from sessions.services import add_people, close_session, edit_group, invite_people, leave_session, sign_up
from tests.coaching.scene import ended
from tests.factories import make_institution, make_role, make_site, make_user
from tests.sessions.extras import people_of, told
from tests.sessions.groups import TITLE, clinic, helped_in, many, weekly

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(day):
    return clinic(day)


def refused(act, **fields) -> BookingRefused:
    with pytest.raises(BookingRefused) as caught:
        act(**fields)
    return caught.value


def test_a_clinic_holds_the_coachs_time_for_nobody_yet(day, session):
    assert (session.kind, session.seats, session.title, session.site_id) == (Kind.CLINIC, 3, "Wilma-klinikka", None)
    assert people_of(session) == {day.coach.user}
    assert told("session_booked", thing_id=session.pk) == {day.coach.user}
    assert refused(day.book, starts_at=day.at(13, 30)).reason == Reason.COACH_BUSY


def test_planned_twice_it_is_the_same(day, session):
    assert clinic(day) == session


def test_a_group_counts_under_the_caps(day, session):
    day.coach.daily_cap = 1
    day.coach.save()
    wish = Wish(
        coach=day.coach,
        people=(day.anna,),
        topic=day.topic,
        starts_at=day.at(9),
        ends_at=day.at(10),
        by=day.anna,
    )
    assert refused(check_booking_rules, wish=wish).reason == Reason.DAILY_CAP


def test_a_stranger_to_the_coach_cannot_plan_for_them(day):
    assert refused(clinic, day=day, by=day.anna).reason == Reason.NOT_YOURS
    assert refused(clinic, day=day, by=day.other_coach.user).reason == Reason.NOT_YOURS


def test_a_coordinator_plans_where_the_site_is_in_scope(day):
    here, there = make_site(day.house), make_site(day.house)
    make_role(day.carl, "coordinator", site=here)
    assert refused(clinic, day=day, by=day.carl).reason == Reason.NOT_YOURS
    assert refused(clinic, day=day, by=day.carl, site_id=there.pk).reason == Reason.NOT_YOURS
    assert clinic(day, by=day.carl, site_id=here.pk).site == here


def test_signing_up(day, session):
    sign_up(session=session, person=day.anna)
    assert helped_in(session) == {day.anna}
    row = session.participations.get(person=day.anna)
    assert told("group_joined", thing_id=row.pk) == {day.anna}
    assert told("session_reminder", thing_id=session.pk) == {day.anna, day.coach.user}


def test_signing_up_twice_is_once(day, session):
    for _ in range(2):
        sign_up(session=session, person=day.anna)
    assert session.participations.filter(person=day.anna).count() == 1
    assert Message.objects.filter(kind="group_joined").count() == 1


def test_signing_up_raises_no_revision_so_that_nobody_elses_mails_go_stale(day, session):
    sign_up(session=session, person=day.anna)
    sign_up(session=session, person=day.bea)
    leave_session(session=session, person=day.bea, by=day.bea)
    session.refresh_from_db()
    assert session.revision == 0
    assert told("group_joined") == {day.anna}


def test_a_full_group(day):
    session = clinic(day, seats=2)
    sign_up(session=session, person=day.anna)
    sign_up(session=session, person=day.bea)
    refusal = refused(sign_up, session=session, person=day.carl)
    assert (refusal.reason, helped_in(session)) == (Reason.SEATS, {day.anna, day.bea})


def test_what_else_stands_against_signing_up(day, session):
    assert refused(sign_up, session=session, person=day.coach.user).reason == Reason.YOURSELF
    assert refused(sign_up, session=session, person=make_user(make_institution())).reason == Reason.NOT_YOURS
    assert refused(sign_up, session=session, person=make_user(day.house, is_active=False)).reason == Reason.NOT_YOURS
    assert refused(sign_up, session=day.book(), person=day.bea).reason == Reason.NOT_YOURS
    day.book(day.at(13), person=day.carl, coach=day.other_coach)
    assert isinstance(refused(sign_up, session=session, person=day.carl), TimeTaken)


@pytest.mark.parametrize("state", ["cancelled", "begun"])
def test_too_late_to_sign_up(day, session, state):
    if state == "begun":
        ended(session, days_ago=0)
    else:
        services.cancel_session(session=session, by=day.coach.user)
    assert refused(sign_up, session=session, person=day.anna).reason == Reason.STATE


def test_leaving_and_coming_back(day, session):
    sign_up(session=session, person=day.anna)
    for _ in range(2):
        leave_session(session=session, person=day.anna, by=day.anna)
    row = session.participations.get(person=day.anna)
    assert (row.active, row.revision, Session.objects.get(pk=session.pk).state) == (False, 1, State.BOOKED)
    assert told("group_left", thing_id=row.pk) == {day.anna}
    assert told("group_joined") == set()
    day.book(day.at(13), coach=day.other_coach)
    assert isinstance(refused(sign_up, session=session, person=day.anna), TimeTaken)


def test_coming_back_is_told_again(day, session):
    sign_up(session=session, person=day.anna)
    leave_session(session=session, person=day.anna, by=day.anna)
    sign_up(session=session, person=day.anna)
    row = session.participations.get(person=day.anna)
    assert (row.active, row.left_at, row.revision) == (True, None, 2)
    assert told("group_joined", revision=2) == {day.anna}


def test_people_are_put_in_and_the_others_listed_with_the_reason(day, session):
    day.book(day.at(13), person=day.bea, coach=day.other_coach)
    sign_up(session=session, person=day.anna)
    dora, ella, finn = many(day, 3)
    left_out = add_people(sessions=[session], people=[day.anna, day.bea, dora, ella, finn])
    assert {gone.person: gone.refusal.reason for gone in left_out} == {
        day.bea: Reason.PERSON_BUSY,
        finn: Reason.SEATS,
    }
    assert helped_in(session) == {day.anna, dora, ella}


def test_putting_in_twice_changes_nothing(day, session):
    for _ in range(2):
        assert add_people(sessions=[session], people=[day.anna, day.bea]) == []
    assert Message.objects.filter(kind="group_joined").count() == 2


def test_into_all_of_a_series(day):
    sessions = weekly(day)
    day.book(day.at(13, days=14), person=day.bea, coach=day.other_coach)
    left_out = add_people(sessions=sessions, people=[day.anna, day.bea])
    assert [(gone.session, gone.person) for gone in left_out] == [(sessions[2], day.bea)]
    assert [len(helped_in(session)) for session in sessions] == [2, 2, 1, 2]


def test_inviting_binds_to_nothing(day):
    session = clinic(day, kind=Kind.GROUP)
    assert day.anna not in people_of(session)
    assert not Session.objects.visible_to(day.anna).filter(pk=session.pk).exists()
    sign_up(session=session, person=day.bea)
    people = [day.anna, day.bea, day.coach.user, day.carl]
    assert [invite_people(session=session, people=people, by=day.coach.user) for _ in range(2)] == [2, 0]
    assert told("group_invited") == {day.anna, day.carl}
    assert people_of(session) == {day.coach.user, day.bea}
    assert Session.objects.visible_to(day.anna).filter(pk=session.pk).exists()
    sign_up(session=session, person=day.anna)


def test_more_seats_and_other_words(day, session):
    [edited] = edit_group(
        session=session, reach="this", by=day.coach.user, seats=9, words=TITLE | {"title_sv": "Wilmaklinik"}
    )
    assert (edited.seats, edited.title_sv) == (9, "Wilmaklinik")
    assert edited.revision == 0


def test_not_fewer_seats_than_people(day, session):
    add_people(sessions=[session], people=[day.anna, day.bea])
    refusal = refused(edit_group, session=session, reach="this", by=day.coach.user, seats=1, words=TITLE)
    assert refusal.reason == Reason.SEATS
    assert Session.objects.get(pk=session.pk).seats == 3


def test_moving_keeps_the_room_and_tells_everyone_once(day):
    session = clinic(day, place={"channel": "in_person", "room": "Kirjasto"})
    add_people(sessions=[session], people=[day.anna, day.bea])
    moved = services.move_session(session=session, starts_at=day.at(14), by=day.coach.user)
    assert (moved.room, moved.starts_at) == ("Kirjasto", day.at(14))
    assert told("session_moved") == {day.coach.user, day.anna, day.bea}
    assert told("group_joined") == set()
    assert Message.objects.filter(kind="session_moved").count() == 3


def test_moving_asks_whether_everyone_is_free(day, session):
    add_people(sessions=[session], people=[day.anna, day.bea])
    day.book(day.at(15), person=day.bea, coach=day.other_coach)
    refusal = refused(services.move_session, session=session, starts_at=day.at(15), by=day.coach.user)
    assert refusal.reason == Reason.PERSON_BUSY
    assert "Bea Berg" in refusal.sentence


def test_handing_over_a_group_of_nobody_yet(day, session):
    handed = services.hand_over_session(session=session, coach=day.other_coach, by=day.coach.user)
    assert people_of(handed) == {day.other_coach.user}


def test_a_large_group_is_called_off_with_one_mail_each(day):
    people = many(day, 30)
    session = clinic(day, seats=30)
    assert add_people(sessions=[session], people=people) == []
    services.cancel_session(session=session, by=day.coach.user)
    assert told("session_cancelled", thing_id=session.pk) == {day.coach.user, *people}
    assert not Participation.objects.filter(session=session, active=True).exists()


def test_only_those_who_came_count_as_helped(day, session):
    add_people(sessions=[session], people=[day.anna, day.bea, day.carl])
    session = ended(session)
    said = {day.anna.pk: "came", day.bea.pk: "absent"}
    closed = close_session(session=session, held=True, by=day.coach.user, attendance=said)
    assert set(closed.work_log.persons.all()) == {day.anna}
    found = {row.person: row.attendance for row in session.participations.filter(role="helped")}
    assert found == {day.anna: "came", day.bea: "absent", day.carl: ""}


def test_attendance_is_never_guessed_and_can_be_corrected(day, session):
    add_people(sessions=[session], people=[day.anna, day.bea])
    session = ended(session)
    closed = close_session(session=session, held=True, by=day.coach.user)
    assert (closed.work_log.minutes, list(closed.work_log.persons.all())) == (60, [])
    said = dict.fromkeys((day.anna.pk, day.bea.pk), "came")
    closed = close_session(session=session, held=True, by=day.coach.user, attendance=said)
    assert set(closed.work_log.persons.all()) == {day.anna, day.bea}
    close_session(session=session, held=False, by=day.coach.user)
    assert WorkLog.objects.count() == 0


def test_who_sees_a_clinic_and_who_sees_a_group(day):
    site = make_site(day.house)
    open_one = clinic(day, site_id=site.pk)
    closed_one = clinic(day, day.at(9), kind=Kind.GROUP, site_id=site.pk)
    add_people(sessions=[open_one, closed_one], people=[day.anna])
    near, far = make_user(day.house), make_user(day.house)
    make_role(near, "coordinator", site=site)
    make_role(far, "coordinator", site=make_site(day.house))
    elsewhere = make_user(make_institution())
    make_role(elsewhere, "coordinator")
    sees = {
        who: set(Session.objects.visible_to(who)) for who in (day.anna, day.bea, day.coach.user, near, far, elsewhere)
    }
    both = {open_one, closed_one}
    assert sees == {
        day.anna: both,
        day.bea: {open_one},
        day.coach.user: both,
        near: both,
        far: {open_one},
        elsewhere: set(),
    }
    names = {who: policies.can_see_names(who, open_one) for who in (day.anna, day.bea, day.coach.user, near, far)}
    assert names == {day.anna: True, day.bea: False, day.coach.user: True, near: True, far: False}


def test_whoever_signed_up_may_leave_but_not_change_it(day, session):
    add_people(sessions=[session], people=[day.anna])
    verbs = ("move", "cancel", "leave", "suggest", "follow_up", "hand_over", "manage_group", "sign_up")
    may = {verb: getattr(policies, f"can_{verb}")(day.anna, session) for verb in verbs}
    assert may == dict.fromkeys(verbs, False) | {"leave": True}
    coach = {verb: getattr(policies, f"can_{verb}")(day.coach.user, session) for verb in verbs}
    assert coach == dict.fromkeys(verbs, False) | dict.fromkeys(("move", "cancel", "hand_over", "manage_group"), True)


@pytest.mark.parametrize("fields", [{"words": {}}, {"seats": None}, {"seats": 0}])
def test_a_group_needs_a_title_and_seats(day, fields):
    with pytest.raises(IntegrityError, match="a_group_has_a_title_and_seats"):
        clinic(day, **fields)


def test_who_came_is_saved_by_the_coach_and_the_coordinator_alone(day):
    User.objects.filter(institution=day.house).update(language="en")
    group = clinic(day)
    services.sign_up(session=group, person=day.anna)
    coordinator = make_user(day.house, language="en")
    make_role(coordinator, Role.Kind.COORDINATOR)
    path = reverse("sessions:seats_export", args=[group.pk]) + "?as=csv"
    for person, status in ((day.coach.user, 200), (coordinator, 200), (day.anna, 403)):
        client = Client()
        client.force_login(person)
        answer = client.get(path)
        assert answer.status_code == status
        if status == 200:
            text = b"".join(answer.streaming_content).decode("utf-8-sig")
            assert f"{day.anna.get_full_name()};{day.anna.email};not said" in text
