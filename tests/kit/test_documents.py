"""Files are told by their content; what could do harm is refused with a sentence, or made harmless."""

import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kit.documents import MAX_BYTES, DocumentRefused, plain_name, read_document
from tests.documents import TYPES, archive, docx_with, good_docx, good_pdf, locked, lying_bomb, odt_with, parts_of
from tests.pictures import jpeg, png, webp

OFFICE = "application/vnd.openxmlformats-officedocument"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
MACRO_TYPES = parts_of(good_docx())[TYPES].replace(
    b"openxmlformats-officedocument.wordprocessingml", b"ms-word.macroEnabled"
)


def sheet() -> bytes:
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (good_pdf(), "HOKS-ohje.PDF", ("HOKS-ohje.pdf", "application/pdf")),
        (
            good_docx(),
            "ohje.docx",
            ("ohje.docx", f"{OFFICE}.wordprocessingml.document"),
        ),
        (sheet(), "luvut", ("luvut.xlsx", f"{OFFICE}.spreadsheetml.sheet")),
        (odt_with(), "ohje.odt", ("ohje.odt", "application/vnd.oasis.opendocument.text")),
        (png(), "kuva.png", ("kuva.png", "image/png")),
        (jpeg(), "kuva.JPEG", ("kuva.jpg", "image/jpeg")),
        (webp(), "", ("file.webp", "image/webp")),
    ],
    ids=["pdf", "docx", "xlsx", "odt", "png", "jpg", "webp"],
)
def test_what_people_hand_on_is_taken_by_its_content(content, name, found):
    document = read_document(content, name)
    assert ((document.name, document.content_type), document.content) == (found, content)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (b"%PDF-1.4" + bytes(MAX_BYTES), "a.pdf", "bytes"),
        # a wrong kind behind a right name
        (good_docx(), "a.pdf", "other"),
        (png(), "a.docx", "other"),
        (good_pdf(), "a.exe", "other"),
        (b"MZ\x90\x00" + bytes(100), "a.pdf", "unknown"),
        (SVG, "a.svg", "unknown"),
        (SVG, "a.png", "unknown"),
        (b"<?xml version='1.0'?>" + SVG, "a.png", "unknown"),
        (HTML, "a.html", "unknown"),
        (HTML, "a.pdf", "unknown"),
        # something before what it seems to be
        (HTML + good_pdf(), "a.pdf", "unknown"),
        (b"\n" + good_docx(), "a.docx", "unknown"),
        (b"%PDF-1.4 and no end", "a.pdf", "broken"),
        # archives
        (good_docx() + HTML, "a.docx", "broken"),
        (good_docx()[:-30], "a.docx", "broken"),
        (b"PK\x03\x04" + bytes(40), "a.docx", "broken"),
        (locked(), "a.docx", "broken"),
        (docx_with("../../etc/passwd"), "a.docx", "broken"),
        (docx_with("/etc/passwd"), "a.docx", "broken"),
        (docx_with("c:\\x"), "a.docx", "broken"),
        (docx_with("WORD/document.xml"), "a.docx", "broken"),
        (archive({"readme.txt": "x"}), "a.docx", "unknown"),
        (archive({"word/document.xml": "<a/>"}), "a.docx", "unknown"),
        (odt_with(kind="application/x-msdownload"), "a.odt", "unknown"),
        (docx_with("word/vbaProject.bin"), "a.docx", "macros"),
        (docx_with("word/embeddings/oleObject1.bin"), "a.docx", "macros"),
        (docx_with("word/activeX/activeX1.xml"), "a.docx", "macros"),
        (archive({**parts_of(good_docx()), TYPES: MACRO_TYPES}), "a.docx", "macros"),
        (odt_with("Basic/Standard/script-lb.xml"), "a.odt", "macros"),
        (docx_with("word/media/big.bin", bytes(99 * 1024 * 1024)), "a.docx", "archive"),
        (lying_bomb(), "a.docx", "archive"),
        (archive({**parts_of(good_docx()), **{f"word/{n}.xml": "" for n in range(2_001)}}), "a.docx", "archive"),
    ],
)
def test_what_is_something_else_is_refused_with_a_sentence(content, name, code):
    with pytest.raises(DocumentRefused) as refusal:
        read_document(content, name)
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.pdf", ("passwd", "pdf")),
        ("..\\..\\Ohje.PDF", ("Ohje", "pdf")),
        ("a\r\nSet-Cookie: x=1.pdf", ("a Set-Cookie x=1", "pdf")),
        ("a\x00.exe.pdf", ("a .exe", "pdf")),
        ("\u202efdp.exe", ("fdp", "exe")),
        (".htaccess", ("htaccess", "")),
        ("..", ("", "")),
        ("A\u0308a\u0308ni.odt", ("Ääni", "odt")),
        ("x" * 500 + ".pdf", ("x" * 80, "pdf")),
    ],
)
def test_names_lead_nowhere(name, plain):
    assert plain_name(name) == plain


@given(st.text())
@settings(max_examples=200)
def test_no_name_breaks_a_header_or_leads_away(name):
    stem, ending = plain_name(name)
    assert not set(stem + ending) & set('\r\n\x00/\\"<>;%')
    assert (stem + ending).isprintable()
    assert not stem.startswith(".")


@given(st.integers(0, 2_000), st.integers(0, 255))
@settings(max_examples=150)
def test_a_document_with_a_spoilt_byte_is_read_or_refused_and_nothing_else(place, byte):
    content = bytearray(good_docx())
    content[place % len(content)] = byte
    with suppress(DocumentRefused):  # any other failure would end the test
        assert read_document(bytes(content), "a.docx").name == "a.docx"
