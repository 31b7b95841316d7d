"""A database of the measurement's own on the engines that run."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection


@contextmanager
def own_database(size: str = "") -> Iterator[None]:
    """A database beside the configured one, with the demo of `size` in it if told; dropped afterwards."""
    usual = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        if size:
            fill(size=size)
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def fill(**options: Any) -> None:
    """Fill the database with the demo that seed_demo makes by `options`."""
    call_command("seed_demo", verbosity=0, stdout=_Silent(), **options)
    with connection.cursor() as cursor:  # table by table: a bare ANALYZE waits for whoever analyses the shared ones
        cursor.execute("ANALYZE " + ", ".join(connection.introspection.django_table_names(only_existing=True)))


class _Silent:
    """Standard output is for figures."""

    def write(self, text: str) -> None:
        pass
