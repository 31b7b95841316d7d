"""Tables brought in at the same moment, and saving that is cut off."""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from coordination.imports.kinds import plan_of
from coordination.imports.plan import PlanChanged
from coordination.imports.saving import ImportGone, save_import
from coordination.models import TableImport
from notifications.models import Message
from organisation.models import User
from tests.coordination.import_scene import FILES, HEADS, Place


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_are_one(transactional_db):
    place = Place()
    tables = [place.table(FILES["semicolons"]) for _ in range(2)]
    fingerprints = [plan_of(table).fingerprint for table in tables]
    barrier, came = Barrier(2), []

    def save(table, fingerprint):
        try:
            barrier.wait(10)
            save_import(table=table, by=place.admin, fingerprint=fingerprint, welcome=True)
            came.append("saved")
        except (PlanChanged, ImportGone) as error:
            came.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=save, args=pair) for pair in zip(tables, fingerprints, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(came) == ["PlanChanged", "saved"]
    assert User.objects.filter(email="uusi@x.example").count() == 1
    assert Message.objects.filter(kind="person_welcomed").count() == 2


SAVE = """
    import django; django.setup()
    from django.db import connection
    connection.settings_dict["NAME"] = {database!r}
    from coordination.imports.kinds import plan_of
    from coordination.imports.saving import save_import
    from coordination.models import TableImport
    table = TableImport.objects.get(pk={pk})
    save_import(table=table, by=table.by, fingerprint=plan_of(table).fingerprint, welcome=True)
"""


@pytest.mark.engines
@pytest.mark.django_db(transaction=True)
def test_cut_off_half_way_nothing_has_changed(transactional_db):
    """The people are written when the last table that saving writes to is held; then its process is killed."""
    place = Place()
    lines = [f"n{n}@x.example;Nimi Numero{n};fi;Metsola;TEK;1.8.2020;" for n in range(5000)]
    table = place.table("\n".join([HEADS, *lines]))
    before = User.objects.count()
    code = textwrap.dedent(SAVE).format(database=connection.settings_dict["NAME"], pk=table.pk)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE coordination_welcome IN ACCESS EXCLUSIVE MODE")
        child = subprocess.Popen([sys.executable, "-c", code], env=dict(os.environ))
        try:
            wait_for(
                cursor,
                "SELECT 1 FROM pg_locks JOIN pg_class ON relation = pg_class.oid "
                "WHERE relname = 'coordination_welcome' AND NOT granted",
                child,
            )
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
            cursor.execute("ROLLBACK")
    assert (User.objects.count(), TableImport.objects.count(), Message.objects.count()) == (before, 1, 0)
    save_import(table=table, by=place.admin, fingerprint=plan_of(table).fingerprint)
    assert User.objects.count() == before + 5000


def wait_for(cursor, question, child):
    deadline = timezone.now() + timedelta(seconds=90)
    while timezone.now() < deadline and child.poll() is None:
        cursor.execute(question)
        if cursor.fetchone():
            return
        cursor.execute("SELECT pg_sleep(0.05)")
    pytest.fail("saving never came to the table that is held")
