"""Make the demo's data ready, `python -m coaching.prepare`: catalogues, tables, static files, demo institution."""

import os

import django
from django.apps import apps
from django.core.management import call_command

from coaching.catalogues import compile_catalogues


def prepare() -> None:
    """Do what is still to do; each step is harmless when it was done before."""
    compile_catalogues()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coaching.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not apps.get_model("organisation", "Institution").objects.exists():
        call_command("seed_demo", size="small")


if __name__ == "__main__":
    prepare()
