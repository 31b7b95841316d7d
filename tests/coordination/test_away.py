"""When a coach is away: what is offered for each session, what one press does, and what stays untouched."""

from collections import Counter
from datetime import datetime, time, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaches.models import TimeOff
from coordination.selectors.away import hits_of
from coordination.services import mark_away, settle_sessions
from notifications.models import Message
from sessions.models import Session, State
from sessions.services import book_session
from tests.coaching.scene import House, workday
from tests.factories import make_user
from tests.sessions.racing import at_once, troubles

pytestmark = pytest.mark.django_db
SHORT = timedelta(minutes=45)


class Absence:
    """The coach of a house is away on a whole day `self.day`, with sessions at 9, 11 and 13 for people of the site."""

    def __init__(self, ahead: int | None = None) -> None:
        self.house = House("koti.example")
        self.day = timezone.localdate() + timedelta(days=workday(3) if ahead is None else ahead)
        self.coach = self.house.coach
        self.teacher = self.house.people["teacher"]

    def at(self, hour: int, day=None) -> datetime:
        return datetime.combine(day or self.day, time(hour), tzinfo=self.house.institution.tz)

    def book(self, hour: int, person=None, coach=None) -> Session:
        return book_session(
            coach=coach or self.coach,
            topic=self.house.topic,
            person=person or self.teacher,
            starts_at=self.at(hour),
            length=SHORT,
            by=(coach or self.coach).user,
            pass_rules=True,
        )

    def mark(self) -> TimeOff:
        starts_at = self.at(0)
        return mark_away(coach=self.coach, starts_at=starts_at, ends_at=self.at(0, self.day + timedelta(days=1)))

    def only(self, *coaches) -> None:
        """Nobody but these coaches takes bookings."""
        self.house.institution.coaches.exclude(pk__in=[coach.pk for coach in coaches]).update(is_active=False)


@pytest.fixture
def absence():
    return Absence()


def address(off):
    return reverse("coordination:away_plan", args=[off.pk])


def plan(client, person, off, ways=None, reason="Poissa"):
    client.force_login(person)
    if ways is None:
        return client.get(address(off))
    return client.post(address(off), {f"way-{pk}": way for pk, way in ways.items()} | {"reason": reason})


def told():
    """How many mails about each session each person gets, reminders aside."""
    rows = Message.objects.filter(state=Message.State.WAITING).exclude(kind="session_reminder")
    return Counter(rows.values_list("thing_id", "recipient__first_name"))


def test_marking_keeps_no_reason_and_leads_to_the_sessions(client, absence):
    session = absence.book(9)
    client.force_login(absence.house.people["site_coordinator"])
    data = {"coach_away": absence.coach.pk, "first_day": absence.day.isoformat()}
    for _ in range(2):
        answer = client.post(reverse("coordination:away"), data)
        off = TimeOff.objects.get()
        assert answer.url == address(off)
    assert {field.name for field in TimeOff._meta.fields} == {"id", "institution", "during", "coach"}
    assert [hit.session for hit in client.get(address(off)).context["hits"]] == [session]


def test_today_is_what_is_marked_unless_told(client, absence):
    client.force_login(absence.coach.user)
    form = client.get(reverse("coordination:away")).context["form"]
    assert (form["first_day"].value(), "coach_away" in form.fields) == (timezone.localdate(), False)


def test_the_best_is_chosen_a_coach_at_the_same_time_then_a_new_time_then_calling_off(absence):
    session, off = absence.book(9), absence.mark()
    coordinator = absence.house.people["coordinator"]
    (hit,) = hits_of(coordinator, off)
    kinds = [way.value.partition(":")[0] for way in hit.ways]
    assert kinds == ["hand", "hand", "move", "move", "move", "cancel", "keep"]
    assert (hit.session, hit.chosen) == (session, hit.ways[0].value)
    absence.only(absence.coach)
    assert hits_of(coordinator, off)[0].chosen.startswith("move:")
    absence.only()
    assert hits_of(coordinator, off)[0].chosen == "cancel"


def test_a_new_time_is_after_the_absence_and_not_the_same_for_two(absence):
    absence.book(9)
    absence.book(11)
    off = absence.mark()
    absence.only(absence.coach)
    first, second = hits_of(absence.house.people["coordinator"], off)
    assert first.chosen != second.chosen
    assert min(first.chosen.partition("@")[2], second.chosen.partition("@")[2]) >= f"{off.during.upper:%Y%m%dT%H%MZ}"


def test_one_press_does_all_and_everyone_is_told_once(client, absence):
    sessions = [absence.book(hour) for hour in (9, 11, 13)]
    off, other = absence.mark(), absence.house.other_coach
    Message.objects.all().delete()
    hits = hits_of(absence.house.people["coordinator"], off)
    move = next(way.value for way in hits[1].ways if way.value.startswith("move"))
    ways = dict(zip([s.pk for s in sessions], (f"hand:{other.pk}", move, "cancel"), strict=True))
    for _ in range(2):
        answer = plan(client, absence.house.people["site_coordinator"], off, ways)
        assert (answer.status_code, answer.url) == (302, reverse("coordination:desk"))
    handed, moved, cancelled = (Session.objects.get(pk=s.pk) for s in sessions)
    assert (handed.coach, handed.starts_at, handed.revision) == (other, sessions[0].starts_at, 1)
    assert (moved.coach, moved.starts_at >= off.during.upper, moved.revision) == (absence.coach, True, 1)
    assert (cancelled.state, cancelled.cancel_reason, cancelled.revision) == (State.CANCELLED, "Poissa", 1)
    expected = {(handed.pk, name) for name in ("coach", "teacher", "other_coach")}
    expected |= {(s.pk, name) for s in (moved, cancelled) for name in ("coach", "teacher")}
    assert told() == dict.fromkeys(expected, 1)


