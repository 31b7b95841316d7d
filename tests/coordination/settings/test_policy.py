"""The booking rules: units, what cannot be, the default on a press, and what a change leaves alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.forms.settings.policy import PolicyForm
from coordination.rule_words import ELSEWHERE, rules
from organisation.models import Institution
from organisation.policy import Policy
from sessions.models import Session
from tests.coordination.settings.forms import stamp
from tests.factories import make_coach, make_session, make_topic, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/coordinate/settings/rules/"


def sent(me, **changes) -> dict:
    """What the page would post with nothing typed, and `changes`."""
    page = me.get(ADDRESS)
    form = page.context["form"]
    values = {"stamp": stamp(page)}
    for field in form:
        value = field.field.widget.decompress(field.value()) if hasattr(field.field, "units") else field.value()
        if isinstance(value, list):
            values |= {f"{field.name}_{number}": part for number, part in enumerate(value)}
        elif value is not None and value is not False:
            values[field.name] = value
    return values | changes


def test_every_rule_has_a_place(house):
    assert {rule.name for rule in rules()} | set(ELSEWHERE) == {column.name for column in Policy._meta.local_fields}
    assert list(PolicyForm(instance=house).fields) == [rule.name for rule in rules()]


def test_saving_what_is_there_changes_nothing(me, house):
    before = Institution.objects.filter(pk=house.pk).values().get()
    assert me.post(ADDRESS, sent(me)).status_code == 302
    assert Institution.objects.filter(pk=house.pk).values().get() == before


def test_amounts_are_typed_with_their_unit(me, house):
    changes = {
        **{"step_minutes": "30", "length_minutes_0": "1", "length_minutes_1": "hour"},
        **{"minimum_notice_minutes_0": "2", "minimum_notice_minutes_1": "day"},
        **{"horizon_days_0": "10", "horizon_days_1": "week", "weekly_cap": "20"},
        **{"buffer_after_minutes_0": "0", "buffer_after_minutes_1": "minute"},
    }
    assert me.post(ADDRESS, sent(me, **changes)).status_code == 302
    house.refresh_from_db()
    assert (house.step_minutes, house.length_minutes, house.minimum_notice_minutes) == (30, 60, 2 * 24 * 60)
    assert (house.horizon_days, house.weekly_cap, house.buffer_after_minutes) == (70, 20, 0)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"step_minutes": "7"}, "step_minutes"),
        ({"length_minutes_0": "5"}, "length_minutes"),
        ({"length_minutes_0": ""}, "length_minutes"),
        ({"length_minutes_1": "century"}, "length_minutes"),
        ({"horizon_days_0": "401", "horizon_days_1": "day"}, "horizon_days"),
        ({"horizon_days_0": "9" * 40}, "horizon_days"),
        ({"suppression_persons": "2"}, "suppression_persons"),
        ({"daily_cap": "9", "weekly_cap": "8"}, "weekly_cap"),
        ({"retention_months": "x"}, "retention_months"),
    ],
)
def test_what_cannot_be_comes_back_at_its_field(me, house, bad, field):
    before = Institution.objects.filter(pk=house.pk).values().get()
    answer = me.post(ADDRESS, sent(me, first_session_days="44", **bad))
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert 'value="44"' in answer.content.decode()
    assert Institution.objects.filter(pk=house.pk).values().get() == before


def test_the_default_comes_on_a_press_and_holds_once_it_is_saved(me, house):
    Institution.objects.filter(pk=house.pk).update(horizon_days=7, daily_cap=2)
    shown = me.get(ADDRESS).content.decode().replace("\xa0", " ")
    assert "Back to the default, 8 weeks" in shown
    assert "Back to the default, 12" not in shown

    answer = me.post(ADDRESS, sent(me, back="horizon_days", first_session_days="44"))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'name="first_session_days" value="44"' in page
    form = answer.context["form"]
    assert (form.cleaned_data["horizon_days"], form.cleaned_data["daily_cap"]) == (56, 2)
    house.refresh_from_db()
    assert (house.horizon_days, house.first_session_days) == (7, 30)


def test_a_shorter_horizon_and_another_step_leave_what_is_booked(me, house):
    coach = make_coach(house, make_topic(house))
    session = make_session(coach, make_user(house), timezone.now() + timedelta(days=40))
    before = Session.objects.values().get()
    changes = {"horizon_days_0": "1", "horizon_days_1": "week", "step_minutes": "60"}
    assert me.post(ADDRESS, sent(me, **changes)).status_code == 302
    assert Session.objects.values().get() == before
    assert session.institution_id == house.pk


def test_two_admins_at_once(me, house):
    mine = sent(me, daily_cap="5")
    Institution.objects.filter(pk=house.pk).update(weekly_cap=14)
    late = me.post(ADDRESS, mine)
    assert late.status_code == 409
    assert "differs from yours in: Sessions a day at most and Sessions a week at most." in late.content.decode()
    assert 'name="daily_cap" value="5"' in late.content.decode()
    house.refresh_from_db()
    assert (house.daily_cap, house.weekly_cap) == (4, 14)
    assert me.post(ADDRESS, mine | {"stamp": stamp(late)}).status_code == 302
    house.refresh_from_db()
    assert (house.daily_cap, house.weekly_cap) == (5, 12)


def test_a_change_of_something_else_is_no_reason_to_refuse(me, house):
    mine = sent(me, daily_cap="5")
    Institution.objects.filter(pk=house.pk).update(name_fi="Toinen nimi", closes_on_holidays=True)
    assert me.post(ADDRESS, mine).status_code == 302
    house.refresh_from_db()
    assert (house.name_fi, house.daily_cap) == ("Toinen nimi", 5)


def test_what_was_changed_is_listed_with_before_and_after(me, house):
    me.post(ADDRESS, sent(me, daily_cap="5", horizon_days_0="4"))
    page = me.get(reverse("coordination:settings")).content.decode().replace("\xa0", " ")
    assert "How far ahead: 8 weeks, now 4 weeks; Sessions a day at most: 4, now 5" in page
