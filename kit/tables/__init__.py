"""Table files, CSV and XLSX: read with care, since anybody may have made them, and written so that they do no harm."""

from kit.tables.reading import MAX_BYTES, Row, TableRefused, read_table
from kit.tables.writing import FORMATS, format_of, table_response

__all__ = ["FORMATS", "MAX_BYTES", "Row", "TableRefused", "format_of", "read_table", "table_response"]
