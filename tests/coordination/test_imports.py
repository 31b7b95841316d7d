"""Tables brought in: read as they come, shown row by row, mended, saved all or nothing."""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import date, datetime, timedelta
from io import BytesIO
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from coaches.models import Mandate, WorkLog
from coordination.imports.kinds import plan_of
from coordination.imports.plan import PlanChanged
from coordination.imports.saving import ImportGone, mend_import, save_import, start_import
from coordination.models import TableImport
from kit.tables import read_table
from notifications.models import Message
from organisation.models import Role, User
from sessions.models import Session, State
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_sector,
    make_session,
    make_site,
    make_topic,
    make_user,
    open_all_week,
)

HEADS = "Sähköposti;Nimi;Kieli;Toimipaikka;Toimiala;Aloitti;Viimeinen päivä"


class Place:
    """An institution with two sites, a sector, a programme admin and a coordinator of the first site."""

    def __init__(self):
        self.house = make_institution(name_fi="Opisto")
        self.site = make_site(self.house, name_fi="Metsola", name_sv="Skogsbo")
        self.far_site = make_site(self.house, name_fi="Asema")
        self.sector = make_sector(self.house, name_fi="Tekniikka", code="TEK")
        self.admin = make_user(self.house, email="admin@x.example", first_name="Outi", last_name="Aalto")
        make_role(self.admin, Role.Kind.PROGRAMME_ADMIN)
        make_role(self.admin, Role.Kind.COORDINATOR)
        self.coordinator = make_user(self.house, email="oskar@x.example", home_site=self.site)
        make_role(self.coordinator, Role.Kind.COORDINATOR, site=self.site)

    def person(self, name, **fields):
        return make_user(self.house, email=f"{name}@x.example", **{"home_site": self.site, **fields})

    def table(self, text, by=None, **more):
        data = text if isinstance(text, bytes) else text.encode()
        more = {"kind": "staff", **more}
        return start_import(by=by or self.admin, file_name="f.csv", rows=read_table(data), **more)

    def save(self, text, by=None, **more):
        table = self.table(text, by, **{key: more.pop(key) for key in ("kind", "missing_left") if key in more})
        return save_import(table=table, by=table.by, fingerprint=plan_of(table).fingerprint, **more)


@pytest.fixture
def place(db):
    return Place()


def outcomes(plan):
    return {row.number: row.outcome.value for row in plan.rows}


def errors(plan):
    return {row.number: sorted(row.errors) for row in plan.rows if row.errors}


def staff(place, email="uusi@x.example"):
    person = User.objects.get(email=email)
    return (
        person.get_full_name(),
        person.language,
        person.home_site and person.home_site.name_fi,
        person.home_sector and person.home_sector.name_fi,
        person.started_on,
        person.left_on,
    )


ROWS = [
    ["UUSI@x.example", "Äijö Öst, Åsa", "ruotsi", "skogsbo", "tek", "1.8.2024", ""],
    ["toinen@x.example", "Aino Maria Aalto", "fi", "METSOLA", "Tekniikka", "2023-01-09", "31.12.2199"],
]
WANTED = ("Åsa Äijö Öst", "sv", "Metsola", "Tekniikka", date(2024, 8, 1), None)


def csv(mark, rows=ROWS, heads=HEADS):
    lines = [heads.replace(";", mark), *(mark.join(f'"{c}"' if mark in c or "\n" in c else c for c in r) for r in rows)]
    return "\r\n".join(lines) + "\r\n"


