"""Who may do what with a session, by role, state and time."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from coaches.models import Team
from organisation.models import Role, User
from sessions import policies
from sessions.models import Awaits, Session, State
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_sector,
    make_session,
    make_site,
    make_topic,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Kind = Role.Kind


@pytest.fixture
def house():
    """Everyone who could have to do with a session of `teacher` with `coach` at a site and a sector."""
    house = make_institution()
    site, sector = make_site(house), make_sector(house)
    topic = make_topic(house)
    coach, lead = make_coach(house, topic), make_coach(house, topic)
    team = Team.objects.create(institution=house, name_fi="Tiimi")
    team.members.add(coach)
    team.leads.add(lead)
    people = {
        "teacher": make_user(house, home_site=site, home_sector=sector),
        "coach": coach.user,
        "lead": lead.user,
        "other_coach": make_coach(house, topic).user,
        "colleague": make_user(house, home_site=site, home_sector=sector),
    }
    scopes = {
        "coordinator": {"kind": Kind.COORDINATOR},
        "site_coordinator": {"kind": Kind.COORDINATOR, "site": site},
        "sector_coordinator": {"kind": Kind.COORDINATOR, "sector": sector},
        "near_coordinator": {"kind": Kind.COORDINATOR, "site": site, "sector": sector},
        "far_coordinator": {"kind": Kind.COORDINATOR, "site": site, "sector": make_sector(house)},
        "manager": {"kind": Kind.MANAGER},
        "programme_admin": {"kind": Kind.PROGRAMME_ADMIN},
        "former_coordinator": {"kind": Kind.COORDINATOR, "valid_until": NOW.date() - DAY},
    }
    for name, scope in scopes.items():
        people[name] = make_user(house)
        make_role(people[name], **{"valid_from": NOW.date() - 30 * DAY, **scope})
    stranger = make_user(make_institution())
    make_role(stranger, Kind.COORDINATOR)
    return SimpleNamespace(coach=coach, people=people | {"stranger": stranger, "operator": operator()})


def operator() -> User:
    return make_user(None, is_operator=True)


@pytest.fixture
def session(house):
    """`session(…)`: one of the teacher with the coach, tomorrow unless said otherwise."""

    def make(starts_at=NOW + DAY, **fields) -> Session:
        return make_session(house.coach, house.people["teacher"], starts_at, **fields)

    return make


def those(house, ask) -> set[str]:
    """The names of those for whom `ask(person)` is true. Each is read anew: roles are remembered per request."""
    return {name for name, person in house.people.items() if ask(User.objects.get(pk=person.pk))}


PARTICIPANTS = {"teacher", "coach"}
IN_SCOPE = {"coordinator", "site_coordinator", "sector_coordinator", "near_coordinator"}


def test_who_reads_a_session(house, session):
    row = session()
    readers = those(house, lambda person: Session.objects.visible_to(person).filter(pk=row.pk).exists())
    assert readers == PARTICIPANTS | IN_SCOPE | {"lead", "programme_admin"}


def test_reading_is_not_repeated_by_several_ways_to_read(house, session):
    session()
    coach = house.people["coach"]
    make_role(coach, Kind.COORDINATOR)
    Team.objects.first().leads.add(house.coach)
    assert Session.objects.visible_to(User.objects.get(pk=coach.pk)).count() == 1


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (policies.takes_part, PARTICIPANTS),
        (policies.can_read_content, PARTICIPANTS),
        (policies.can_read_reason, PARTICIPANTS | IN_SCOPE),
        (policies.can_see_names, PARTICIPANTS | IN_SCOPE | {"programme_admin"}),
        (policies.can_move, PARTICIPANTS | IN_SCOPE),
        (policies.can_cancel, PARTICIPANTS | IN_SCOPE),
        (policies.can_suggest, {"coach"} | IN_SCOPE),
        (policies.can_pass_rules_of, {"coach"} | IN_SCOPE),
        (policies.can_hand_over, {"coach", "lead"} | IN_SCOPE),
        (policies.can_follow_up, {"coach"} | IN_SCOPE),
        (policies.can_answer_suggestion, {"teacher"}),
        (policies.can_leave, set()),
        (policies.can_close, set()),
        (policies.can_answer, set()),
    ],
)
def test_who_may_do_what_with_a_booked_session(house, session, policy, expected):
    row = session()
    assert those(house, lambda person: policy(person, row)) == expected


CHANGES = [policies.can_move, policies.can_cancel, policies.can_suggest, policies.can_hand_over]


@pytest.mark.parametrize("policy", CHANGES)
def test_what_has_begun_is_not_changed(house, session, policy):
    row = session(NOW)
    assert those(house, lambda person: policy(person, row)) == set()


@pytest.mark.parametrize("policy", [*CHANGES, policies.can_answer])
@pytest.mark.parametrize("state", [State.CANCELLED, State.LAPSED, State.NOT_HELD, State.HELD])
def test_what_is_over_is_not_changed(house, session, state, policy):
    row = session(state=state)
    assert those(house, lambda person: policy(person, row)) == set()


@pytest.mark.parametrize(("awaits", "who"), [(Awaits.TEACHER, {"teacher"}), (Awaits.COACH, {"coach"})])
def test_a_proposal_is_answered_by_whom_it_awaits_and_withdrawn_by_any(house, session, awaits, who):
    row = session(state=State.PROPOSED, awaits=awaits)
    assert those(house, lambda person: policies.can_answer(person, row)) == who
    assert those(house, lambda person: policies.can_cancel(person, row)) == PARTICIPANTS | IN_SCOPE
    assert those(house, lambda person: policies.can_move(person, row)) == set()


@pytest.mark.parametrize("state", [State.BOOKED, State.HELD, State.NOT_HELD])
def test_the_coach_closes_and_three_days_after_the_end_the_coordinator(house, session, clock, state):
    row = session(NOW - HOUR, state=state)  # ends now
    assert those(house, lambda person: policies.can_close(person, row)) == {"coach"}
    clock.move_to(NOW + 3 * DAY - HOUR, tick=False)
    assert those(house, lambda person: policies.can_close(person, row)) == {"coach"}
    clock.move_to(NOW + 3 * DAY, tick=False)
    assert those(house, lambda person: policies.can_close(person, row)) == {"coach"} | IN_SCOPE


@pytest.mark.parametrize("state", [State.CANCELLED, State.LAPSED, State.PROPOSED])
def test_nobody_closes_what_was_not_booked(house, session, state):
    row = session(NOW - 4 * DAY, state=state)
    assert those(house, lambda person: policies.can_close(person, row)) == set()


def test_who_may_book_whom_with_whom(house):
    teacher, coach = house.people["teacher"], house.coach
    assert those(house, lambda person: policies.can_book(person, coach, teacher)) == {"teacher", "coach"} | IN_SCOPE
    assert those(house, lambda person: policies.can_pass_rules(person, coach, teacher)) == {"coach"} | IN_SCOPE
    coaches = {"coach", "lead", "other_coach"}
    coordinators = IN_SCOPE | {"far_coordinator"}
    assert those(house, lambda person: policies.can_book_for(person, teacher)) == {"teacher"} | coaches | IN_SCOPE
    assert those(house, lambda person: policies.can_book_with_any(person, teacher)) == {"teacher"} | IN_SCOPE
    in_house = those(house, policies.can_book_for_others) - {"stranger"}
    assert in_house == coaches | coordinators


def test_nobody_books_across_institutions(house):
    other = make_institution()
    foreign_coach, foreigner = make_coach(other), make_user(other)
    for person in house.people.values():
        if person.institution_id != other.pk:
            assert not policies.can_book(person, foreign_coach, person)
            assert not policies.can_book(person, house.coach, foreigner)


def test_a_coordinator_of_the_site_where_someone_was_keeps_the_session(house, session):
    """The scope of a session is tested by where its first person was when it was booked."""
    row = session()
    teacher = house.people["teacher"]
    teacher.home_site = make_site(teacher.institution)
    teacher.save()
    assert those(house, lambda person: policies.can_move(person, row)) == PARTICIPANTS | IN_SCOPE
