"""The pages of all that can be done with a session besides booking it, and what they say when it can't."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisation.models import User
from sessions import services
from sessions.free_times import time_token
from sessions.models import Session, State, Suggestion
from tests.factories import make_role, make_user
from tests.sessions.extras import Day, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(day):
    return day.book(together=[day.bea])


@pytest.fixture
def sign_in(client):
    def as_person(person):
        User.objects.filter(pk=person.pk).update(language="en")
        client.force_login(User.objects.get(pk=person.pk))
        return client

    return as_person


def token(day, starts_at, coach=None):
    return time_token((coach or day.coach).pk, starts_at)


def page(session, name=""):
    return f"/sessions/{session.pk}/{name}"


def text_of(answer):
    return " ".join(answer.content.decode().split())


def choice(day, hour=10, **more):
    return {"time": token(day, day.at(hour)), "topic": day.topic.pk, "minutes": 45, **more}


class TestColleagues:
    def test_by_address_and_by_name(self, day, sign_in):
        data = choice(day, colleague_1=day.bea.email.upper(), colleague_2=" carl  cavén ", about="Asiaa")
        answer = sign_in(day.anna).post("/book/confirm/", data)
        session = Session.objects.get()
        assert (answer.status_code, answer.url) == (302, page(session))
        assert people_of(session) == {day.coach.user, day.anna, day.bea, day.carl}

    @pytest.mark.parametrize("typed", ["Be", "Berg", "nobody@opisto.example", "anna aho", "the coach", "%", "a" * 300])
    def test_one_who_is_not_found_is_said_at_the_field_and_nothing_is_lost(self, day, sign_in, typed):
        typed = day.coach.user.email if typed == "the coach" else typed
        data = choice(day, colleague_1=typed, colleague_2=day.carl.email, about="Asiaa")
        answer = sign_in(day.anna).post("/book/confirm/", data)
        assert answer.status_code == 400
        assert set(answer.context["form"].errors) == {"colleague_1"}
        for kept in (typed, day.carl.email, "Asiaa"):
            assert kept in answer.content.decode()
        assert not Session.objects.exists()

    def test_nobody_from_elsewhere_is_found(self, day, sign_in):
        strangers = Day().anna, make_user(day.house, is_active=False), make_user(None, is_operator=True)
        for person in strangers:
            answer = sign_in(day.anna).post("/book/confirm/", choice(day, colleague_1=person.email))
            assert answer.status_code == 400

    def test_two_of_one_name_are_told_apart_by_address(self, day, sign_in):
        make_user(day.house, first_name="Bea", last_name="Berg")
        answer = sign_in(day.anna).post("/book/confirm/", choice(day, colleague_1="Bea Berg"))
        assert answer.status_code == 400
        assert not Session.objects.exists()

    def test_the_same_twice(self, day, sign_in):
        answer = sign_in(day.anna).post(
            "/book/confirm/", choice(day, colleague_1=day.bea.email, colleague_2="Bea Berg")
        )
        assert set(answer.context["form"].errors) == {"colleague_2"}

    def test_one_who_is_not_free_gets_times_for_everyone(self, day, sign_in):
        day.book(person=day.bea, coach=day.other_coach)
        answer = sign_in(day.anna).post("/book/confirm/", choice(day, colleague_1=day.bea.email, about="Asiaa"))
        assert answer.status_code == 409
        assert day.bea.get_full_name() in text_of(answer)
        assert day.bea.email in answer.content.decode()
        offered = {offer.free.starts_at for offer in answer.context["offers"]}
        assert offered
        assert day.at(10) not in offered


class TestLeaving:
    def test_leaving(self, day, session, sign_in):
        client = sign_in(day.bea)
        assert client.get(page(session, "leave/")).status_code == 200
        for _ in range(2):  # a double click
            assert client.post(page(session, "leave/")).url == "/sessions/"
        assert people_of(session) == {day.coach.user, day.anna}
        assert client.get(page(session)).status_code == 404

    def test_the_link_is_there_for_one_of_several_only(self, day, session, sign_in):
        link = page(session, "leave/")
        assert link in sign_in(day.bea).get(page(session)).content.decode()
        assert link not in sign_in(day.coach.user).get(page(session)).content.decode()
        services.leave_session(session=session, person=day.bea, by=day.bea)
        assert link not in sign_in(day.anna).get(page(session)).content.decode()


class TestSuggesting:
    def suggest(self, day, session, hour=12):
        return services.suggest_time(session=session, starts_at=day.at(hour), by=day.coach.user)

    def test_the_coach_looks_asks_and_suggests(self, day, session, sign_in):
        client = sign_in(day.coach.user)
        first_day = f"?from={day.wednesday}"
        assert client.get(page(session, f"suggest/{first_day}")).context["total"] > 0
        asked = client.get(page(session, "suggest/"), {"time": token(day, day.at(12))})
        assert asked.context["wish"].starts_at == day.at(12)
        assert client.post(page(session, "suggest/"), {"time": token(day, day.at(12))}).url == page(session)
        assert Suggestion.objects.get().starts_at == day.at(12)

    def test_the_teacher_sees_both_times_and_answers(self, day, session, sign_in):
        suggestion = self.suggest(day, session)
        client = sign_in(day.anna)
        shown = client.get(page(session))
        assert shown.context["suggestion"] == suggestion
        assert page(session, "suggestion/accept/") in shown.content.decode()
        data = {"time": token(day, day.at(12))}
        assert client.post(page(session, "suggestion/accept/"), data).url == page(session)
        session.refresh_from_db()
        assert session.starts_at == day.at(12)

    def test_keeping_it_as_it_is(self, day, session, sign_in):
        self.suggest(day, session)
        client = sign_in(day.anna)
        assert client.post(page(session, "suggestion/decline/"), {"time": token(day, day.at(12))}).status_code == 302
        assert client.get(page(session)).context["suggestion"] is None

    def test_a_time_that_is_gone_is_a_page_of_others(self, day, session, sign_in):
        self.suggest(day, session)
        day.book(day.at(12), person=day.carl)
        answer = sign_in(day.anna).post(page(session, "suggestion/accept/"), {"time": token(day, day.at(12))})
        assert answer.status_code == 409
        assert answer.context["refusal"].sentence in text_of(answer)
        session.refresh_from_db()
        assert session.starts_at == day.at(10)

    def test_the_time_on_an_old_page_is_not_the_new_one(self, day, session, sign_in):
        self.suggest(day, session)
        self.suggest(day, session, 13)
        answer = sign_in(day.anna).post(page(session, "suggestion/accept/"), {"time": token(day, day.at(12))})
        assert answer.status_code == 409

    def test_the_coach_sees_it_without_buttons(self, day, session, sign_in):
        self.suggest(day, session)
        shown = sign_in(day.coach.user).get(page(session))
        assert shown.context["suggestion"]
        assert "suggestion/accept/" not in shown.content.decode()

    def test_an_expired_one_is_not_shown(self, day, session, sign_in):
        self.suggest(day, session)
        Suggestion.objects.update(expires_at=timezone.now())
        assert sign_in(day.anna).get(page(session)).context["suggestion"] is None

    @pytest.mark.parametrize("time", ["", "x", "0@x", "999999@20261201T1000Z"])
    def test_nonsense_is_not_found(self, day, session, sign_in, time):
        client = sign_in(day.coach.user)
        assert client.post(page(session, "suggest/"), {"time": time}).status_code == 404


class TestHandingOver:
    def test_one_press(self, day, session, sign_in):
        client = sign_in(day.coach.user)
        shown = client.get(page(session, "hand-over/"))
        assert [offer.coach for offer in shown.context["offers"]] == [day.other_coach]
        data = {"time": token(day, day.at(10), day.other_coach)}
        for _ in range(2):  # a double click
            assert client.post(page(session, "hand-over/"), data).url == "/sessions/"
        session.refresh_from_db()
        assert session.coach == day.other_coach

    def test_a_coordinator_comes_back_to_the_session(self, day, session, sign_in):
        make_role(day.carl, "coordinator")
        data = {"time": token(day, day.at(10), day.other_coach)}
        assert sign_in(day.carl).post(page(session, "hand-over/"), data).url == page(session)

    def test_nobody_is_free(self, day, session, sign_in):
        day.other_coach.opening_hours.all().delete()
        shown = sign_in(day.coach.user).get(page(session, "hand-over/"))
        assert (shown.status_code, shown.context["offers"]) == (200, [])
        assert page(session, "move/") in shown.content.decode()

    def test_a_coach_who_is_taken_meanwhile(self, day, session, sign_in):
        day.book(person=day.carl, coach=day.other_coach)
        data = {"time": token(day, day.at(10), day.other_coach)}
        answer = sign_in(day.coach.user).post(page(session, "hand-over/"), data)
        assert answer.status_code == 409
        assert answer.context["refusal"].sentence in text_of(answer)

    def test_a_session_that_was_moved_meanwhile(self, day, session, sign_in):
        services.move_session(session=session, starts_at=day.at(12), by=day.anna)
        data = {"time": token(day, day.at(10), day.other_coach)}
        assert sign_in(day.coach.user).post(page(session, "hand-over/"), data).status_code == 409
        session.refresh_from_db()
        assert session.coach == day.coach


class TestFollowUps:
    def test_the_usual_times_are_chosen_and_booked(self, day, session, sign_in):
        client = sign_in(day.coach.user)
        shown = client.get(page(session, "follow-ups/"))
        assert shown.context["chosen"] == {day.at(10, days=7), day.at(10, days=14)}
        times = [token(day, each) for each in shown.context["chosen"]]
        assert client.post(page(session, "follow-ups/"), {"time": times}).url == page(session)
        assert Session.objects.count() == 3

    @pytest.mark.parametrize("count", [0, 4])
    def test_none_or_too_many(self, day, session, sign_in, count):
        times = [token(day, day.at(10, days=n)) for n in (1, 2, 5, 6)[:count]]
        assert sign_in(day.coach.user).post(page(session, "follow-ups/"), {"time": times}).status_code == 400
        assert Session.objects.count() == 1

    def test_one_that_is_gone_is_named_and_the_choice_is_kept(self, day, session, sign_in):
        day.book(day.at(10, days=14), person=day.carl)
        times = [token(day, day.at(10, days=n)) for n in (7, 14)]
        answer = sign_in(day.coach.user).post(page(session, "follow-ups/"), {"time": times})
        assert answer.status_code == 409
        assert answer.context["chosen"] == {day.at(10, days=7), day.at(10, days=14)}
        assert Session.objects.filter(participations__person=day.anna).count() == 1

    def test_no_times_at_all(self, day, session, sign_in):
        day.coach.opening_hours.all().delete()
        shown = sign_in(day.coach.user).get(page(session, "follow-ups/"))
        assert (shown.status_code, shown.context["weeks"]) == (200, [])


class TestOutsideTheRules:
    def typed(self, day, hour="19.00", **more):
        return {"on": day.wednesday.isoformat(), "at": hour, **more}

    def test_a_coach_types_a_time_is_told_the_rule_and_moves_all_the_same(self, day, session, sign_in):
        client = sign_in(day.coach.user)
        asked = client.get(page(session, "move/"), self.typed(day), follow=True)
        assert asked.status_code == 200
        assert [refusal.reason for refusal in asked.context["against"]] == ["opening_hours"]
        data = {"time": token(day, day.at(19))}
        assert client.post(page(session, "move/"), data).status_code == 409
        assert client.post(page(session, "move/"), data | {"pass_rules": "on"}).url == page(session)
        session.refresh_from_db()
        assert (session.starts_at, session.passes_rules) == (day.at(19), True)
        assert "outside the usual rules" in text_of(client.get(page(session)))

    def test_a_teacher_neither_types_nor_passes(self, day, session, sign_in):
        client = sign_in(day.anna)
        shown = client.get(page(session, "move/"), self.typed(day))
        assert (shown.status_code, shown.context["may_type"]) == (200, False)
        data = {"time": token(day, day.at(19)), "pass_rules": "on"}
        assert client.post(page(session, "move/"), data).status_code == 409
        data = {"time": token(day, day.at(12)), "without_buffers": "on"}
        assert client.post(page(session, "move/"), data).status_code == 409
        session.refresh_from_db()
        assert (session.starts_at, session.passes_rules) == (day.at(10), False)

    def test_nobody_passes_another_session(self, day, session, sign_in):
        day.book(day.at(12), person=day.carl)
        data = {"time": token(day, day.at(12)), "pass_rules": "on"}
        assert sign_in(day.coach.user).post(page(session, "move/"), data).status_code == 409

    @pytest.mark.parametrize(("on", "at"), [("", ""), ("x", "19.00"), ("2026-12-01", "25.00"), ("0000-00-00", "9")])
    def test_what_is_no_time(self, day, session, sign_in, on, at):
        answer = sign_in(day.coach.user).get(page(session, "move/"), {"on": on, "at": at})
        assert answer.status_code == 400
        assert answer.context["typed"].errors

    def test_an_hour_that_does_not_exist(self, day, session, sign_in):
        answer = sign_in(day.coach.user).get(page(session, "move/"), {"on": "2027-03-28", "at": "03.30"})
        assert set(answer.context["typed"].errors) == {"at"}

    def test_no_pause_before_and_after(self, day, session, sign_in):
        day.house.buffer_after_minutes = 10
        day.house.save()
        client = sign_in(day.coach.user)
        day.book(day.at(12), person=day.carl)
        data = {"time": token(day, day.at(11, 15))}
        assert client.post(page(session, "move/"), data).status_code == 409
        assert client.post(page(session, "move/"), data | {"without_buffers": "on"}).url == page(session)
        session.refresh_from_db()
        assert (session.buffer_before_minutes, session.buffer_after_minutes) == (0, 0)
        assert session.passes_rules is False

    def test_booking_for_a_colleague_at_a_typed_time(self, day, sign_in):
        client = sign_in(day.coach.user)
        query = choice(day, **{"for": day.anna.pk}) | self.typed(day)
        asked = client.get("/book/confirm/", query, follow=True)
        assert asked.context["wish"].starts_at == day.at(19)
        assert [refusal.reason for refusal in asked.context["against"]] == ["opening_hours"]
        data = choice(day, 19, **{"for": day.anna.pk}, about="Asiaa")
        again = client.post("/book/confirm/", data)
        assert (again.status_code, "Asiaa" in text_of(again)) == (409, True)
        assert client.post("/book/confirm/", data | {"pass_rules": "on"}).status_code == 302
        session = Session.objects.get()
        assert (session.starts_at, session.passes_rules, session.state) == (day.at(19), True, State.BOOKED)

    def test_a_coordinator_passes_too_but_not_for_oneself(self, day, sign_in):
        make_role(day.carl, "coordinator")
        client = sign_in(day.carl)
        data = choice(day, 19, pass_rules="on")
        assert client.post("/book/confirm/", data).status_code == 409
        assert client.post("/book/confirm/", data | {"for": day.anna.pk}).status_code == 302

    def test_another_coach_passes_nothing_of_this_one(self, day, sign_in):
        client = sign_in(day.other_coach.user)
        data = choice(day, 19, pass_rules="on", **{"for": day.anna.pk})
        assert client.post("/book/confirm/", data).status_code == 409

    def test_a_typed_day_beyond_the_horizon_may_be_passed(self, day, session, sign_in):
        far = timezone.localdate() + timedelta(days=day.house.horizon_days + 7)
        query = {"on": far.isoformat(), "at": "10.00"}
        asked = sign_in(day.coach.user).get(page(session, "move/"), query, follow=True)
        assert "horizon" in [refusal.reason for refusal in asked.context["against"]]

    def test_the_list_of_times_leads_to_a_typed_one(self, day, sign_in):
        """Also when the coach has no opening hours at all."""
        day.coach.opening_hours.all().delete()
        client = sign_in(day.coach.user)
        query = {"topic": day.topic.pk, "minutes": 45, "for": day.anna.pk}
        kept = client.get("/book/", query).context["own_time"]["kept"]
        asked = client.get("/book/confirm/", dict(kept) | self.typed(day), follow=True)
        assert asked.context["wish"].starts_at == day.at(19)

    def test_a_coordinator_chooses_a_coach_first(self, day, sign_in):
        make_role(day.carl, "coordinator")
        client = sign_in(day.carl)
        query = {"topic": day.topic.pk, "for": day.anna.pk}
        assert client.get("/book/", query).context["own_time"] is None
        assert client.get("/book/", query | {"coach": day.other_coach.pk}).context["own_time"]

    def test_nobody_types_a_time_for_oneself(self, day, sign_in):
        assert sign_in(day.coach.user).get("/book/", {"topic": day.topic.pk}).context["own_time"] is None
        assert sign_in(day.anna).get("/book/", {"topic": day.topic.pk}).context["own_time"] is None