FILES = {
    "semicolons": csv(";").encode(),
    "commas": csv(",").encode(),
    "tabs": csv("\t").encode(),
    "a mark at the start": csv(";").encode("utf-8-sig"),
    "Windows": csv(";").encode("cp1252"),
    "Unicode text of Excel": csv("\t").encode("utf-16"),
    "Excel's hint": b"sep=;\r\n" + csv(";").encode(),
    "a line break in a cell": csv(";", [["UUSI@x.example", "Äijö Öst,\nÅsa", *ROWS[0][2:]], ROWS[1]]).encode(),
    "empty rows and columns": csv(";").replace("\r\n", ";;;\r\n\r\n").encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_every_usual_file_is_read(place, name):
    place.save(FILES[name])
    assert staff(place) == WANTED
    assert User.objects.filter(email="toinen@x.example", left_on=date(2199, 12, 31)).exists()


def test_a_workbook_is_read_with_its_dates(place):
    book = Workbook()
    sheet = book.active
    sheet.append(["E-post", "Förnamn", "Efternamn", "Språk", "Verksamhetsställe", "Bransch", "Började", "Lön"])
    sheet.append(["uusi@x.example", "Åsa", "Äijö Öst", "svenska", "Metsola", "TEK", datetime(2024, 8, 1), 1234.5])
    file = BytesIO()
    book.save(file)
    table = place.table(file.getvalue())
    assert (table.unread, "1234" in str(table.rows)) == (["Lön"], False)
    save_import(table=table, by=place.admin, fingerprint=plan_of(table).fingerprint)
    assert staff(place) == WANTED


def test_a_preview_says_what_is_new_changed_and_the_same(place):
    place.person("vanha", first_name="Vanha", last_name="Nimi", language="fi", home_sector=place.sector)
    place.person("sama", first_name="Sama", last_name="Nimi", language="fi")
    table = place.table(
        f"{HEADS}\nuusi@x.example;Uusi Nimi;;;;;\nvanha@x.example;Vanha Uusinimi;sv;Asema;;2.1.2020;\n"
        "sama@x.example;Sama Nimi;fi;;;;\nollut@x.example;Ollut Täällä;;;;;1.1.2020\n"
    )
    plan = plan_of(table)
    assert outcomes(plan) == {2: "new", 3: "changed", 4: "same", 5: "same"}
    assert [(str(change.label), change.old, change.new) for change in plan.rows[1].changes] == [
        ("Sukunimi", "Nimi", "Uusinimi"),
        ("Kieli", "fi", "sv"),
        ("Toimipaikka", "Metsola", "Asema"),
        ("Aloitti", "–", "2.1.2020"),
    ]
    assert not User.objects.filter(email="uusi@x.example").exists()


def test_bad_cells_have_a_sentence_each_and_are_mended_in_the_page(client, place):
    client.force_login(place.admin)
    content = f"{HEADS}\nhyvä@x.example;Hyvä Rivi;;;;;\n" + (
        "rikki@@x.example;Rikki Rivi;;;;;\n"
        "toinen@x.example;Yksi;klingon;Kuu;Tähti;32.1.2020;eilen\n"
        "hyva@x.example;Eka Rivi;;;;;\nhyva@x.example;Toka Rivi;;;;;\n"
    )
    content = content.replace("hyvä@", "ensi@")
    file = SimpleUploadedFile("staff.csv", content.encode())
    answer = client.post(reverse("coordination:import_start"), {"kind": "staff", "file": file})
    table = TableImport.objects.get()
    address = reverse("coordination:import", args=[table.pk])
    assert (answer.status_code, answer.url) == (302, address)
    plan = client.get(address).context["plan"]
    assert errors(plan) == {
        3: ["email"],
        4: ["language", "left_on", "name", "sector", "site", "started_on"],
        6: ["email"],
    }
    assert "form" in client.get(address).context
    fingerprint = plan.fingerprint
    assert (
        client.post(reverse("coordination:import_save", args=[table.pk]), {"fingerprint": fingerprint}).status_code
        == 409
    )
    typed = {
        "c3-email": "rikki@x.example",
        "out6": "on",
        **{"c4-name": "Yksi Nimi", "c4-language": "en", "c4-site": "Asema", "c4-sector": "tekniikka"},
        **{"c4-started_on": "31.1.2020", "c4-left_on": ""},
    }
    assert client.post(reverse("coordination:import_mend", args=[table.pk]), typed).status_code == 302
    plan = client.get(address).context["plan"]
    assert outcomes(plan) == {2: "new", 3: "new", 4: "new", 5: "new", 6: "out"}
    saved = client.post(reverse("coordination:import_save", args=[table.pk]), {"fingerprint": plan.fingerprint})
    assert (saved.status_code, saved.url) == (302, reverse("coordination:people"))
    assert staff(place, "toinen@x.example") == ("Yksi Nimi", "en", "Asema", "Tekniikka", date(2020, 1, 31), None)
    assert not TableImport.objects.exists()
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_cell_can_be_mended_that_had_no_column(place):
    table = place.table("email\nuusi@x.example\n")
    mend_import(table=table, cells={(2, "first_name"): "Uusi", (2, "last_name"): "Nimi"}, left_out={})
    table.refresh_from_db()
    assert outcomes(plan_of(table)) == {2: "new"}


def test_the_same_table_again_changes_nothing(place):
    first = place.save(FILES["semicolons"], welcome=True)
    assert first.counts["new"] == 2
    assert Message.objects.filter(kind="person_welcomed").count() == 2
    again = plan_of(place.table(FILES["semicolons"]))
    assert (again.counts["same"], again.is_savable) == (2, False)
    assert Message.objects.count() == 2


def test_new_people_sign_in_by_code_and_are_told_only_when_asked(place):
    place.save(FILES["semicolons"])
    person = User.objects.get(email="uusi@x.example")
    assert (person.has_usable_password(), person.is_active, person.institution) == (False, True, place.house)
    assert person.emailaddress_set.get().verified
    assert not Message.objects.exists()


SCOPE = (
    ("elsewhere", "uusi@x.example;Uusi Nimi;fi;Asema;;;", ["site"]),
    ("nowhere", "uusi@x.example;Uusi Nimi;fi;;;;", ["site"]),
    ("another's person", "kaukana@x.example;Uusi Nimi;fi;Metsola;;;", ["email"]),
    ("moved away", "oma@x.example;Oma Henkilö;fi;Asema;;;", ["site"]),
    ("another house", "vieras@y.example;Uusi Nimi;fi;Metsola;;;", ["email"]),
)


@pytest.mark.parametrize(("what", "row", "wrong"), SCOPE, ids=[what for what, *_ in SCOPE])
def test_a_site_coordinator_reaches_the_site_only(place, what, row, wrong):
    place.person("kaukana", home_site=place.far_site)
    place.person("oma", first_name="Oma", last_name="Henkilö")
    make_user(make_institution(), email="vieras@y.example")
    plan = plan_of(place.table(f"{HEADS}\n{row}\n", by=place.coordinator))
    assert errors(plan) == {2: wrong}
    assert "Kaukana" not in str(plan.rows[0].changes)


def test_a_site_coordinator_may_bring_in_the_sites_own(place):
    place.save(f"{HEADS}\nuusi@x.example;Uusi Nimi;fi;Metsola;;;\n", by=place.coordinator)
    assert staff(place)[2] == "Metsola"


def test_leavers_are_closed_and_their_sessions_called_off(place):
    topic = make_topic(place.house)
    coach = make_coach(place.house, topic, user=place.person("lahtija", last_name="Lähtijä"))
    teacher = place.person("opettaja")
    session = make_session(coach, teacher, timezone.now() + timedelta(days=7))
    text = "sähköposti;viimeinen päivä\nlahtija@x.example;1.9.2026\n"
    plan = plan_of(place.table(text))
    assert (plan.sessions, plan.leavers) == ([session], [coach.user])
    place.save(text, call_off=True, reason="Muutos")
    session.refresh_from_db()
    coach.user.refresh_from_db()
    assert (session.state, coach.user.is_active, coach.user.left_on) == (State.CANCELLED, False, date(2026, 9, 1))
    assert outcomes(plan_of(place.table(text))) == {2: "same"}


def test_sessions_of_leavers_may_stay_until_someone_acts(place):
    coach = make_coach(place.house, make_topic(place.house), user=place.person("lahtija"))
    session = make_session(coach, place.person("opettaja"), timezone.now() + timedelta(days=7))
    place.save("sähköposti;viimeinen päivä\nlahtija@x.example;1.9.2026\n")
    session.refresh_from_db()
    assert session.state == State.BOOKED
    place.save("sähköposti;viimeinen päivä\nlahtija@x.example;1.9.2199\n")
    assert User.objects.get(email="lahtija@x.example").is_active


def test_who_is_missing_leaves_only_when_asked(place):
    gone, manager = place.person("poissa", last_name="Poissa"), place.person("johtaja")
    make_role(manager, Role.Kind.MANAGER)
    far = place.person("kaukana", home_site=place.far_site)
    text = f"{HEADS}\nuusi@x.example;Uusi Nimi;fi;Metsola;;;\n"
    assert plan_of(place.table(text, by=place.coordinator)).leavers == []
    plan = place.save(text, by=place.coordinator, missing_left=True)
    assert plan.leavers == [gone]
    active = set(User.objects.filter(is_active=True).values_list("email", flat=True))
    assert {gone.email} == {person.email for person in User.objects.filter(institution=place.house)} - active
    assert {manager.email, far.email, place.coordinator.email} <= active


def test_closing_a_role_holder_is_for_the_programme_admin(place):
    make_role(place.person("johtaja"), Role.Kind.MANAGER)
    text = "sähköposti;viimeinen päivä\njohtaja@x.example;1.9.2026\n"
    assert errors(plan_of(place.table(text, by=place.coordinator))) == {2: ["left_on"]}
    assert plan_of(place.table(text)).is_savable


def test_what_changes_after_the_preview_comes_back_to_be_looked_at(client, place):
    person = place.person("vanha", first_name="Vanha", last_name="Nimi")
    table = place.table("sähköposti;nimi\nvanha@x.example;Vanha Uusinimi\n")
    fingerprint = plan_of(table).fingerprint
    User.objects.filter(pk=person.pk).update(last_name="Toinen")
    client.force_login(place.admin)
    address = reverse("coordination:import_save", args=[table.pk])
    answer = client.post(address, {"fingerprint": fingerprint})
    assert (answer.status_code, answer.context["plan"].rows[0].changes[0].old) == (409, "Toinen")
    person.refresh_from_db()
    assert person.last_name == "Toinen"
    assert client.post(address, {"fingerprint": answer.context["plan"].fingerprint}).status_code == 302


def test_a_table_is_its_owners_and_only_for_a_day(client, place):
    table = place.table(FILES["semicolons"], by=place.coordinator)
    address = reverse("coordination:import", args=[table.pk])
    client.force_login(place.admin)
    assert client.get(address).status_code == 404
    client.force_login(place.coordinator)
    assert client.get(address).status_code == 200
    TableImport.objects.update(expires_at=timezone.now())
    assert client.get(address).status_code == 404
    place.table(FILES["semicolons"])
    assert not TableImport.objects.filter(pk=table.pk).exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nimi;kieli\nA B;fi\n", "Sarakkeita puuttuu: Sähköposti."),
        (b"email;e-mail\na@x.example;b@x.example\n", "Kaksi saraketta on samaa"),
        (b"", "Tiedosto on tyhjä."),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "salasana"),
        (b"email\n" + b"x" * 5_300_000, "yli 5\xa0Mt"),
        (b"email\n" + b"a@x.example\n" * 10_001, "yli 10\xa0000"),
    ],
)
def test_a_file_that_cannot_be_is_refused_in_words(client, place, content, words):
    client.force_login(place.admin)
    answer = client.post(
        reverse("coordination:import_start"), {"kind": "staff", "file": SimpleUploadedFile("f.csv", content)}
    )
    assert (answer.status_code, TableImport.objects.count()) == (400, 0)
    assert words in str(answer.context["form"].errors["file"])


