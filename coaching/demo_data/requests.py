"""What colleagues ask for without choosing whom to meet: late, due today, fresh, in Swedish, for a group, answered."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from coaches.models import Channel
from coaching.demo_data.scene import Scene
from coaching.demo_data.words import QUESTIONS
from coordination.models import HelpRequest, Soon
from coordination.selectors.promise import WorkingDays
from organisation.models import Language, User
from sessions.models import Session, State


@dataclass(frozen=True)
class Asked:
    """A request sent `ago` working days ago, by the account `login` or by somebody who speaks `language`."""

    ago: int
    topic: int
    login: str = ""
    language: str = Language.FINNISH
    wish: dict[str, Any] = field(default_factory=dict)
    group: str = ""


WAITING = (
    Asked(4, 0, wish={"weekdays": [3, 5], "parts": ["morning"], "soon": Soon.THIS_WEEK}),
    Asked(3, 1, language=Language.SWEDISH, wish={"language": "sv", "soon": Soon.TWO_WEEKS}),
    Asked(3, 3, wish={"people": 6, "parts": ["afternoon"], "soon": Soon.TWO_WEEKS}, group="Tekniikan tiimi"),
    Asked(1, 2, wish={"channel": Channel.ONLINE, "weekdays": [2, 4]}),
    Asked(1, 4, login="teacher", wish={"parts": ["day", "afternoon"], "soon": Soon.TWO_WEEKS}),
    Asked(0, 5, wish={"parts": ["day"]}),
)


def make_requests(scene: Scene) -> None:
    """The requests that wait, and one of the demo's own teacher that is answered by the next session."""
    today = scene.calendar.today
    days = WorkingDays.of(scene.institution, today - timedelta(days=60), today + timedelta(days=60))
    rng, askers = scene.chance("requests"), _askers(scene)
    rows = []
    for asked in WAITING:
        fitting = [person for person in askers if person.language == asked.language] or askers
        person = scene.login(asked.login) if asked.login else rng.choice(fitting)
        rows.append(_row(scene, days, asked, person, rng.choice(QUESTIONS[person.language][asked.topic])))
    HelpRequest.objects.bulk_create(rows)
    _answered(scene, days)


def _askers(scene: Scene) -> list[User]:
    """Colleagues who have been here for a while, without the demo's own accounts."""
    coaches = {coach.user_id for coach in scene.coaches}
    named = {f"newteacher@{scene.house.domain}", f"teacher@{scene.house.domain}"}
    return [p for p in scene.people if p.is_active and p.pk not in coaches and p.email not in named]


def _row(scene: Scene, days: WorkingDays, asked: Asked, person: User, about: str) -> HelpRequest:
    day = _working_days_ago(scene.calendar.today, asked.ago, days)
    when = min(scene.calendar.at(day, time(9, 20)), scene.calendar.now - timedelta(minutes=25))
    latest = {Soon.THIS_WEEK: 7 - scene.calendar.today.isoweekday(), Soon.TWO_WEEKS: 14}.get(
        asked.wish.get("soon", Soon.NO_HURRY)
    )
    return HelpRequest(
        institution=scene.institution,
        person=person,
        topic=scene.topics[asked.topic],
        about=about,
        group=asked.group,
        site=person.home_site,
        sector=person.home_sector,
        created_at=when,
        waits_since=when,
        promised_on=days.after(day, scene.institution.request_promise_days),
        wanted_by=None if latest is None else scene.calendar.today + timedelta(days=latest),
        **asked.wish,
    )


def _working_days_ago(today: date, count: int, days: WorkingDays) -> date:
    """The last working day from which there are so many to today."""
    day = today
    while days.between(day, today) < count or not days.holds(day):
        day -= timedelta(days=1)
    return day


def _answered(scene: Scene, days: WorkingDays) -> None:
    teacher = scene.login("teacher")
    ahead = Session.objects.of(teacher).filter(state=State.BOOKED, starts_at__gt=scene.calendar.now)
    session = ahead.select_related("coach").order_by("starts_at").first()
    if session is None:
        return
    row = _row(scene, days, Asked(6, 2), teacher, session.about)
    row.topic_id, row.state, row.session = session.topic_id, HelpRequest.State.ANSWERED, session
    row.taken_by = scene.login("coordinator")
    row.save()
