"""Databases that are kept for the next measurement: the large demo takes minutes to make."""

import hashlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from benchmarks.place import fill
from coaching import demo_data

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
"""The instant as of which kept demos play, so that figures of different days compare."""
SEED = 1


@contextmanager
def kept_demo(size: str, **options: int) -> Iterator[None]:
    """Work on the demo of `size` as of NOW, on the engines that run; it is made unless an earlier measurement did.

    `options` are those of seed_demo. Demos of other migrations or makers are dropped on the way.
    """
    usual = connection.settings_dict["NAME"]
    stem = "_".join(["kotipesa", size, *map(str, options.values())])
    name = f"{stem}_{_key(size, **options)}"
    if not _exists(name):
        _drop_others(stem)
        _make(name, size, **options)
    _work_on(name)
    try:
        yield
    finally:
        _work_on(usual)


def _key(*parts: object, **options: int) -> str:
    """Changes with the size, the seed, any migration and the makers of the demo."""
    digest = hashlib.sha256(repr((parts, sorted(options.items()), SEED)).encode())
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        digest.update(f"{app}.{name}\n".encode() + Path(inspect.getfile(type(migration))).read_bytes())
    for path in sorted(Path(inspect.getfile(demo_data)).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return cursor.rowcount == 1


def _drop_others(stem: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{stem}_[0-9a-f]{{12}}(_draft)?$"])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)}")


def _make(name: str, size: str, **options: int) -> None:
    """Under another name until it is whole: what was broken off is never taken for the demo."""
    print(f"Making the {size} demo. It takes some minutes and is kept for the next time.", file=sys.stderr)
    usual, draft = connection.settings_dict["NAME"], f"{name}_draft"
    _execute(f"CREATE DATABASE {connection.ops.quote_name(draft)}")
    _work_on(draft)
    try:
        call_command("migrate", interactive=False, verbosity=0)
        fill(size=size, seed=SEED, now=NOW, **options)
        _execute("SET lock_timeout = 0")
        _execute("VACUUM ANALYZE")
    finally:
        _work_on(usual)
    _execute(f"ALTER DATABASE {connection.ops.quote_name(draft)} RENAME TO {connection.ops.quote_name(name)}")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _work_on(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database