def test_a_preview_takes_a_fixed_number_of_queries(client, place, django_assert_max_num_queries):
    lines = [f"n{n}@x.example;Nimi Numero{n};fi;Metsola;TEK;1.8.2020;" for n in range(300)]
    for n in range(0, 300, 3):
        place.person(f"n{n}")
    table = place.table("\n".join([HEADS, *lines]))
    client.force_login(place.admin)
    with django_assert_max_num_queries(12):
        client.get(reverse("coordination:import", args=[table.pk]))
    with django_assert_max_num_queries(36):
        save_import(table=table, by=place.admin, fingerprint=plan_of(table).fingerprint, welcome=True)


# --- going live ---


def hours(place):
    return {
        (log.user.email, log.starts_at.astimezone(place.house.tz).date()): log.minutes
        for log in WorkLog.objects.filter(kind=WorkLog.Kind.OPENING)
    }


def test_hours_come_in_once(place):
    year = timezone.localdate().year - (timezone.localdate().month < 8)
    place.person("a")
    text = f"sähköposti;lukuvuosi;käytetyt tunnit;annetut tunnit\na@x.example;{year}–{year + 1};12,25;80\n"
    text = text.replace("annetut tunnit", "resurssi")
    place.save(text, kind="hours")
    assert hours(place) == {("a@x.example", date(year, 8, 1)): 735}
    assert list(Mandate.objects.values_list("quarter_hours", "starts_on")) == [(320, date(year, 8, 1))]
    assert outcomes(plan_of(place.table(text, kind="hours"))) == {2: "same"}
    place.save(text.replace("12,25", "13"), kind="hours")
    assert (hours(place), Mandate.objects.count()) == ({("a@x.example", date(year, 8, 1)): 780}, 1)
    bad = f"email;year;used\nx@x.example;{year};1\na@x.example;1999;1\na@x.example;{year};1,1\n"
    assert errors(plan_of(place.table(bad, kind="hours"))) == {2: ["person"], 3: ["year"], 4: ["used"]}


