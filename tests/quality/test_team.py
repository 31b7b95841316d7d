"""The place of a team: meetings that become rows of the log, two writers, who reads what, what is forgotten."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaches.competence import Competence
from coaches.models import WorkLog
from notifications.models import Message
from quality.exceptions import WrittenMeanwhile
from quality.forms.team import PlanForm
from quality.messages import MeetingNoted
from quality.models import Meeting, Reflection
from quality.selectors.team import coverage, members_of
from quality.services.team import (
    NOTED,
    forget_texts_of_teams,
    mark_attendance,
    plan_meetings,
    reflect,
    remove_meeting,
    write_meeting,
)
from tests.coaching.scene import House
from tests.factories import make_site, make_topic

pytestmark = pytest.mark.django_db
HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.fixture
def house() -> House:
    return House("koti.example")


def held(house, **about) -> Meeting:
    """A meeting of yesterday."""
    return plan_meetings(team=house.team, starts=[timezone.now() - timedelta(days=1)], minutes=45, **about)[0]


def sign_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def rows_of(person) -> list[WorkLog]:
    return list(WorkLog.objects.filter(user=person, kind=WorkLog.Kind.MEETING))


def test_who_was_there_has_one_row_in_the_log(house):
    meeting = held(house)
    coach, lead = house.people["coach"], house.people["lead_coach"]

    mark_attendance(meeting=meeting, there=[coach, lead])
    mark_attendance(meeting=meeting, there=[coach, lead])
    assert [row.minutes for row in rows_of(coach) + rows_of(lead)] == [45, 45]

    mark_attendance(meeting=meeting, there=[lead])
    assert (rows_of(coach), len(rows_of(lead))) == ([], 1)


def test_of_a_closed_month_a_correction_takes_the_row_back(house, time_machine):
    meeting, coach = held(house), house.people["coach"]
    mark_attendance(meeting=meeting, there=[coach])
    time_machine.move_to(timezone.now() + timedelta(days=60))

    mark_attendance(meeting=meeting, there=[])

    assert sorted(row.minutes for row in rows_of(coach)) == [-45, 45]
    assert not meeting.attendances.exists()


def test_two_writers_never_overwrite_each_other(house):
    meeting, coach, lead = held(house), house.people["coach"], house.people["lead_coach"]
    texts = {"agenda": "", "notes": "Ensimmäinen", "decisions": ""}
    write_meeting(meeting=meeting, values=texts, revision=0, by=coach)

    with pytest.raises(WrittenMeanwhile):
        write_meeting(meeting=meeting, values=texts | {"notes": "Toinen"}, revision=0, by=lead)
    answer = sign_in(lead).post(
        reverse("team:meeting", args=[meeting.pk]), {"revision": "0", "notes": "Toinen", "agenda": "", "decisions": ""}
    )

    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Ensimmäinen" in words
    assert "Toinen" in words
    assert Meeting.objects.get().notes == "Ensimmäinen"


def test_the_others_are_told_of_notes_once_a_day(house):
    meeting, coach, lead = held(house), house.people["coach"], house.people["lead_coach"]
    for revision, text in enumerate(("Kirjattiin", "Kirjattiin vielä")):
        write_meeting(meeting=meeting, values={"notes": text}, revision=revision, by=coach)

    [told] = Message.objects.filter(kind=NOTED)
    mail = MeetingNoted().render(NOTED, MeetingNoted().load(told.thing_id, told.revision), lead)
    assert told.recipient == lead
    assert "Kirjattiin vielä" in mail.text


def test_who_left_the_team_is_not_told(house):
    meeting, lead = held(house), house.people["lead_coach"]
    house.team.members.remove(lead.coach)
    house.team.leads.remove(lead.coach)
    assert MeetingNoted().render(NOTED, meeting, lead) is None


def test_planned_twice_they_are_the_same(house):
    starts = [timezone.now() + timedelta(days=7 * n) for n in range(1, 4)]
    assert plan_meetings(team=house.team, starts=starts, minutes=60) == plan_meetings(
        team=house.team, starts=starts, minutes=60
    )
    assert Meeting.objects.count() == 3


@pytest.mark.usefixtures("house")
def test_meetings_keep_their_time_on_the_clock_over_the_change(house, time_machine):
    time_machine.move_to(datetime(2026, 10, 12, 9, tzinfo=HELSINKI))
    data = {"day": "2026-10-14", "clock": "14:15", "minutes": "60", "pattern": "weekly", "until": "2026-11-04"}
    form = PlanForm(data, team=house.team)
    assert form.is_valid(), form.errors
    assert [f"{at.astimezone(HELSINKI):%d.%m. %H:%M}" for at in form.starts()] == [
        *("14.10. 14:15", "21.10. 14:15", "28.10. 14:15", "04.11. 14:15"),
    ]


def test_without_a_last_day_they_go_on_to_the_end_of_the_academic_year(house, time_machine):
    time_machine.move_to(datetime(2027, 6, 1, 9, tzinfo=HELSINKI))
    data = {"day": "2027-07-14", "clock": "9.00", "minutes": "60", "pattern": "weekly"}
    form = PlanForm(data, team=house.team)
    assert form.is_valid(), form.errors
    assert [at.day for at in form.starts()] == [14, 21, 28]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"clock": "25:00"}, "9.30"),
        ({"day": "2026-11-31"}, "24.11.2026"),
        ({"pattern": "daily"}, "daily"),
        ({"minutes": "7"}, "7"),
        ({"until": "2020-01-01"}, "before the first"),
        ({"day": "2150-01-01"}, "within the next year"),
        ({"agenda": "131052-308T"}, "personal identity code"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(house, wrong, words):
    coach = house.people["coach"]
    coach.language = "en"
    coach.save()
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    data = {"day": day, "clock": "14:15", "minutes": "60", "pattern": "once"} | wrong
    answer = sign_in(coach).post(reverse("team:meeting_add", args=[house.team.pk]), data)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Meeting.objects.exists()


def test_a_meeting_that_has_begun_is_neither_moved_nor_removed(house):
    meeting, client = held(house), sign_in(house.people["coach"])
    assert not remove_meeting(meeting=meeting)
    for name in ("team:meeting_move", "team:meeting_remove"):
        assert client.post(reverse(name, args=[meeting.pk]), {}).status_code == 302
    assert Meeting.objects.get() == meeting


def test_attendance_waits_until_it_has_begun(house):
    [meeting] = plan_meetings(team=house.team, starts=[timezone.now() + timedelta(days=1)], minutes=45)
    coach = house.people["coach"]
    answer = sign_in(coach).post(reverse("team:attendance", args=[meeting.pk]), {"there": [coach.pk]})
    assert answer.status_code == 302
    assert rows_of(coach) == []


def test_others_read_aims_and_perhaps_dates_but_no_word_of_a_meeting(house):
    secret = "Palaverissa puhuttiin kanarialinnusta"
    held(house, agenda=secret, place=secret)
    plan_meetings(team=house.team, starts=[timezone.now() + timedelta(days=3)], minutes=45, agenda=secret, place=secret)
    reflect(team=house.team, author=house.people["coach"], text=secret)
    house.team.aims.create(institution=house.institution, academic_year=2026, text="Klinikka joka kuussa")
    page = reverse("team:team", args=[house.team.pk])
    for name in ("coordinator", "programme_admin", "manager"):
        words = sign_in(house.people[name]).get(page).content.decode()
        assert "kanarialinnusta" not in words
        assert ("45 min" in words) == (name != "manager")
    assert "kanarialinnusta" in sign_in(house.people["coach"]).get(page).content.decode()


def test_a_gap_is_a_topic_that_nobody_takes_at_a_site(house):
    other = make_topic(house.institution, name_fi="Tuki")
    coaches = [member.coach for member in members_of(house.team)]
    for coach in coaches:
        coach.sites.set([house.site])
    coaches[0].sites.add(make_site(house.institution))
    coaches[1].topics.add(other)
    Competence.objects.create(
        institution=house.institution, coach=coaches[0], topic=other, level=Competence.Level.LEARNING
    )

    found = coverage(house.team, members_of(house.team), timezone.localdate())

    [row] = [row for row in found.rows if row.topic == other]
    cells = {cell.site: (cell.helping, cell.learning) for cell in row.cells}
    assert cells.pop(house.site) == (1, 1)
    assert list(cells.values()) == [(0, 1)]
    assert row.gaps == 1


def test_a_topic_open_to_all_has_no_gap(house):
    topic = make_topic(house.institution, is_open=True)
    for member in members_of(house.team):
        member.coach.sites.set([house.site])
    found = coverage(house.team, members_of(house.team), timezone.localdate())
    assert [row.gaps for row in found.rows if row.topic == topic] == [0]


def test_texts_are_forgotten_in_their_time(house):
    coach, now = house.people["coach"], timezone.now()
    old, young = (reflect(team=house.team, author=coach, text=text) for text in ("Vanha", "Uusi"))
    Reflection.objects.filter(pk=old.pk).update(written_at=now - timedelta(days=370))
    meetings = plan_meetings(
        team=house.team, starts=[now - timedelta(days=days) for days in (6 * 366, 4 * 365)], minutes=60, agenda="Asiat"
    )

    forget_texts_of_teams()

    assert list(Reflection.objects.all()) == [young]
    assert list(Meeting.objects.all()) == [meetings[1]]
    history = Meeting.pgh_event_model.objects.values_list("pgh_obj_id", flat=True)
    assert set(history) == {meetings[1].pk}


def test_a_reflection_is_encrypted_at_rest_and_has_no_history(house):
    reflect(team=house.team, author=house.people["coach"], text="Kanarialintu lauloi")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM quality_reflection")
        assert "Kanarialintu" not in cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM information_schema.tables WHERE table_name LIKE 'quality_reflection%'")
        assert cursor.fetchone() == (1,)
    call_command("rotate_note_keys", verbosity=0)
    assert Reflection.objects.get().text == "Kanarialintu lauloi"


def test_the_page_takes_the_same_queries_for_many(house):
    coach = house.people["coach"]
    client, page = sign_in(coach), reverse("team:team", args=[house.team.pk])
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for n in range(8):
        make_topic(house.institution, name_fi=f"Aihe {n}")
        house.team.aims.create(institution=house.institution, academic_year=2026, text=f"Tavoite {n}")
    plan_meetings(team=house.team, starts=[timezone.now() + timedelta(days=n) for n in range(1, 20)], minutes=60)
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(few) == len(many)
    assert len(many) <= 12


def test_two_meetings_moved_to_one_time_are_not_both_there(house):
    starts = [timezone.now() + timedelta(days=n) for n in (1, 2)]
    one, other = plan_meetings(team=house.team, starts=starts, minutes=60)
    with pytest.raises(WrittenMeanwhile):
        write_meeting(meeting=one, values={"starts_at": other.starts_at}, revision=0, by=house.people["coach"])
    assert sorted(Meeting.objects.values_list("starts_at", flat=True)) == starts
