"""The demo: two institutions that do not exist, with people, coaches, sessions so far and what lies ahead.

The same size, seed and "now" give the same rows.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from coaches.models import WorkLog
from coaching.demo_data.afterwards import make_afterwards
from coaching.demo_data.bulk import analyze
from coaching.demo_data.calendar import Calendar
from coaching.demo_data.calendars import make_calendars
from coaching.demo_data.coaches import make_coaches
from coaching.demo_data.connected_calendars import connect_calendars, fill_a_booked_time
from coaching.demo_data.desk import make_desk
from coaching.demo_data.feedback import make_feedback
from coaching.demo_data.groups import make_groups
from coaching.demo_data.guidelines import make_guidelines
from coaching.demo_data.houses import JARVIMAA, SAARISTO, House
from coaching.demo_data.large import make_years_of_sessions
from coaching.demo_data.ledger import make_ledger
from coaching.demo_data.mails import make_mails
from coaching.demo_data.notes import make_notes
from coaching.demo_data.people import make_operator, make_scene
from coaching.demo_data.quality import make_programme, make_quality
from coaching.demo_data.requests import make_requests
from coaching.demo_data.scene import Scene, Size
from coaching.demo_data.sessions import make_sessions
from coaching.demo_data.settings import make_settings
from coaching.demo_data.team import make_team_work
from followup.models import SessionTheme
from insights.publishing import publish_in
from sessions.models import Participation, Session

SIZES = {
    "small": Size(24, 160, 1_500),
    "medium": Size(50, 2_000, 10_000),
    "large": Size(5_000, 15_000, 1_000_000, academic_years=5),
}
TINY = Size(3, 12, 24)


@transaction.atomic
def make_demo(size: Size, seed: int, now: datetime) -> None:
    """Both institutions and the operator, as of the instant `now`; all of it or nothing."""
    zone = ZoneInfo("Europe/Helsinki")
    make_operator(Calendar(now, zone).today)
    for house, its_size in ((JARVIMAA, size), (SAARISTO, TINY)):
        _fill(house, its_size, Calendar(now, zone, its_size.academic_years), seed)


def _fill(house: House, size: Size, calendar: Calendar, seed: int) -> Scene:
    scene = make_scene(house, size, calendar, seed)
    make_coaches(scene)
    make_guidelines(scene)
    connect_calendars(scene)
    make_feedback(scene)
    if size.academic_years:
        make_years_of_sessions(scene)
    else:
        make_sessions(scene)
        make_groups(scene)
        fill_a_booked_time(scene)
        make_notes(scene)
        make_afterwards(scene)
        make_ledger(scene)
        make_requests(scene)
        make_desk(scene)
        make_calendars(scene)
        make_mails(scene)
    make_settings(scene)
    analyze(Session, Participation, WorkLog, WorkLog.persons.through, SessionTheme)  # or a plan may take minutes
    publish_in(scene.institution, calendar.now)
    make_quality(scene)
    make_programme(scene)
    make_team_work(scene)
    return scene
