"""Writing a million rows: by the database itself, into tables that are bare while it lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Field, Model

# For the transaction only. What a power cut took would be made anew, and building an index once needs room.
_ROOM = """
    SET CONSTRAINTS ALL IMMEDIATE;
    SET LOCAL lock_timeout = 0;
    SET LOCAL synchronous_commit = off;
    SET LOCAL work_mem = '256MB';
    SET LOCAL maintenance_work_mem = '512MB';
"""
# Keys stay: other tables lean on them, and rows in order of their key cost nothing. Checks stay too.
_CONSTRAINTS = """
    SELECT c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid)
    FROM pg_constraint c WHERE c.conrelid = ANY(%s::regclass[]) AND c.contype IN ('f', 'u', 'x')
        AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.confrelid = c.conrelid
            AND f.conindid = c.conindid AND c.contype <> 'f')
    ORDER BY c.contype = 'f', c.conname
"""
_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
"""


@contextmanager
def bare_tables(*models: type[Model]) -> Iterator[None]:
    """The tables of `models` without triggers, indexes and foreign keys; all of them are back afterwards.

    Exclusion constraints are checked for all rows at once then, in a fraction of the time. Within a transaction only.
    """
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        cursor.execute(_CONSTRAINTS, [tables])
        constraints = cursor.fetchall()
        cursor.execute(_INDEXES, [tables])
        indexes = cursor.fetchall()
        _each(cursor, "ALTER TABLE {} DISABLE TRIGGER USER", [(table,) for table in tables])
        _each(cursor, "ALTER TABLE {0} DROP CONSTRAINT {1}", constraints)
        _each(cursor, "DROP INDEX {0}", indexes)
        yield
        _each(cursor, "{1}", indexes)
        _each(cursor, "ALTER TABLE {} ADD CONSTRAINT {} {}", constraints)
        _each(cursor, "ALTER TABLE {} ENABLE TRIGGER USER", [(table,) for table in tables])


def analyze(*models: type[Model]) -> None:
    """Only our own tables: what is analysed stays locked until the transaction ends, the server's catalogues too."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in models)}")


def _each(cursor: Any, statement: str, rows: list[tuple]) -> None:
    for row in rows:
        cursor.execute(statement.format(*row))


def insert_select(model: type[Model], columns: dict[str, str], source: str, values: dict[str, Any]) -> int:
    """Write a row of `model` for each of `source` (what follows FROM), each column an SQL expression over it.

    Columns that are not told hold the model's defaults. Returns how many rows were written.
    """
    usual = {column: _usual(field) for column, field in _written(model).items() if column not in columns}
    defaults = {f"usual_{column}": value for column, value in usual.items()}
    told = columns | {column: f"%(usual_{column})s" for column in usual}
    names, expressions = ", ".join(told), ", ".join(told.values())
    statement = f"INSERT INTO {model._meta.db_table} ({names}) SELECT {expressions} FROM {source}"
    with connection.cursor() as cursor:
        cursor.execute(statement, values | defaults)
        return cursor.rowcount


def _written(model: type[Model]) -> dict[str, Field]:
    """The columns that an insert has to fill."""
    left = [field for field in model._meta.concrete_fields if not field.generated and not field.primary_key]
    return {field.column: field for field in left if field.column and not field.has_db_default()}


def _usual(field: Field) -> Any:
    return field.get_db_prep_save(field.get_default(), connection)


def next_keys(model: type[Model], count: int) -> int:
    """Take `count` keys in a row for `model`; returns the one before the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        (sequence,) = cursor.fetchone()
        cursor.execute(f"SELECT setval(%s, nextval(%s) + {int(count)}) - {int(count)}", [sequence, sequence])
        return cursor.fetchone()[0]
