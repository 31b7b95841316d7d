"""Tables brought in: read as they come, shown row by row, mended in the page."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from coordination.imports.kinds import plan_of
from coordination.imports.saving import mend_import, save_import
from coordination.models import TableImport
from organisation.models import User
from tests.coordination.import_scene import FILES, HEADS, WANTED, errors, outcomes, staff


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
