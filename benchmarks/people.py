"""How long a table of 5,000 people takes, from its upload over the preview to the saved rows; and bombs."""

import io
import zipfile
from collections.abc import Iterator
from time import perf_counter

from benchmarks.place import own_database
from coordination.imports.kinds import plan_of
from coordination.imports.saving import save_import, start_import
from kit.tables import TableRefused, read_table
from organisation.models import User

ROWS = 5_000
HEADS = "Sähköposti;Nimi;Kieli;Toimipaikka;Toimiala;Aloitti;Viimeinen päivä"


def run() -> Iterator[dict]:
    """Yields seconds: for the import with one preview and a mail to each, and for the slowest of the bombs."""
    with own_database("small"):
        coordinator = User.objects.get(email="coordinator@demo.example")
        started = perf_counter()
        table = start_import(by=coordinator, kind="staff", file_name="staff.csv", rows=read_table(_staff()))
        plan = plan_of(table)
        assert plan.counts["new"] == ROWS, plan.counts
        save_import(table=table, by=coordinator, fingerprint=plan.fingerprint, welcome=True)
        yield {"name": "import_5000_rows_s", "value": round(perf_counter() - started, 2), "unit": "s"}
    yield {"name": "import_bomb_s", "value": round(max(map(_seconds, bombs().values())), 2), "unit": "s"}


def _staff() -> bytes:
    rows = (f"n{n}@demo.example;Etunimi{n} Sukunimi{n};fi;Rantakampus;Palvelualat;1.8.2024;" for n in range(ROWS))
    return "\n".join([HEADS, *rows]).encode()


def _seconds(bomb: bytes) -> float:
    started = perf_counter()
    try:
        read_table(bomb)
    except TableRefused:
        return perf_counter() - started
    raise AssertionError("a bomb was read")


def bombs() -> dict[str, bytes]:
    """Files that would cost much if they were opened."""
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'
    million = sheet % (b"<sheetData>" + b'<row r="1"><c r="A1"><v>1</v></c></row>' * 1_000_000 + b"</sheetData>")
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    return {
        "a tight archive": workbook(b"0" * 200_000_000),
        "a million rows": workbook(million),
        "entities": workbook(entities),
        "an archive in an archive": workbook(b"", **{"xl/embeddings/deep.zip": workbook(b"0" * 50_000_000)}),
        "many parts": workbook(b"", **{f"xl/part{n}.xml": b"" for n in range(20_000)}),
        "a line without end": b"x" * 5_000_000,
        "commas": b"," * 5_000_000,
        "nothing but zeros": b"\0" * 5_000_000,
    }


def workbook(sheet: bytes, **more: bytes) -> bytes:
    """A workbook with one sheet of these bytes, and whatever else is put beside it."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in [*parts.items(), ("xl/worksheets/sheet1.xml", sheet), *more.items()]:
            archive.writestr(name, text)
    return file.getvalue()
