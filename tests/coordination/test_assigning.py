"""Answering a request: by a coordinator, by a coach, by itself; and what becomes of an answer that comes to nothing."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from coaches.models import Team
from coordination.exceptions import RequestChanged, RequestClosed
from coordination.models import HelpRequest
from coordination.services import answer_request, assigning, change_request, propose_best, withdraw_request
from notifications.models import Message
from organisation.models import Institution, User
from sessions.exceptions import BookingRefused, TimeTaken
from sessions.free_times import time_token
from sessions.models import Kind, Session, State
from sessions.services import accept_session, book_session, cancel_session, decline_session, lapse_proposals
from tests.coordination.asking import SECRET
from tests.factories import make_institution, make_site, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def waiting_mails(request: HelpRequest) -> int:
    return Message.objects.waiting().filter(kind="help_requested", thing_id=request.pk).count()


def answer(asking, request, **more) -> Session:
    wish = {"coach": asking.coach, "starts_at": asking.tomorrow(), "by": asking.coordinator}
    return answer_request(request=request, **{**wish, **more})


def state_of(asking, request) -> tuple:
    found = asking.again(request)
    return found.state, found.session, found.taken_by


def test_a_coordinator_books_the_asker_and_what_it_is_about_goes_along(asking):
    request = asking.ask()
    session = answer(asking, request)
    people = [row.person for row in session.participations.order_by("pk")]
    assert (session.state, session.about, people) == (State.BOOKED, SECRET, [asking.coach.user, asking.teacher])
    assert state_of(asking, request) == ("answered", session, asking.coordinator)
    assert waiting_mails(request) == 0
    told = Message.objects.waiting().filter(kind="session_booked", thing_id=session.pk)
    assert set(told.values_list("recipient", flat=True)) == {asking.coach.user_id, asking.teacher.pk}


def test_pressing_twice_is_one_session(asking):
    request = asking.ask()
    assert answer(asking, request) == answer(asking, request)
    assert Session.objects.count() == 1


def test_whoever_comes_second_is_told_nothing_but_that(asking):
    request, second = asking.ask(), asking.coach_of(asking.topic)
    answer(asking, request)
    with pytest.raises(RequestClosed) as refused:
        answer(asking, request, coach=second, by=second.user)
    with translation.override("en"):
        assert str(refused.value) == "This request has been taken or withdrawn already. Nothing was booked."
    assert Session.objects.count() == 1


def test_a_time_that_is_gone_leaves_the_request_open(asking):
    request = asking.ask()
    answer(asking, asking.ask(person=asking.person()))
    with pytest.raises(TimeTaken):
        answer(asking, request)
    assert state_of(asking, request) == ("open", None, None)
    assert waiting_mails(request) == 1


def test_nobody_books_outside_the_scope(asking):
    request = asking.ask(person=asking.person(home_site=asking.far_site))
    stranger = asking.person()
    with pytest.raises(BookingRefused):
        answer(asking, request, by=stranger)
    assert state_of(asking, request) == ("open", None, None)


def test_a_proposal_waits_for_the_asker(asking):
    request = asking.ask()
    session = answer(asking, request, propose=True)
    assert (session.state, session.awaits) == (State.PROPOSED, "teacher")
    assert state_of(asking, request)[0] == "proposed"
    accept_session(session=session, by=asking.teacher)
    assert state_of(asking, request) == ("answered", session, asking.coordinator)


def lapse(asking, session, clock):
    clock.shift(timedelta(days=4))
    assert lapse_proposals() == 1


def decline(asking, session, clock):
    decline_session(session=session, by=asking.teacher)


def call_off(asking, session, clock):
    accept_session(session=session, by=asking.teacher)
    cancel_session(session=session, by=asking.coach.user, reason="Toinen kokous")


@pytest.mark.parametrize("end", [lapse, decline, call_off])
def test_when_the_answer_comes_to_nothing_it_is_open_again_with_a_promise_of_its_own(asking, end, clock):
    request = asking.ask()
    session = answer(asking, request, propose=True)
    end(asking, session, clock)
    found = asking.again(request)
    assert (found.state, found.session, found.taken_by, found.is_open_again) == ("open", session, None, True)
    assert found.promised_on >= request.promised_on
    assert waiting_mails(request) == 1
    assert Message.objects.waiting().get(kind="help_requested", thing_id=request.pk).revision == found.revision


def test_held_or_not_it_stays_answered(asking):
    request = asking.ask()
    session = answer(asking, request)
    Session.objects.filter(pk=session.pk).update(state=State.NOT_HELD)
    assert state_of(asking, request)[0] == "answered"


def test_a_booking_found_otherwise_answers_the_oldest_request_on_its_topic(asking):
    first, second = asking.ask(), asking.ask(about="Toinen asia")
    elsewhere, others = asking.ask(topic=asking.other_topic), asking.ask(person=asking.person())
    session = book_session(
        coach=asking.coach,
        topic=asking.topic,
        person=asking.teacher,
        starts_at=asking.tomorrow(),
        length=timedelta(minutes=45),
        by=asking.teacher,
    )
    assert state_of(asking, first) == ("answered", session, asking.teacher)
    assert [state_of(asking, other)[0] for other in (second, elsewhere, others)] == ["open"] * 3
    assert waiting_mails(first) == 0


def test_a_booking_that_answers_nothing_asks_of_requests_once(asking):
    asking.ask(topic=asking.other_topic)
    with CaptureQueriesContext(connection) as queries:
        book_session(
            coach=asking.coach,
            topic=asking.topic,
            person=asking.teacher,
            starts_at=asking.tomorrow(),
            length=timedelta(minutes=45),
            by=asking.teacher,
        )
    assert sum("coordination_helprequest" in query["sql"] for query in queries) == 1


def test_answering_one_of_two_on_a_topic_leaves_the_other_open(asking):
    first, second = asking.ask(), asking.ask(about="Toinen asia")
    session = answer(asking, second)
    assert state_of(asking, second) == ("answered", session, asking.coordinator)
    assert state_of(asking, first) == ("open", None, None)


def test_a_withdrawn_request_is_not_answered(asking):
    request = asking.ask()
    withdraw_request(request=request)
    assert waiting_mails(request) == 0
    with pytest.raises(RequestClosed):
        answer(asking, request)
    assert Session.objects.count() == 0


def test_an_answered_request_is_not_withdrawn_or_changed(asking):
    request = asking.ask()
    answer(asking, request)
    assert withdraw_request(request=request).state == "answered"
    with pytest.raises(RequestChanged):
        change_request(request=request, about="Muuta")


def test_editing_keeps_the_promise(asking, clock):
    request = asking.ask()
    clock.shift(timedelta(days=2))
    change_request(request=request, about="Tarkemmin", people=4, meeting_site=make_site(asking.institution))
    found = asking.again(request)
    assert (found.about, found.people, found.promised_on) == ("Tarkemmin", 4, request.promised_on)
    assert waiting_mails(request) == 1


@pytest.fixture
def proposing(asking):
    Institution.objects.filter(pk=asking.institution.pk).update(proposes_requests=True)
    asking.institution.refresh_from_db()
    asking.teacher.institution.refresh_from_db()
    return asking


def test_the_best_is_proposed_by_itself_where_the_institution_wants_that(proposing):
    better = proposing.coach_of(proposing.topic, languages=["sv"])
    request = proposing.ask(language="sv")
    session = propose_best(request=request)
    assert (session.coach, session.state, session.awaits) == (better, State.PROPOSED, "teacher")
    assert state_of(proposing, request)[0] == "proposed"
    told = Message.objects.waiting().filter(kind="session_proposed", thing_id=session.pk)
    assert list(told.values_list("recipient", flat=True)) == [proposing.teacher.pk]
    assert waiting_mails(request) == 0
    assert propose_best(request=proposing.again(request)) is None
    assert Session.objects.count() == 1


def test_nothing_is_proposed_by_itself_unless_wanted(asking):
    assert propose_best(request=asking.ask()) is None


def test_what_cannot_be_proposed_is_left_to_people(proposing):
    group = proposing.ask(people=6, about="Tiimi")
    alone = proposing.ask(topic=proposing.other_topic)
    assert [propose_best(request=request) for request in (group, alone)] == [None, None]
    assert [state_of(proposing, request)[0] for request in (group, alone)] == ["open", "open"]
    assert [waiting_mails(request) for request in (group, alone)] == [1, 1]


def test_a_time_lost_meanwhile_gives_way_to_the_next_coach(proposing, monkeypatch):
    second = proposing.coach_of(proposing.topic, opens=13)
    request = proposing.ask(wanted_by=date(2026, 11, 25), soon="by_date")
    proposing.coach.is_active = False
    ranked = assigning.rank_coaches

    def then_gone(*args, **kwargs):
        found = ranked(*args, **kwargs)
        proposing.coach.save(update_fields=["is_active"])
        return found

    monkeypatch.setattr(assigning, "rank_coaches", then_gone)
    assert propose_best(request=request).coach == second


def group_request(asking, group: str) -> HelpRequest:
    """For four people."""
    return asking.ask(people=4, group=group)


def invited(session: Session) -> set:
    return {invite.person for invite in session.invites.select_related("person")}


def test_several_who_ask_become_a_group_and_those_named_are_invited(asking):
    jonna = asking.person(first_name="Jonna", last_name="Virtanen")
    timo, twin = (asking.person(first_name="Timo", last_name=name) for name in ("Hietala", "Laine"))
    asking.person(first_name="Timo", last_name="Laine")
    named = f"jonna virtanen, {timo.email} ja Timo Laine, {asking.teacher.email}, Nobody Atall"
    session = answer(asking, group_request(asking, named))
    assert (session.kind, session.seats, session.title_fi) == (Kind.GROUP, 4, asking.topic.name_fi)
    assert invited(session) == {jonna, timo}
    assert twin not in invited(session)
    assert {row.person for row in session.participations.all()} == {asking.coach.user, asking.teacher}
    told = Message.objects.waiting().filter(kind="group_invited")
    assert set(told.values_list("recipient", flat=True)) == {jonna.pk, timo.pk}


def test_a_team_is_invited_by_its_name(asking):
    team = Team.objects.create(institution=asking.institution, name_fi="Tekniikan tiimi")
    members = [asking.coach_of(asking.other_topic) for _ in range(5)]
    team.members.add(*members)
    session = answer(asking, group_request(asking, "  tekniikan  TIIMI. "))
    assert (invited(session), session.seats) == ({coach.user for coach in members}, 6)


def test_a_proposal_becomes_a_group_once_it_is_accepted(asking):
    jonna = asking.person(first_name="Jonna", last_name="Virtanen")
    session = answer(asking, group_request(asking, "Jonna Virtanen"), propose=True)
    assert (session.kind, invited(session)) == (Kind.ONE_TO_ONE, set())
    accept_session(session=session, by=asking.teacher)
    session.refresh_from_db()
    assert (session.kind, session.seats, invited(session)) == (Kind.GROUP, 4, {jonna})


def test_people_of_another_house_are_nobody(asking):
    stranger = make_user(make_institution(), first_name="Jonna", last_name="Virtanen")
    session = answer(asking, group_request(asking, f"Jonna Virtanen, {stranger.email}"))
    assert (session.kind, invited(session)) == (Kind.GROUP, set())


def test_a_page_says_whom_a_request_names_and_leads_to_inviting_the_rest(asking, client):
    asking.person(first_name="Jonna", last_name="Virtanen")
    request = group_request(asking, "Jonna Virtanen ja muut")
    User.objects.filter(pk=asking.coordinator.pk).update(language="en")
    client.force_login(asking.coordinator)
    page = client.get(reverse("coordination:assign", args=[request.pk])).content.decode()
    assert "<dt>Will be invited</dt><dd>Jonna Virtanen</dd>" in page
    time = time_token(asking.coach.pk, asking.tomorrow())
    gone = client.post(reverse("coordination:answer_request", args=[request.pk]), {"time": time}, follow=True)
    session = asking.again(request).session
    assert gone.redirect_chain[-1][0] == reverse("sessions:invite", args=[session.pk])
    assert "1 colleague is invited too." in gone.content.decode()


def test_one_who_asks_alone_is_no_group(asking):
    assert answer(asking, asking.ask(group="Jonna Virtanen")).kind == Kind.ONE_TO_ONE
