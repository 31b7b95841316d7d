"""manage.py seed_demo: the demo's institutions, people and sessions, the same ones for the same options."""

from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from coaching.demo_data import SIZES, make_demo
from coaching.demo_data.clearing import clear_demo
from coaching.demo_data.houses import PASSWORD, SLUGS
from organisation.models import Institution
from sessions.models import Session

MORNING = time(7, 30)


def instant(text: str) -> datetime:
    """A date (its morning in Helsinki) or an ISO instant; raises ArgumentTypeError for anything else."""
    helsinki = ZoneInfo("Europe/Helsinki")
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), MORNING, tzinfo=helsinki).astimezone(UTC)
        told = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is not a date such as 2026-11-23") from None
    return told if told.tzinfo else told.replace(tzinfo=helsinki)


def positive(text: str) -> int:
    """A whole number from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a number from 1 up")
    return int(text)


class Command(BaseCommand):
    help = "Fill a fresh database with the demo: made-up institutions, people, coaches and sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=SIZES, default="small")
        parser.add_argument("--coaches", type=positive, help="how many coaches, instead of the size's own number")
        parser.add_argument("--sessions", type=positive, help="how many sessions, instead of the size's own number")
        parser.add_argument("--seed", type=int, default=1, help="another number makes other people")
        parser.add_argument("--now", type=instant, help="the day on which the demo plays; today, unless told")
        parser.add_argument("--fresh", action="store_true", help="replace the demo that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_beside_real_institutions()
        with transaction.atomic():
            if options["fresh"]:
                clear_demo()
            elif Institution.objects.exists():
                self.stdout.write("The demo is there already. seed_demo --fresh replaces it.")
                return
            make_demo(_size(options), options["seed"], options["now"] or timezone.now())
        self._tell()

    def _tell(self) -> None:
        self.stdout.write(f"The demo has {Session.objects.count()} sessions. Everyone's password: {PASSWORD}")
        if not settings.DEMO:
            self.stdout.write("Anyone can read that password. Keep this database away from a public address.")


def refuse_beside_real_institutions() -> None:
    """Raises CommandError when the database serves somebody: the demo's accounts have a known password."""
    real = Institution.objects.exclude(slug__in=SLUGS)
    if real.exists():
        names = ", ".join(real.values_list("slug", flat=True)[:3])
        raise CommandError(f"This database serves institutions of its own ({names}). The demo stays out of it.")


def _size(options: dict[str, Any]) -> Any:
    size = SIZES[options["size"]]
    size = replace(size, coaches=options["coaches"] or size.coaches, sessions=options["sessions"] or size.sessions)
    # Coaches are staff too, and somebody must be left to ask them.
    return replace(size, staff=max(size.staff, 3 * size.coaches))