@pytest.fixture
def booking(place):
    topic = make_topic(place.house, name_fi="Wilma")
    coach = make_coach(place.house, topic, user=place.person("valmentaja"), meeting_link="https://x.example/liisa")
    open_all_week(coach)
    place.person("opettaja")
    place.person("toinen")
    day = timezone.localdate() + timedelta(days=10)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return f"{day.day}.{day.month}.{day.year}"


BOOKED = "päivä;klo;kesto;valmentaja;opettaja;aihe;tapa\n"


def test_bookings_come_in_by_the_service(place, booking):
    text = f"{BOOKED}{booking};18.30;45;valmentaja@x.example;opettaja@x.example;wilma;puhelin\n"
    plan = place.save(text, kind="bookings")
    session = Session.objects.get()
    assert (plan.counts["new"], session.minutes, session.channel, session.passes_rules) == (1, 45, "phone", True)
    assert session.starts_at.astimezone(place.house.tz).hour == 18
    assert Message.objects.filter(kind="session_booked").count() == 2
    assert outcomes(plan_of(place.table(text, kind="bookings"))) == {2: "same"}


def test_a_booking_that_cannot_be_stops_all(place, booking):
    row = f"{booking};12.00;60;valmentaja@x.example;%s@x.example;Wilma;\n"
    table = place.table(
        BOOKED + row % "opettaja" + row % "toinen" + "1.1.2020;9;;x;y@x.example;Kuu;\n", kind="bookings"
    )
    assert errors(plan_of(table)) == {3: ["time"], 4: ["coach", "person", "topic"]}
    with pytest.raises(PlanChanged):
        save_import(table=table, by=place.admin, fingerprint=plan_of(table).fingerprint)
    assert not Session.objects.exists()


