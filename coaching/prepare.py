"""Make ready what can be made: `python -m coaching.prepare` catalogues, static files, tables and demo institution,
`python -m coaching.prepare files` only the first two.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from coaching.catalogues import compile_catalogues


def prepare_files() -> None:
    """Compile the catalogues and collect the static files, where they are not up to date."""
    compile_catalogues()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coaching.settings")
    django.setup()
    collect_static()


def prepare_data() -> None:
    """Bring the tables up to date and fill an empty database with the demo institution."""
    call_command("migrate", interactive=False, verbosity=0)
    if not apps.get_model("organisation", "Institution").objects.exists():
        call_command("seed_demo", size="small")


def collect_static() -> None:
    """Collect and compress the static files unless that was done for just these."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".collected")
    now = static_digest()
    if stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)


def static_digest() -> str:
    """Changes with every change of a static file's name, size or time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    prepare_files()
    if sys.argv[1:] != ["files"]:
        prepare_data()
