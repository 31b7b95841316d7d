"""What a file is, by its content: a PDF, a picture, or a document of an office program without macros."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from kit.documents.naming import plain_name
from kit.documents.packages import NotPlain, kind_of_package
from kit.pictures import NoPicture, read_picture

MAX_BYTES = 10 * 1024 * 1024

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
}
"""Types by the ending that such a file gets here."""
ACCEPTED = ",".join(f".{ending}" for ending in (*TYPES, "jpeg"))
"""For the `accept` of a file field."""
_ENDINGS = {content_type: ending for ending, content_type in TYPES.items()}

SENTENCES = {
    "bytes": gettext_lazy("The file may be 10 MB at most. Make it smaller, or give a link to it."),
    "empty": gettext_lazy("The file is empty."),
    "unknown": gettext_lazy(
        "Choose a PDF, a picture (PNG, JPEG or WebP) or a document of Word, Excel, PowerPoint or LibreOffice."
    ),
    "other": gettext_lazy("The name ends in .%(named)s, but the file is of the kind .%(found)s. Check the file."),
    "broken": gettext_lazy("The file is damaged or locked by a password. Open it in your program and save it again."),
    "macros": gettext_lazy("The file holds macros or other programs. Save it without them."),
    "archive": gettext_lazy("The file unpacks to far more than a document needs, so it was not taken."),
}
"""What people are told, by code."""


class DocumentRefused(ValueError):
    """A file that is not taken. `str()` of it says what is wrong and what to do."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(str(SENTENCES[code]) % values)
        self.code = code


@dataclass(frozen=True)
class Document:
    """A file that may be handed on, with a name and a type made here."""

    content: bytes
    name: str
    content_type: str

    @property
    def ending(self) -> str:
        return _ENDINGS[self.content_type]


def read_document(content: bytes, name: str) -> Document:
    """`content` as a document. Raises DocumentRefused with a sentence for whoever sent it.

    What `name` says counts only against it: its ending may not be of another kind than what is found.
    """
    if len(content) > MAX_BYTES:
        raise DocumentRefused("bytes")
    if not content:
        raise DocumentRefused("empty")
    found = _kind_of(content)
    stem, named = plain_name(name)
    if named and named != found and (named, found) != ("jpeg", "jpg"):
        raise DocumentRefused("other", named=named, found=found)
    return Document(content, f"{stem or 'file'}.{found}", TYPES[found])


def _kind_of(content: bytes) -> str:
    # A PDF that begins elsewhere than at its first byte may be something else as well.
    if content.startswith(b"%PDF-1.") or content.startswith(b"%PDF-2."):
        if b"%%EOF" not in content[-1024:]:
            raise DocumentRefused("broken")
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        try:
            return kind_of_package(content)
        except NotPlain as refusal:
            raise DocumentRefused(refusal.code) from refusal
    try:
        return _ENDINGS[read_picture(content).content_type]
    except NoPicture as error:
        raise DocumentRefused("unknown") from error