# --- at the same moment, and cut off ---


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_are_one(transactional_db):
    place = Place()
    tables = [place.table(FILES["semicolons"]) for _ in range(2)]
    fingerprints = [plan_of(table).fingerprint for table in tables]
    barrier, came = Barrier(2), []

    def save(table, fingerprint):
        try:
            barrier.wait(10)
            save_import(table=table, by=place.admin, fingerprint=fingerprint, welcome=True)
            came.append("saved")
        except (PlanChanged, ImportGone) as error:
            came.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=save, args=pair) for pair in zip(tables, fingerprints, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(came) == ["PlanChanged", "saved"]
    assert User.objects.filter(email="uusi@x.example").count() == 1
    assert Message.objects.filter(kind="person_welcomed").count() == 2


SAVE = """
    import django; django.setup()
    from django.db import connection
    connection.settings_dict["NAME"] = {database!r}
    from coordination.imports.kinds import plan_of
    from coordination.imports.saving import save_import
    from coordination.models import TableImport
    table = TableImport.objects.get(pk={pk})
    save_import(table=table, by=table.by, fingerprint=plan_of(table).fingerprint, welcome=True)
"""


@pytest.mark.engines
@pytest.mark.django_db(transaction=True)
def test_cut_off_half_way_nothing_has_changed(transactional_db):
    """The people are written when the last table that saving writes to is held; then its process is killed."""
    place = Place()
    lines = [f"n{n}@x.example;Nimi Numero{n};fi;Metsola;TEK;1.8.2020;" for n in range(5000)]
    table = place.table("\n".join([HEADS, *lines]))
    before = User.objects.count()
    code = textwrap.dedent(SAVE).format(database=connection.settings_dict["NAME"], pk=table.pk)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE coordination_welcome IN ACCESS EXCLUSIVE MODE")
        child = subprocess.Popen([sys.executable, "-c", code], env=dict(os.environ))
        try:
            wait_for(
                cursor,
                "SELECT 1 FROM pg_locks JOIN pg_class ON relation = pg_class.oid "
                "WHERE relname = 'coordination_welcome' AND NOT granted",
                child,
            )
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
            cursor.execute("ROLLBACK")
    assert (User.objects.count(), TableImport.objects.count(), Message.objects.count()) == (before, 1, 0)
    save_import(table=table, by=place.admin, fingerprint=plan_of(table).fingerprint)
    assert User.objects.count() == before + 5000


def wait_for(cursor, question, child):
    deadline = timezone.now() + timedelta(seconds=90)
    while timezone.now() < deadline and child.poll() is None:
        cursor.execute(question)
        if cursor.fetchone():
            return
        cursor.execute("SELECT pg_sleep(0.05)")
    pytest.fail("saving never came to the table that is held")
