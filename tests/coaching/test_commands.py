"""The small commands around Django's."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from coaching.catalogues import compile_catalogues
from coaching.embedded import BASE_DIR
from coaching.prepare import static_digest

from . import engines

ADDRESSES = ("DATABASE_URL", "REDIS_URL", "CACHE_URL")
ASK = "from django.db import connection as c; print('answered', c.cursor().execute('select 6 * 7').fetchone()[0])"


def manage(folder, *arguments):
    environment = {name: value for name, value in os.environ.items() if name not in ADDRESSES}
    environment |= {"KOTIPESA_EMBEDDED": "1", "DATA_DIR": str(folder)}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.engines
def test_manage_brings_its_own_engines_and_leaves_none():
    folder = Path(tempfile.mkdtemp(prefix="kotipesa-manage-"))
    folder.chmod(0o711)
    done = manage(folder, "shell", "-c", ASK)
    assert "answered 42" in done.stdout, done.stderr
    assert engines.servers(folder) == []
    (folder / "engines.json").write_text("damaged")
    done = manage(folder, "check")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "engines.json is damaged" in done.stderr
    shutil.rmtree(folder)


def test_catalogues_are_compiled_when_stale(tmp_path):
    source = tmp_path / "fi/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Book"\nmsgstr "Varaa"\n')
    assert compile_catalogues(tmp_path) == [source]
    assert compile_catalogues(tmp_path) == []
    assert b"Varaa" in source.with_suffix(".mo").read_bytes()
    os.utime(source, (source.stat().st_mtime + 10,) * 2)
    assert compile_catalogues(tmp_path) == [source]


def test_the_static_files_digest_changes_with_a_file(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    digests = set()
    for text in ("one", "three"):
        (tmp_path / "a.css").write_text(text)
        digests.add(static_digest_of(tmp_path))
    assert len(digests) == 2


def static_digest_of(folder):
    finders.get_finder.cache_clear()
    digest = static_digest()
    finders.get_finder.cache_clear()
    return digest
