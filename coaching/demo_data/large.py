"""Academic years of sessions in bulk: a plan as one table of the database, then every row from it.

Nobody is in two places by construction: a coach has one session in a span of opening hours, and a colleague one in a
part of a day (no span reaches from the morning into the afternoon, or from there into the evening). For chance the
database takes hashes of who, when and the seed, so the same seed gives the same sessions.

It keeps to what is counted and searched: sessions, who takes part, the ledger. No texts, history or reminders.
"""

from datetime import date
from typing import Any

from django.db import connection

from coaches.models import BusyTime, Coach, OpeningHours, TimeOff, WorkLog
from coaching.demo_data.bulk import analyze, bare_tables, insert_select, next_keys
from coaching.demo_data.people import in_columns
from coaching.demo_data.scene import Scene
from coaching.demo_data.years import PLAN
from organisation.models import User
from sessions.models import Participation, Session
from topics.models import Topic

SHARED_TOPICS = (
    (50, ("Tekoäly opetuksessa", "AI i undervisningen", "AI in teaching")),
    (500, ("Verkko-opetus", "Nätundervisning", "Online teaching")),
    (None, ("Opetuksen arki", "Undervisningens vardag", "Everyday teaching")),
)
"""Topics by how many coaches have them; None: all of them."""
HELP_PER_SESSIONS = 5
"""One piece of help was logged beside so many sessions."""
_PLANNED_FROM = (User, Coach, Coach.topics.through, OpeningHours, TimeOff, BusyTime)
_WRITTEN = (Session, Participation, WorkLog, WorkLog.persons.through)


def make_years_of_sessions(scene: Scene) -> None:
    """Sessions of all academic years of the scene's calendar, as many as its size says, with what belongs to each."""
    share_topics(scene)
    analyze(*_PLANNED_FROM)
    with bare_tables(*_WRITTEN):
        values = _values(scene)
        with connection.cursor() as cursor:
            cursor.execute(PLAN, values)
            planned = cursor.rowcount
        values |= {"session": next_keys(Session, planned), "log": next_keys(WorkLog, 2 * planned)}
        values |= {"help": values["log"] + planned, "every": HELP_PER_SESSIONS}
        for model, columns, source in ROWS:
            insert_select(model, columns, source, values)
    with connection.cursor() as cursor:
        cursor.execute(_LAST_BOOKED)
        cursor.execute("DROP TABLE plan")
    analyze(*_WRITTEN, Coach)


def share_topics(scene: Scene) -> None:
    """Topics that 50, 500 and all coaches have."""
    rng, has = scene.chance("shared topics"), Coach.topics.through
    for position, (count, name) in enumerate(SHARED_TOPICS, len(scene.topics) + 1):
        names = in_columns("name", name)
        topic = Topic.objects.create(institution=scene.institution, position=position, **names)
        coaches = scene.coaches if count is None else rng.sample(scene.coaches, min(count, len(scene.coaches)))
        has.objects.bulk_create([has(coach=coach, topic=topic) for coach in coaches], batch_size=1000)


def _values(scene: Scene) -> dict[str, Any]:
    rules = scene.institution
    return {
        "institution": rules.pk,
        "zone": rules.zone,
        "seed": scene.seed,
        "now": scene.calendar.now,
        "sessions": scene.size.sessions,
        "days": list(scene.calendar.school_days()),
        "origin": date(2000, 1, 1),
        "people": _those_who_ask(scene),
        "before": rules.buffer_before_minutes,
        "after": rules.buffer_after_minutes,
        "notice": rules.minimum_notice_minutes,
        "coordinator": scene.login("coordinator").pk,
    }


def _those_who_ask(scene: Scene) -> list[int]:
    """The keys of colleagues by the day they started; the newest teacher of the demo has met nobody."""
    people = User.objects.filter(institution=scene.institution, is_active=True, coach=None)
    newest = people.filter(email__startswith="newteacher@")
    return list(people.exclude(pk__in=newest).order_by("started_on", "pk").values_list("pk", flat=True))


