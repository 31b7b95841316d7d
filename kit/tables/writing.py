"""Writing tables that open well in a spreadsheet program, and in which no cell can start to calculate."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from django.http import FileResponse, Http404, HttpResponseBase, QueryDict
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CALCULATING = ("=", "+", "-", "@", "\t", "\r")
"""What a cell may not start with where a program would calculate it."""
WIDEST = 60
Cells = Sequence[Any]


def table_response(*, name: str, form: str, heads: Cells, rows: Iterable[Cells]) -> HttpResponseBase:
    """`rows` (text, numbers, dates, datetimes, yes or no, None) as a file to be saved, `form` being a key of FORMATS.

    CSV as Finnish and Swedish spreadsheet programs open it by a double click: a byte order mark, semicolons, days as
    24.11.2026 and a comma in numbers. Both are made here and now, while the reader's language and zone are spoken.
    """
    file = _text(heads, rows) if form == "csv" else _workbook(heads, rows)
    answer = FileResponse(file, as_attachment=True, filename=f"{name}.{form}", content_type=FORMATS[form])
    answer["Cache-Control"] = "no-store"
    return answer


def format_of(query: QueryDict) -> str:
    """The format that a query such as `?as=csv` asks for, a workbook where it does not say. 404 for any other."""
    if (form := query.get("as", "xlsx")) not in FORMATS:
        raise Http404("no such format")
    return form


def _text(heads: Cells, rows: Iterable[Cells]) -> io.BytesIO:
    file = io.StringIO(newline="")
    file.write("\ufeff")
    writer = csv.writer(file, delimiter=";")
    writer.writerows([_typed(cell) for cell in row] for row in chain([heads], rows))
    return io.BytesIO(file.getvalue().encode())


def _typed(cell: Any) -> str:
    """A cell as it would be typed in Finland."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        here = timezone.localtime(cell)
        return f"{_typed(here.date())} {here:%H:%M}"
    if isinstance(cell, date):
        return f"{cell.day}.{cell.month}.{cell.year}"
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, (int, float, Decimal)):
        return str(cell).replace(".", ",")
    text = str(cell)
    return f"'{text}" if text.startswith(CALCULATING) else text


def _workbook(heads: Cells, rows: Iterable[Cells]) -> io.BytesIO:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    kept = [list(row) for row in rows]
    for number, head in enumerate(heads):
        longest = max((len(str(row[number])) for row in kept), default=0)
        sheet.column_dimensions[chr(ord("A") + number)].width = min(max(longest, len(str(head))) + 2, WIDEST)
    sheet.append([_cell(sheet, str(head), bold=True) for head in heads])
    for row in kept:
        sheet.append([_cell(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """A cell of its own type; text stays text, whatever it starts with."""
    if isinstance(value, datetime):
        value = timezone.make_naive(value)
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = "D.M.YYYY H:MM" if isinstance(value, datetime) else "D.M.YYYY"
        return cell
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"
    cell.quotePrefix = cell.value.startswith(CALCULATING)
    if bold:
        cell.font = Font(bold=True)
    return cell
