"""`manage.py publish_figures`: publish what is closed, as Celery does every morning; `--check` counts all anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from insights.checking import differences
from insights.publishing import publish_due


class Command(BaseCommand):
    help = "Publish the figures of closed periods. With --check, compare all that was published with a recount."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        if not check:
            self.stdout.write(f"{publish_due()} periods published.")
            return
        if found := list(differences()):
            raise CommandError("\n".join(found))
        self.stdout.write("All that was published is as counted anew.")
