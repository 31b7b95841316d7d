"""The process that reads a table file: it is started for one file, with little memory and time, and dies with it.

Run by its path; the file comes on standard input, and JSON goes to standard output: `{"rows": [[number, cell, …], …]}`
or `{"refused": code, …}` with the values of the sentence. Knows nothing of the program but its own limits.
"""

import csv
import io
import json
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 10_000, 50, 1_000
MAX_LINES = 2 * MAX_ROWS
"""Rows of a sheet, the empty ones too."""
MAX_TEXT = 6_000_000
"""Characters in all."""
MAX_UNPACKED, MAX_RATIO, MAX_PARTS = 40_000_000, 100, 500
"""Bytes of all parts of a workbook, how many times smaller they may be packed, and how many there may be."""
SMALL = 1_000_000
"""Below this a part may be packed as tightly as it likes."""
MEMORY, SECONDS = 450_000_000, 12

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NESTED = (".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".7z", ".gz", ".rar", ".jar")
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], None)


class Refused(Exception):
    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.answer = {"refused": code, **values}


def read(data: bytes) -> list[list[Any]]:
    if data.startswith(OLD_OFFICE):
        raise Refused("old_or_locked")
    rows = read_workbook(data) if data.startswith(ZIP) else read_text(data)
    return list(bounded(rows))


def bounded(rows: Iterable[list[str]]) -> Iterator[list[Any]]:
    """The rows that hold anything, each with its number in the file."""
    count = text = 0
    for number, cells in enumerate(rows, 1):
        if number > MAX_LINES:
            raise Refused("rows", most=MAX_ROWS)
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count, text = count + 1, text + sum(map(len, cells))
        if count > MAX_ROWS + 1:  # the first one holds the heads
            raise Refused("rows", most=MAX_ROWS)
        if len(cells) > MAX_COLUMNS:
            raise Refused("columns", most=MAX_COLUMNS, row=number)
        if any(len(cell) > MAX_CELL for cell in cells):
            raise Refused("cell", most=MAX_CELL, row=number)
        if text > MAX_TEXT:
            raise Refused("text")
        yield [number, *cells]


# --- CSV ---


def read_text(data: bytes) -> Iterator[list[str]]:
    text = decoded(data)
    if "\x00" in text:
        raise Refused("no_table")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's own hint
        mark, text = first.strip()[4], rest
    else:
        mark = mark_of(next((line for line in text[:100_000].splitlines() if line.strip()), ""))
    csv.field_size_limit(MAX_CELL * 4)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if len(cells) > MAX_LINES:  # not even worth a look at each
                raise Refused("columns", most=MAX_COLUMNS, row=0)
            yield [clean(cell) for cell in cells]
    except csv.Error as error:
        raise Refused("cell", most=MAX_CELL, row=0) from error


def decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, UTF-8 where it is that, else what Windows writes here."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def mark_of(line: str) -> str:
    """What parts the cells of the first line: the sign that stands there most often outside of quotes."""
    outside = "".join(line.split('"')[::2])
    return max(";\t,", key=outside.count)


# --- XLSX ---


def read_workbook(data: bytes) -> Iterator[list[str]]:
    try:
        check_archive(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what it says of its own size may be anything
        for cells in sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True):
            yield [worded(cell) for cell in cells]
    except DefusedXmlException as error:
        raise Refused("entities") from error
    except (ParseError, InvalidFileException, zipfile.BadZipFile, zlib.error, struct.error, EOFError) as error:
        raise Refused("broken") from error
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, NotImplementedError) as error:
        # What openpyxl says when parts are not what they should be; what it met stands behind that.
        raise Refused("entities" if isinstance(error.__cause__, DefusedXmlException) else "broken") from error


def check_archive(data: bytes) -> None:
    """Refuse by what the archive says of itself, before anything is unpacked; no part can grow beyond its word."""
    parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    if len(parts) > MAX_PARTS:
        raise Refused("archive")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("old_or_locked")
    if any(part.filename.lower().endswith(NESTED) for part in parts):
        raise Refused("archive")
    tight = any(p.file_size > SMALL and p.file_size > MAX_RATIO * max(p.compress_size, 1) for p in parts)
    if tight or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused("archive")
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise Refused("no_table")


def worded(cell: Any) -> str:
    """A cell as it would be typed: days in ISO, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))


def clean(text: str) -> str:
    """Without what no page can carry, and without the mark that keeps a program from calculating."""
    text = text.translate(CONTROLS).encode("utf-8", "ignore").decode().strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        answer: dict[str, Any] = {"rows": read(sys.stdin.buffer.read())}
    except Refused as refusal:
        answer = refusal.answer
    except (MemoryError, RecursionError):
        answer = {"refused": "archive"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