_SESSION_OF_PLAN = {
    "id": "%(session)s + n",
    "institution_id": "%(institution)s",
    "uid": "md5('session/' || %(seed)s::text || '/' || n)::uuid",
    "coach_id": "coach_id",
    "topic_id": "topic_id",
    "state": "state",
    "awaits": "CASE WHEN state <> 'proposed' THEN '' WHEN n %% 2 = 0 THEN 'coach' ELSE 'teacher' END",
    "expires_at": "CASE WHEN state IN ('proposed', 'lapsed') THEN least(asked_at + interval '3 days',"
    " starts_at - make_interval(mins => %(notice)s)) END",
    "starts_at": "starts_at",
    "ends_at": "ends_at",
    "buffer_before_minutes": "before",
    "buffer_after_minutes": "after",
    "channel": "channel",
    "meeting_site_id": "meeting_site_id",
    "room": "room",
    "link": "link",
    "site_id": "site_id",
    "sector_id": "sector_id",
    "booked_by_id": "CASE WHEN state = 'proposed' THEN %(coordinator)s WHEN n %% 6 = 0 THEN user_id ELSE person_id END",
    "work_log_id": "CASE WHEN state = 'held' THEN %(log)s + n END",
    "created_at": "asked_at",
}
_PARTICIPATION_OF_PLAN = {
    "institution_id": "%(institution)s",
    "session_id": "%(session)s + n",
    "person_id": "CASE part.role WHEN 'coach' THEN user_id ELSE person_id END",
    "role": "part.role",
    "during": "tstzrange(starts_at, ends_at)",
    "active": "state IN ('proposed', 'booked', 'held')",
    "attendance": "CASE WHEN part.role = 'helped' AND state = 'held' THEN 'came' ELSE '' END",
}
_LOG_OF_SESSION = {
    "id": "%(log)s + n",
    "institution_id": "%(institution)s",
    "user_id": "user_id",
    "kind": "'session'",
    "topic_id": "topic_id",
    "channel": "channel",
    "starts_at": "starts_at",
    "minutes": "extract(epoch FROM ends_at - starts_at) / 60",
    "site_id": "site_id",
    "sector_id": "sector_id",
}
# Help in passing: the same two people, on some day before they met for a session.
_LOG_OF_HELP = _LOG_OF_SESSION | {
    "id": "%(help)s + n",
    "kind": "'help'",
    "channel": "(ARRAY['in_person', 'in_person', 'chat', 'phone', 'online'])[1 + n / %(every)s %% 5]",
    "starts_at": "asked_at",
    "minutes": "(ARRAY[5, 5, 10, 15, 15, 30, 45])[1 + n / %(every)s %% 7]",
}
_HELP = f"plan WHERE n %% {HELP_PER_SESSIONS} = 0"
_HELD = "plan WHERE state = 'held'"
_BOTH = "plan CROSS JOIN (VALUES ('coach'), ('helped')) part(role)"
_PERSON = {"user_id": "person_id"}
ROWS: tuple = (
    (WorkLog, _LOG_OF_SESSION, f"{_HELD} ORDER BY n"),
    (WorkLog, _LOG_OF_HELP, f"{_HELP} ORDER BY n"),
    (WorkLog.persons.through, {"worklog_id": "%(log)s + n", **_PERSON}, _HELD),
    (WorkLog.persons.through, {"worklog_id": "%(help)s + n", **_PERSON}, _HELP),
    (Session, _SESSION_OF_PLAN, "plan ORDER BY n"),
    (Participation, _PARTICIPATION_OF_PLAN, f"{_BOTH} ORDER BY n"),
)
_LAST_BOOKED = """
    UPDATE coaches_coach c SET last_booked_at = latest.at
    FROM (SELECT coach_id, max(asked_at) AS at FROM plan GROUP BY coach_id) latest WHERE latest.coach_id = c.id
"""
