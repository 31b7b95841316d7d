"""Writing work down, mending it until its month is closed, correcting it afterwards; and who reads a row."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coaches.exceptions import LogRefused
from coaches.log.forgetting import forget_lines
from coaches.log.objections import object_to
from coaches.log.services import Work, correct_work, delete_work, log_work, mend_work, minutes_by_now, repeat_work
from coaches.models import Objection, Team, WorkLog
from organisation.models import Role
from sessions.services import close_session
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

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 6, 9, tzinfo=UTC)  # closed since 15 November
CODE = "010100A123D"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def scene():
    house = make_institution()
    topic = make_topic(house, name_en="Wilma")
    user = make_user(house, language="en", home_site=make_site(house), home_sector=make_sector(house))
    coach = make_coach(house, topic, user=user)
    far = make_site(house)
    people = [make_user(house, first_name=name, home_site=far, language="en") for name in ("Sanna", "Pekka")]
    return SimpleNamespace(house=house, topic=topic, coach=coach, user=user, far=far, people=people)


def help_(scene, *, minutes=15, at=NOW, **more) -> Work:
    return Work("help", minutes, at, **{"topic": scene.topic, "channel": "phone", **more})


@pytest.fixture
def me(client, scene):
    client.force_login(scene.user)
    return client


def test_a_row_lies_where_all_who_are_named_are_at_home(scene):
    sanna, pekka = scene.people
    together = log_work(user=scene.user, work=help_(scene, persons=[sanna, pekka]))
    sanna.home_site = scene.user.home_site
    apart = log_work(user=scene.user, work=help_(scene, persons=[sanna, pekka]))
    nobody = log_work(user=scene.user, work=help_(scene, head_count=4))

    assert together.site_id == scene.far.pk
    assert together.sector_id == scene.user.home_sector_id  # they have none, so the coach's own
    assert apart.site_id == nobody.site_id == scene.user.home_site_id
    assert (together.head_count, nobody.head_count) == (None, 4)


def test_a_second_press_writes_no_second_row(scene):
    press = uuid4()
    rows = [log_work(user=scene.user, work=help_(scene), press=press) for _ in range(2)]
    assert rows[0] == rows[1]
    assert WorkLog.objects.count() == 1


def test_a_repeat_is_now_and_without_the_line(scene, clock):
    row = log_work(user=scene.user, work=help_(scene, persons=scene.people, line="Käytävällä"))
    clock.move_to(NOW + timedelta(hours=3), tick=False)
    again = repeat_work(row=row)
    assert (again.minutes, again.topic, again.line) == (15, scene.topic, "")
    assert again.starts_at == NOW + timedelta(hours=3)
    assert set(again.persons.all()) == set(scene.people)


def test_what_is_ahead_or_long_ago_is_refused(scene):
    for at in (NOW + timedelta(hours=1), NOW - timedelta(days=500)):
        with pytest.raises(LogRefused):
            log_work(user=scene.user, work=help_(scene, at=at))


def test_a_row_of_a_closed_month_counts_now_and_knows_its_day(scene):
    row = log_work(user=scene.user, work=help_(scene, at=OCTOBER))
    assert row.starts_at == NOW
    assert row.late_for == OCTOBER.date()


def test_a_closed_row_stays_and_is_corrected_in_the_running_month(scene, clock):
    clock.move_to(OCTOBER, tick=False)
    row = log_work(user=scene.user, work=help_(scene, minutes=60, at=OCTOBER, persons=scene.people[:1]))
    clock.move_to(NOW, tick=False)
    with pytest.raises(LogRefused):
        mend_work(row=row, work=help_(scene))
    first = correct_work(row=row, minutes=45)
    second = correct_work(row=row, minutes=50)
    assert correct_work(row=row, minutes=50) is None

    row.refresh_from_db()
    assert (row.minutes, row.starts_at) == (60, OCTOBER)
    assert [(c.minutes, c.starts_at, c.kind, c.late_for) for c in (first, second)] == [
        (-15, NOW, "help", OCTOBER.date()),
        (5, NOW, "help", OCTOBER.date()),
    ]
    assert minutes_by_now(row) == 50
    delete_work(row=row)
    assert minutes_by_now(row) == 0


def test_a_held_session_counts_its_preparation_by_the_rule_of_that_day(scene):
    scene.house.preparation_percent = 50
    scene.house.save()
    session = make_session(scene.coach, scene.people[0], NOW - timedelta(hours=2), minutes=45)
    row = close_session(session=session, held=True, by=scene.user).work_log
    assert (row.minutes, row.preparation_minutes) == (45, 23)
    scene.house.preparation_percent, scene.house.preparation_minutes = 0, 10
    scene.house.save()
    row.refresh_from_db()
    assert row.preparation_minutes == 23


def test_only_whoever_wrote_a_row_and_those_named_read_it(scene):
    row = log_work(user=scene.user, work=help_(scene, persons=scene.people[:1]))
    coordinator = make_user(scene.house)
    make_role(coordinator, Role.Kind.COORDINATOR)
    readers = [p for p in (scene.user, *scene.people, coordinator) if row in WorkLog.objects.visible_to(p)]
    assert readers == [scene.user, scene.people[0]]


def test_the_line_and_the_objection_are_stored_encrypted(scene):
    row = log_work(user=scene.user, work=help_(scene, persons=scene.people[:1], line="Canary line"))
    objection = object_to(row=row, person=scene.people[0], text="Canary objection")
    with connection.cursor() as cursor:
        cursor.execute("SELECT line FROM coaches_worklog UNION SELECT text FROM coaches_objection")
        stored = [text for (text,) in cursor.fetchall()]
    assert len(stored) == 2
    assert not any("Canary" in text for text in stored)
    assert Objection.objects.get(pk=objection.pk).text == "Canary objection"


def test_texts_are_forgotten_and_hours_are_kept(scene, clock):
    row = log_work(user=scene.user, work=help_(scene, persons=scene.people[:1], line="Vanha"))
    object_to(row=row, person=scene.people[0], text="Vanha")
    assert forget_lines() == 0
    clock.move_to(NOW + timedelta(days=366), tick=False)
    assert forget_lines() == 2
    row.refresh_from_db()
    assert (row.line, row.minutes, row.objections.count()) == ("", 15, 0)


# Pages.


def post(client, scene, **data):
    usual = {"kind": "help", "minutes": "15", "topic": scene.topic.pk, "channel": "phone", "head_count": "1"}
    return client.post("/log/", {**usual, **data})


def test_the_form_logs_what_it_was_told(me, scene):
    answer = post(me, scene, persons=[p.pk for p in scene.people], line="Kysymys", other_minutes="20")
    assert answer.status_code == 302
    row = WorkLog.objects.get()
    assert (row.kind, row.minutes, row.channel, row.line) == ("help", 20, "phone", "Kysymys")
    assert row.starts_at == NOW
    assert row.persons.count() == 2


def test_a_team_names_its_members(me, scene):
    other = make_coach(scene.house)
    team = Team.objects.create(institution=scene.house, name_fi="Tiimi")
    team.members.add(scene.coach, other)
    post(me, scene, team=team.pk)
    assert list(WorkLog.objects.get().persons.all()) == [other.user]


def test_another_day_without_a_time_is_noon(me, scene):
    post(me, scene, day="2026-11-20")
    post(me, scene, day="2026-11-20", clock="9:30")
    moments = [row.starts_at.astimezone(scene.house.tz) for row in WorkLog.objects.order_by("pk")]
    assert [f"{moment:%d %H:%M}" for moment in moments] == ["20 12:00", "20 09:30"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"minutes": "", "other_minutes": ""}, "Choose how long it took"),
        ({"other_minutes": "9999"}, "600"),
        ({"minutes": "7"}, "7 is not"),
        ({"topic": "x"}, "Choose one from the list."),
        ({"channel": "carrier pigeon"}, "pigeon"),
        ({"head_count": ""}, "Say with whom"),
        ({"day": "2027-01-01"}, "That is still ahead"),
        ({"day": "x"}, "Write the day like"),
        ({"line": CODE}, "personal identity code"),
        ({"team": "99999"}, "Choose one from the list."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(me, scene, data, words):
    answer = post(me, scene, **{"line": "Kysymys", "persons": "", **data})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert "Kysymys" in answer.content.decode() or data.get("line") == CODE
    assert WorkLog.objects.count() == 0


def test_someone_elses_colleague_is_never_named(me, scene):
    stranger = make_user(make_institution())
    post(me, scene, persons=[stranger.pk, "x", "9" * 30, scene.user.pk])
    row = WorkLog.objects.get()
    assert (row.persons.count(), row.head_count) == (0, 1)


def test_finding_a_colleague_saves_nothing_and_keeps_what_was_typed(me, scene):
    answer = post(me, scene, find="1", q="pek", line="Kysymys", minutes="45")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Pekka" in page
    assert 'value="Kysymys"' in page
    assert 'value="45" checked' in page or "checked" in page.split('value="45"')[1][:60]
    assert WorkLog.objects.count() == 0
    assert "Sanna" in me.get("/log/people/?q=sanna").content.decode()


def test_an_address_can_fill_the_form(me, scene):
    page = me.get(f"/log/?topic={scene.topic.pk}&channel=chat&persons={scene.people[0].pk}").content.decode()
    assert f'value="{scene.people[0].pk}" checked' in page


def test_last_choices_are_offered_again_and_logged_by_one_press(me, scene):
    row = log_work(user=scene.user, work=help_(scene, persons=scene.people[:1]))
    assert f"/log/{row.pk}/again/" in me.get("/log/").content.decode()
    press = str(uuid4())
    for _ in range(2):
        assert me.post(f"/log/{row.pk}/again/", {"press": press}).status_code == 302
    assert WorkLog.objects.count() == 2


def test_a_coordinator_logs_coordination_and_no_help(client, scene):
    coordinator = make_user(scene.house, language="en")
    make_role(coordinator, Role.Kind.COORDINATOR)
    client.force_login(coordinator)
    assert client.get("/log/?kind=help").status_code == 404
    assert client.post("/log/", {"kind": "coordination", "minutes": "60"}).status_code == 302
    assert WorkLog.objects.get().kind == "coordination"


def test_a_row_is_changed_and_deleted_until_its_month_is_closed(me, scene, clock):
    row = log_work(user=scene.user, work=help_(scene))
    data = {"other_minutes": "25", "topic": scene.topic.pk, "channel": "chat", "head_count": "3", "day": "2026-11-24"}
    assert me.post(f"/log/{row.pk}/", data).status_code == 302
    row.refresh_from_db()
    assert (row.minutes, row.channel, row.head_count) == (25, "chat", 3)
    clock.move_to(NOW + timedelta(days=30), tick=False)
    me.force_login(scene.user)
    page = me.get(f"/log/{row.pk}/").content.decode()
    assert "its month is closed" in page
    assert me.post(f"/log/{row.pk}/", {"minutes": "0"}).status_code == 302
    assert WorkLog.objects.get(corrects=row).minutes == -25
    assert me.post(f"/log/{row.pk}/delete/").status_code == 302
    assert WorkLog.objects.filter(pk=row.pk).exists()


def test_a_session_is_mended_where_it_was_marked_until_its_month_is_closed(me, scene, clock):
    session = make_session(scene.coach, scene.people[0], NOW - timedelta(hours=2))
    row = close_session(session=session, held=True, by=scene.user).work_log
    assert me.get(f"/log/{row.pk}/").status_code == 404
    clock.move_to(NOW + timedelta(days=30), tick=False)
    me.force_login(scene.user)
    assert me.get(f"/log/{row.pk}/").status_code == 200


def test_whoever_is_named_sees_the_row_and_objects(client, scene):
    row = log_work(user=scene.user, work=help_(scene, persons=scene.people, line="Rivi"))
    sanna = scene.people[0]
    client.force_login(sanna)
    assert "Rivi" in client.get("/me/").content.decode()
    assert "Pekka" not in client.get("/me/log/").content.decode()
    assert client.post(f"/me/log/{row.pk}/", {"text": CODE}).status_code == 400
    assert client.post(f"/me/log/{row.pk}/", {"text": "En ollut siellä"}).status_code == 302
    client.force_login(scene.user)
    assert "En ollut siellä" in client.get("/log/").content.decode()
    client.force_login(scene.people[1])
    assert "En ollut siellä" not in client.get("/me/log/").content.decode()
    client.force_login(sanna)
    client.post(f"/me/log/{row.pk}/withdraw/")
    assert not Objection.objects.exists()


def test_the_log_asks_the_same_whatever_there_is(me, scene):
    def queries() -> int:
        me.get("/log/")
        with CaptureQueriesContext(connection) as caught:
            assert me.get("/log/").status_code == 200
        return len(caught)

    log_work(user=scene.user, work=help_(scene, persons=scene.people[:1]))
    few = queries()
    for n in range(12):
        row = log_work(user=scene.user, work=help_(scene, minutes=5 + n, persons=scene.people))
        object_to(row=row, person=scene.people[0], text="Ei")
    assert queries() == few
    assert few <= 12
