"""Table files: what is read, what is refused and at what cost, and what is written."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from benchmarks.people import bombs, workbook
from kit import documents
from kit.tables import MAX_BYTES, TableRefused, read_table, table_response
from kit.tables.upload import InMemory

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REFUSED = {
    "a tight archive": "archive",
    "a million rows": "archive",
    "entities": "entities",
    "an archive in an archive": "archive",
    "many parts": "archive",
    "a line without end": "cell",
    "commas": "columns",
    "nothing but zeros": "no_table",
}


def refusal(data):
    with pytest.raises(TableRefused) as refused:
        read_table(data)
    return refused.value.code


@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_is_refused(name):
    assert refusal(bombs()[name]) == REFUSED[name]


MEASURE = """
from pathlib import Path
from benchmarks.people import bombs
from kit.tables import TableRefused, read_table
files = bombs()
Path("/proc/self/clear_refs").write_text("5")  # forget how high it was while the bombs were made
def highest():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
before = highest()
for data in files.values():
    try:
        read_table(data)
    except TableRefused:
        pass
print((highest() - before) // 1024)
"""


@pytest.mark.engines
def test_bombs_do_not_make_the_program_that_reads_them_grow():
    """Megabytes by which the process has grown at its highest, over all of them one after another."""
    code = "import django; django.setup()\n" + MEASURE
    grown = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
    assert grown < 100


def sheet(rows, dimension=""):
    head = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f"<worksheet {MAIN}>{head}<sheetData>{rows}</sheetData></worksheet>".encode()


def text_cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_the_size_that_a_sheet_claims_is_not_believed():
    rows = f'<row r="1">{text_cell("A1", "email")}</row><row r="3">{text_cell("A3", "a@x.example")}</row>'
    assert read_table(workbook(sheet(rows, "A1:XFD1048576"))) == [(1, ["email"]), (3, ["a@x.example"])]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (workbook(sheet(f'<row r="1048576">{text_cell("A1048576", "x")}</row>')), "rows"),
        (workbook(sheet(f'<row r="1">{text_cell("AY1", "x")}</row>')), "columns"),
        (workbook(sheet(f'<row r="1">{text_cell("A1", "x" * 1001)}</row>')), "cell"),
        (workbook(b"<worksheet"), "broken"),
        (workbook(sheet("<row r='x'><c r='?'><v>y</v></c></row>")), "broken"),
        (b"PK\x03\x04" + b"x" * 100, "broken"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "old_or_locked"),
        (b"x" * (MAX_BYTES + 1), "bytes"),
        (b" \r\n ", "empty"),
        (b";;;\r\n;;;\r\n", "empty"),
        (("a;" * 51 + "b").encode(), "columns"),
        (b"a\n" * 10_002, "rows"),
        (b'"' + b"x" * 2000, "cell"),
    ],
)
def test_what_is_no_table_is_refused_by_its_reason(data, code):
    assert refusal(data) == code


def test_a_locked_workbook_is_told_apart():
    data = bytearray(workbook(sheet("")))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(sign, at + 1)) >= 0:
            data[at + flags] |= 1
    assert refusal(bytes(data)) == "old_or_locked"


def test_the_largest_table_is_read():
    rows = read_table(("email;name\n" + "aino.aalto@x.example;Aino Aalto\n" * 10_000).encode())
    assert (len(rows), rows[-1]) == (10_001, (10_001, ["aino.aalto@x.example", "Aino Aalto"]))


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "plain", 'a"b;c\nd']
ROWS = [[*DANGEROUS, 3, Decimal("12.25"), date(2026, 11, 24), datetime(2026, 11, 24, 7, 30, tzinfo=UTC), True, None]]
HEADS = [f"h{n}" for n in range(len(ROWS[0]))]


def written(form):
    answer = table_response(name="table", form=form, heads=HEADS, rows=ROWS)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="table.{form}"'
    return b"".join(answer.streaming_content)


def test_a_written_workbook_calculates_nothing():
    cells = list(load_workbook(BytesIO(written("xlsx"))).active.iter_rows())[1]
    assert [cell.value for cell in cells[:4]] == DANGEROUS[:4]
    assert {cell.data_type for cell in cells[:8]} == {"s"}
    assert [cell.quotePrefix for cell in cells[:8]] == [True] * 6 + [False] * 2
    assert [cell.value for cell in cells[8:]] == [
        *(3, 12.25, datetime(2026, 11, 24), datetime(2026, 11, 24, 9, 30), True, None)
    ]


def test_a_written_csv_opens_in_a_finnish_spreadsheet_and_calculates_nothing():
    text = written("csv").decode()
    assert text.startswith("\ufeffh0;h1;")
    assert text.split("\r\n", 1)[1] == (
        "'=1+1;'+1;'-1;'@SUM(A1);'\t=1;\"'\r=1\";plain;\"a\"\"b;c\nd\";3;12,25;24.11.2026;24.11.2026 09:30;1;\r\n"
    )


def test_what_is_written_is_read_again():
    for form in ("csv", "xlsx"):
        assert read_table(written(form))[1].cells[:4] == DANGEROUS[:4]


def test_an_upload_that_is_too_large_is_counted_and_not_kept():
    handler = InMemory()
    handler.new_file("file", "f.csv", "text/csv", None, None, None)
    for n in range(170):
        handler.receive_data_chunk(b"x" * 65536, n * 65536)
    kept = handler.file_complete(170 * 65536)
    assert (kept.size, len(kept.read())) == (170 * 65536, documents.MAX_BYTES)


def test_many_files_of_a_request_hold_no_more_than_one():
    handler, held = InMemory(), 0
    for _ in range(3):
        handler.new_file("file", "f.csv", "text/csv", None, None, None)
        for n in range(90):
            handler.receive_data_chunk(b"x" * 65536, n * 65536)
        held += len(handler.file_complete(90 * 65536).read())
    assert held == documents.MAX_BYTES
