"""Whatever day it is, the demo has what the pages are about: tests, first looks and screenshots start from it."""

import os
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from tests.browser.pages import PAGES

SOME = ["2027-03-28T23:50", "2027-08-09T08:00"]
"""When the clocks change, and before the first session of an autumn."""
FIRST = datetime(2026, 12, 1, 1, 30)
DAYS = int(os.environ.get("DEMO_DAYS", "0"))
"""In a soak: so many more, spread over a year and over the hours of a day."""
MORE = [(FIRST + number * timedelta(days=365 / DAYS)).isoformat()[:16] for number in range(DAYS)]


@pytest.mark.parametrize("moment", [*SOME, *MORE])
def test_the_demo_of_any_day_has_what_pages_are_about(moment, db):
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Helsinki"))
    missing = []
    with time_machine.travel(now, tick=True):
        call_command("seed_demo", stdout=StringIO())
        for page in PAGES:
            try:
                with transaction.atomic():
                    assert page.path
                    transaction.set_rollback(True)
            except Exception as error:  # whatever it is, the other pages are looked at too
                missing.append(f"{page}: {error!r}")
    assert not missing, "\n".join(missing)
