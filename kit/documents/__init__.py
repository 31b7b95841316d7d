"""Files that people hand on: told by their content, named harmlessly, never unpacked to a disk, never run."""

from kit.documents.naming import plain_name
from kit.documents.reading import ACCEPTED, MAX_BYTES, Document, DocumentRefused, read_document

__all__ = ["ACCEPTED", "MAX_BYTES", "Document", "DocumentRefused", "plain_name", "read_document"]