def test_what_is_refused_comes_back_with_its_sentence_and_the_rest_is_done(client, absence):
    first, second = absence.book(9), absence.book(11)
    off, other = absence.mark(), absence.house.other_coach
    absence.book(9, person=absence.house.people["other_teacher"], coach=other)
    ways = {first.pk: f"hand:{other.pk}", second.pk: f"hand:{other.pk}"}
    answer = plan(client, absence.house.people["site_coordinator"], off, ways)
    assert answer.status_code == 409
    assert [(hit.session, bool(hit.refusal)) for hit in answer.context["hits"]] == [(first, True)]
    assert "1 tapaaminen on järjestetty." in answer.content.decode()
    assert Session.objects.get(pk=first.pk).coach == absence.coach
    assert Session.objects.get(pk=second.pk).coach == other


def test_an_identity_code_in_the_reason_is_refused_and_the_choices_stay(client, absence):
    session, off = absence.book(9), absence.mark()
    answer = plan(client, absence.coach.user, off, {session.pk: "cancel"}, reason="131052-308T")
    assert answer.status_code == 400
    assert [hit.chosen for hit in answer.context["hits"]] == ["cancel"]
    assert Session.objects.get(pk=session.pk).state == State.BOOKED


def test_within_the_notice_somebody_can_still_take_over(absence):
    """Ill this morning: what would be too late to book is not too late to hand over."""
    absence.house.institution.minimum_notice_minutes = 14 * 24 * 60
    absence.house.institution.save()
    session, off = absence.book(9), absence.mark()
    coordinator, other = absence.house.people["coordinator"], absence.house.other_coach
    (hit,) = hits_of(coordinator, off)
    assert f"hand:{other.pk}" in [way.value for way in hit.ways]
    ways = {session.pk: f"hand:{other.pk}"}
    settled = settle_sessions(coach=absence.coach, sessions={session.pk: session}, ways=ways, by=coordinator)
    assert settled == (1, {})
    assert Session.objects.get(pk=session.pk).coach == other


def test_a_session_out_of_scope_is_busy_and_is_not_touched(client, absence):
    house = absence.house
    far = make_user(house.institution, first_name="Kaukainen", home_site=house.far_site)
    hidden, seen = absence.book(9, person=far), absence.book(11)
    off = absence.mark()
    reader = house.people["site_coordinator"]
    answer = plan(client, reader, off)
    assert [hit.session for hit in answer.context["hits"]] == [None, seen]
    text = answer.content.decode()
    assert [words for words in ("Kaukainen", f"way-{hidden.pk}", f"/sessions/{hidden.pk}/") if words in text] == []
    assert "varattu, alueesi ulkopuolella" in text
    plan(client, reader, off, {hidden.pk: "cancel", seen.pk: "cancel"})
    states = [Session.objects.get(pk=session.pk).state for session in (hidden, seen)]
    assert states == [State.BOOKED, State.CANCELLED]


def test_a_lead_hands_over_the_teams_sessions_without_names(client, absence):
    session, off = absence.book(9), absence.mark()
    lead = absence.house.people["lead_coach"]
    answer = plan(client, lead, off)
    (hit,) = answer.context["hits"]
    assert {way.value.partition(":")[0] for way in hit.ways} == {"hand", "keep"}
    assert (hit.names, absence.teacher.get_full_name() in answer.content.decode()) == ("", False)
    assert plan(client, lead, off, {session.pk: "cancel"}).status_code == 403
    assert plan(client, lead, off, {session.pk: hit.chosen}).url == reverse("sessions:coach_desk")
    assert Session.objects.get(pk=session.pk).coach != absence.coach


@pytest.mark.parametrize("name", ["teacher", "other_coach", "far_coordinator", "programme_admin", "manager"])
def test_others_see_nothing_of_it(client, absence, name):
    absence.book(9)
    assert plan(client, absence.house.people[name], absence.mark()).status_code == 404


def test_only_coaches_of_the_scope_can_be_chosen(client, absence):
    house = absence.house
    client.force_login(house.people["far_coordinator"])
    data = {"coach_away": absence.coach.pk, "first_day": absence.day.isoformat()}
    house.other_coach.sites.set([house.far_site])
    house.lead_coach.sites.set([house.far_site])
    answer = client.post(reverse("coordination:away"), data)
    assert answer.status_code == 400
    assert set(answer.context["form"].fields["coach_away"].rows.values()) == {house.other_coach, house.lead_coach}
    assert not TimeOff.objects.exists()


@pytest.mark.parametrize("hours", [(9,), (8, 9, 10, 11, 12, 13, 14)])
def test_the_number_of_queries_is_fixed(client, absence, hours):
    for hour in hours:
        absence.book(hour)
    off = absence.mark()
    client.force_login(absence.house.people["site_coordinator"])
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get(address(off)).context["hits"]) == len(hours)
    assert len(queries) <= 12


@pytest.mark.django_db(transaction=True)
def test_settled_by_two_at_once_each_session_changes_once():
    absence = Absence()
    session, off = absence.book(9), absence.mark()
    ways = ({session.pk: f"hand:{coach.pk}"} for coach in (absence.house.other_coach, absence.house.lead_coach))
    by = absence.house.people["coordinator"]
    common = {"coach": off.coach, "sessions": {session.pk: session}, "by": by}
    results = at_once(*(partial(settle_sessions, ways=chosen, **common) for chosen in ways))
    assert sorted(results, key=str) == [(0, {}), (1, {})]
    assert (Session.objects.get(pk=session.pk).revision, troubles()) == (1, 0)
