"""Files of office programs as bytes, good ones and others."""

import io
import struct
import zipfile

from coaching.demo_data.papers import docx, pdf

ODT = "application/vnd.oasis.opendocument.text"
TYPES = "[Content_Types].xml"


def good_pdf() -> bytes:
    return pdf("Ohje (1)", ["Erityisen tuen päätös"])


def good_docx() -> bytes:
    return docx("Ohje", ["Erityisen tuen päätös"])


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(parts: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return file.getvalue()


def docx_with(name: str, part: bytes | str = b"x") -> bytes:
    return archive({**parts_of(good_docx()), name: part})


def odt_with(name: str = "styles.xml", part: bytes | str = "<a/>", kind: str = ODT) -> bytes:
    return archive({"mimetype": kind, "content.xml": "<a/>", "META-INF/manifest.xml": "<a/>", name: part})


def lying_bomb() -> bytes:
    """A part that unpacks to 30 MB and tells of 10 bytes, in its own head and in the directory."""
    size = 30 * 1024 * 1024
    return docx_with("word/media/big.bin", bytes(size)).replace(struct.pack("<L", size), struct.pack("<L", 10))


def locked() -> bytes:
    """Every part says that it is locked by a password."""
    content = bytearray(good_docx())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(sign)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(sign, place + 1)
    return bytes(content)
