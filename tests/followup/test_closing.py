"""Closing a session: hours, themes and agreements together or not at all, until its month is closed."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from coaches.models import WorkLog
from followup.models import Agreement, SessionTheme
from followup.services import Closing, Promise, add_agreements, close, mark_done
from followup.services.closing import DUE
from notifications.models import Message
from sessions.exceptions import BookingRefused
from sessions.models import Participation, State
from tests.factories import make_coach, make_role, make_topic, make_user
from tests.followup.common import LATER, NOW, page_of, words
from topics.models import Theme

pytestmark = pytest.mark.django_db
AFTER = LATER + timedelta(hours=2)


@pytest.fixture
def over(scene):
    """The session is over, and its topic has themes."""
    for position, name in enumerate(("Arviointi", "Poissaolot")):
        Theme.objects.create(institution=scene.house, topic=scene.topic, name_fi=name, position=position)
    with time_machine.travel(AFTER, tick=False):
        yield scene


def closing_of(session) -> str:
    return reverse("followup:closing", args=[session.pk])


def themes_of(session) -> set[str]:
    return set(SessionTheme.objects.filter(session=session).values_list("theme__name_fi", flat=True))


def test_one_press_closes_with_all_of_it(as_, over):
    theme = Theme.objects.get(name_fi="Arviointi")
    day = (AFTER + timedelta(days=7)).date()
    sent = {"held": "yes", "minutes": "30", "themes": [theme.pk], "what_1": "Kokeilen pohjaa", "due_1": day.isoformat()}
    answer = as_(over.liisa).post(closing_of(over.session), sent | {"who_1": over.sanna.pk})
    assert answer["Location"] == page_of(over.session) + "#agreed"
    over.session.refresh_from_db()
    assert (over.session.state, over.session.work_log.minutes) == (State.HELD, 30)
    assert themes_of(over.session) == {"Arviointi"}
    agreement = Agreement.objects.get()
    assert (agreement.what, agreement.person, agreement.due_on) == ("Kokeilen pohjaa", over.sanna, day)
    row = Message.objects.get(kind=DUE)
    assert row.recipient == over.sanna
    assert row.due_at.astimezone(over.house.tz) == datetime(day.year, day.month, day.day, 8, tzinfo=over.house.tz)
    page = words(as_(over.sanna).get(page_of(over.session)))
    assert ("Kokeilen pohjaa" in page, "Arviointi" in page) == (True, True)


def test_correcting_replaces_themes_and_not_held_takes_them_away(over):
    one, other = Theme.objects.order_by("position")
    close(session=over.session, closing=Closing(True, themes=(one, other)), by=over.liisa)
    close(session=over.session, closing=Closing(True, 15, themes=(other,)), by=over.liisa)
    assert (themes_of(over.session), WorkLog.objects.get().minutes) == ({"Poissaolot"}, 15)
    close(session=over.session, closing=Closing(False, themes=(other,)), by=over.liisa)
    assert (themes_of(over.session), WorkLog.objects.exists()) == (set(), False)


def test_a_theme_of_another_topic_is_not_written(over):
    foreign = Theme.objects.create(institution=over.house, topic=make_topic(over.house), name_fi="Muu")
    close(session=over.session, closing=Closing(True, themes=(foreign,)), by=over.liisa)
    assert themes_of(over.session) == set()


def test_after_the_months_end_only_agreements_are_added(as_, over):
    close(session=over.session, closing=Closing(True), by=over.liisa)
    with time_machine.travel(AFTER + timedelta(days=60), tick=False):
        with pytest.raises(BookingRefused):
            close(session=over.session, closing=Closing(False), by=over.liisa)
        answer = as_(over.liisa).post(closing_of(over.session), {"held": "no", "what_1": "Palaan asiaan"})
    assert answer.status_code == 302
    over.session.refresh_from_db()
    assert (over.session.state, Agreement.objects.get().what) == (State.HELD, "Palaan asiaan")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"minutes": "1"}, "minutes"),
        ({"held": ""}, "held"),
        ({"due_1": "2020-01-01", "what_1": "x"}, "due_1"),
        ({"due_1": "2030-01-01"}, "what_1"),
        ({"what_1": "Opiskelija 131052-308T"}, "what_1"),
        ({"themes": ["999999"]}, "themes"),
        ({"what_1": "x", "who_1": "999999"}, "who_1"),
    ],
)
def test_bad_input_closes_nothing(as_, over, sent, field):
    answer = as_(over.liisa).post(closing_of(over.session), {"held": "yes", "minutes": "45"} | sent)
    assert (answer.status_code, field in answer.context["form"].errors) == (400, True)
    over.session.refresh_from_db()
    assert (over.session.state, Agreement.objects.exists()) == (State.BOOKED, False)


def test_who_was_helped_writes_agreements_and_closes_nothing(as_, over):
    browser = as_(over.sanna)
    assert 'name="held"' not in words(browser.get(closing_of(over.session)))
    browser.post(closing_of(over.session), {"held": "no", "what_1": "Kokeilen itse", "who_1": over.sanna.pk})
    over.session.refresh_from_db()
    assert (over.session.state, Agreement.objects.get().added_by) == (State.BOOKED, over.sanna)


def test_nobody_else_reads_or_ticks_an_agreement(as_, over):
    [agreement] = add_agreements(session=over.session, promises=[Promise("Salaista", over.sanna)], by=over.liisa)
    lead, coordinator = make_coach(over.house), make_user(over.house)
    team = over.house.teams.create(name_fi="Tiimi")
    team.members.add(over.coach)
    team.leads.add(lead)
    make_role(coordinator, "coordinator")
    for reader in (lead.user, coordinator):
        assert "Salaista" not in words(as_(reader).get(page_of(over.session)))
        assert as_(reader).post(reverse("followup:tick", args=[agreement.pk])).status_code == 404
    assert "Salaista" in words(as_(over.sanna).get(reverse("followup:agreements")))


def test_what_is_done_is_not_reminded_of(over):
    due = (AFTER + timedelta(days=3)).date()
    [agreement] = add_agreements(session=over.session, promises=[Promise("Teen", over.sanna, due)], by=over.liisa)
    mark_done(agreement=agreement, done=True)
    assert Message.objects.get(kind=DUE).state == Message.State.STALE
    mark_done(agreement=agreement, done=False)
    agreement.refresh_from_db()
    assert agreement.done_at is None


def test_of_a_group_only_whom_it_was_said_of_came(as_, over):
    session = over.session
    session.kind, session.title_fi, session.seats = "group", "Ryhmä", 5
    session.save()
    sent = {"held": "yes", "minutes": "45", f"attendance_{over.sanna.pk}": "came"}
    assert as_(over.liisa).post(closing_of(session), sent).status_code == 302
    assert session.participations.get(person=over.sanna).attendance == Participation.Attendance.CAME
    assert list(WorkLog.objects.get().persons.all()) == [over.sanna]


def test_at_now_nothing_can_be_closed(as_, scene):
    with time_machine.travel(NOW, tick=False):
        assert as_(scene.liisa).get(closing_of(scene.session)).status_code == 403
