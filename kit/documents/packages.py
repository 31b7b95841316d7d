"""Documents of office programs, which are zip archives: looked at in memory, within bounds, and never unpacked.

An archive is taken only if it is nothing but that: its parts begin at the first byte, its directory ends at the last,
and each part unpacks to just what the directory says.
"""

import io
import struct
import zipfile
import zlib

MOST_PARTS = 2_000
LARGEST_DIRECTORY = 512 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 200
"""Sheets full of the same numbers shrink to a hundredth; what shrinks further is no document."""
STEP = 64 * 1024
_END = struct.Struct("<4s4H2LH")
"""The record at the end: sign, four counts of disks and parts, size and place of the directory, size of a comment."""
_LOCAL = struct.Struct("<4s5H3L2H")

MAIN_PARTS = {
    "docx": ("word/document.xml", b"wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", b"presentationml.presentation.main+xml"),
}
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
PROGRAMS = (
    *("vbaproject.bin", "vbadata.xml", "/macrosheets/", "/activex/", "/embeddings/oleobject", ".exe"),
    *("/basic/", "/scripts/"),
)
"""What stands in the names of parts that are programs, or hold one."""


class NotPlain(ValueError):
    """The archive is no document that is taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of_package(content: bytes) -> str:
    """The ending of the document in `content`. Raises NotPlain."""
    try:
        _check_ends(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_parts(content, parts)
            return _kind(archive, {part.filename for part in parts})
    except (zipfile.BadZipFile, struct.error, zlib.error, KeyError, NotImplementedError, RuntimeError) as error:
        raise NotPlain("broken") from error


def _check_ends(content: bytes) -> None:
    """Before any of the directory is read: how large it is, and that nothing stands before or after the archive."""
    end = _END.unpack(content[-_END.size :].rjust(_END.size))
    sign, disk, first_disk, parts_here, parts, size, offset, comment = end
    if sign != b"PK\x05\x06" or disk or first_disk or comment or parts_here != parts:
        raise NotPlain("broken")
    if parts > MOST_PARTS or size > LARGEST_DIRECTORY:
        raise NotPlain("archive")
    if offset + size + _END.size != len(content):
        raise NotPlain("broken")


def _check_parts(content: bytes, parts: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, STEP) or packed > len(content):
        raise NotPlain("archive")
    names = [part.filename for part in parts]
    if len({name.lower() for name in names}) < len(names) or any(_leads_away(name) for name in names):
        raise NotPlain("broken")
    if any(program in f"/{name.lower()}" for name in names for program in PROGRAMS):
        raise NotPlain("macros")
    for part in parts:
        _check_part(content, part)


def _leads_away(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or not name.isprintable()


def _check_part(content: bytes, part: zipfile.ZipInfo) -> None:
    """That it is not locked, and unpacks to as much as is told: a bomb tells less."""
    if part.flag_bits & 0x1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotPlain("broken")
    _sign, *_others, name_length, extra_length = _LOCAL.unpack_from(content, part.header_offset)
    begins = part.header_offset + _LOCAL.size + name_length + extra_length
    packed = memoryview(content)[begins : begins + part.compress_size]
    size = len(packed) if part.compress_type == zipfile.ZIP_STORED else _unpacked_size(packed, part.file_size)
    if size != part.file_size:
        raise NotPlain("archive")


def _unpacked_size(packed: memoryview, told: int) -> int:
    """Bytes that `packed` unpacks to, counted until there are more than `told`; never held all at once."""
    unpacker, size, rest = zlib.decompressobj(-zlib.MAX_WBITS), 0, bytes(packed)
    while size <= told and not unpacker.eof:
        piece = unpacker.decompress(rest, STEP)
        if not piece and not unpacker.unconsumed_tail and not unpacker.eof:
            break
        size, rest = size + len(piece), unpacker.unconsumed_tail
    return size


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if archive.infolist()[0].filename == "mimetype":
        ending = OPEN_DOCUMENTS.get(_start_of(archive, "mimetype"))
        if ending and {"content.xml", "META-INF/manifest.xml"} <= names:
            return ending
    if {"[Content_Types].xml", "_rels/.rels"} <= names:
        types = _start_of(archive, "[Content_Types].xml")
        if b"macroEnabled" in types:
            raise NotPlain("macros")
        for ending, (main, sign) in MAIN_PARTS.items():
            if main in names and sign in types:
                return ending
    raise NotPlain("unknown")


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(1024 * 1024)
