"""Many rows of one's own log out of a table: looked at, saved all or nothing, and not twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.functions import Now

from coaches.models import WorkLog
from coordination.imports.kinds import plan_of
from coordination.models import TableImport
from tests.factories import make_coach, make_institution, make_topic, make_user

pytestmark = pytest.mark.django_db
HEADS = "Päivä;Klo;Kesto;Työn laji;Aihe;Tapa;Keitä;Määrä;Muistiinpano"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(datetime(2026, 11, 25, 10, tzinfo=UTC), tick=False)


@pytest.fixture
def coach():
    house = make_institution()
    make_user(house, email="sanna@x.example")
    return make_coach(house, make_topic(house, name_fi="Wilma"), user=make_user(house, language="fi"))


@pytest.fixture
def me(client, coach):
    client.force_login(coach.user)
    return client


def send(client, *rows: str) -> TableImport:
    file = SimpleUploadedFile("log.csv", "\n".join([HEADS, *rows]).encode())
    assert client.post("/log/import/", {"file": file}).status_code == 302
    # The database's clock does not stand still; by it tables are forgotten.
    TableImport.objects.update(expires_at=Now() + timedelta(days=1))
    return TableImport.objects.latest("pk")


def save(client, table: TableImport):
    return client.post(f"/coordinate/people/import/{table.pk}/save/", {"fingerprint": plan_of(table).fingerprint})


GOOD = (
    "20.11.2026;9.15;15;apu;Wilma;puhelin;sanna@x.example;;salainen",
    "20.11.2026;;30;;Wilma;;;4;",
    "19.11.2026;14.00;60;tiimipalaveri;;;;;",
    "1.9.2026;8.00;20;apu;Wilma;chat;;1;",
)


def test_rows_are_logged_once_they_have_been_looked_at(me, coach):
    table = send(me, *GOOD)
    assert "salainen" not in str(table.rows)
    assert me.get(f"/coordinate/people/import/{table.pk}/").status_code == 200
    assert WorkLog.objects.count() == 0
    answer = save(me, table)
    assert (answer.status_code, answer.url) == (302, "/log/")
    rows = [(r.kind, r.minutes, r.channel, r.head_count, r.persons.count()) for r in WorkLog.objects.order_by("pk")]
    assert rows == [
        ("help", 15, "phone", None, 1),
        ("help", 30, "in_person", 4, 0),
        ("meeting", 60, "", None, 0),
        ("help", 20, "chat", 1, 0),
    ]
    late = WorkLog.objects.get(minutes=20)
    assert (str(late.late_for), late.starts_at.month) == ("2026-09-01", 11)


def test_the_same_table_logs_nothing_twice(me):
    save(me, send(me, *GOOD))
    again = plan_of(send(me, *GOOD, "21.11.2026;;5;apu;Wilma;;;1;"))
    assert (again.counts["same"], again.counts["new"]) == (4, 1)


def test_two_equal_rows_of_a_table_are_two_pieces_of_help(me):
    row = "20.11.2026;9.00;5;apu;Wilma;;;1;"
    save(me, send(me, row, row))
    assert WorkLog.objects.count() == 2
    assert plan_of(send(me, row, row, row)).counts == {"error": 0, "new": 1, "changed": 0, "same": 2, "out": 0}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("eilen;;15;apu;Wilma;;;1;", "day"),
        ("20.12.2026;;15;apu;Wilma;;;1;", "day"),
        ("20.11.2020;;15;apu;Wilma;;;1;", "day"),
        ("20.11.2026;25.00;15;apu;Wilma;;;1;", "time"),
        ("20.11.2026;;0;apu;Wilma;;;1;", "minutes"),
        ("20.11.2026;;601;apu;Wilma;;;1;", "minutes"),
        ("20.11.2026;;15;loma;Wilma;;;1;", "kind"),
        ("20.11.2026;;15;tapaaminen;Wilma;;;1;", "kind"),
        ("20.11.2026;;15;apu;Kalastus;;;1;", "topic"),
        ("20.11.2026;;15;apu;;;;1;", "topic"),
        ("20.11.2026;;15;apu;Wilma;posti;;1;", "channel"),
        ("20.11.2026;;15;apu;Wilma;;nobody@x.example;;", "persons"),
        ("20.11.2026;;15;apu;Wilma;;;monta;", "count"),
    ],
)
def test_one_bad_row_saves_nothing(me, row, field):
    table = send(me, GOOD[0], row)
    plan = plan_of(table)
    assert [list(bad.errors) for bad in plan.of("error")] == [[field]]
    assert me.get(f"/coordinate/people/import/{table.pk}/").status_code == 200
    assert save(me, table).status_code == 409
    assert WorkLog.objects.count() == 0


def test_a_coach_opens_no_other_kind_of_table(me, coach):
    table = send(me, GOOD[0])
    TableImport.objects.update(kind="staff")
    assert me.get(f"/coordinate/people/import/{table.pk}/").status_code == 403
