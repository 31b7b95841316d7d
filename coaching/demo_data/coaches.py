"""Coaches: what they are good at, when they are open, their teams, their hours and the days they are away."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coaches.models import BusyTime, Channel, Coach, Competence, Mandate, OpeningHours, Team, TimeOff, WeekSet
from coaching.demo_data.names import plain
from coaching.demo_data.people import first_day_of, in_columns
from coaching.demo_data.scene import Scene
from coaching.demo_data.words import ABOUT_COACH, HEADLINES, ROLES, TEAMS, WORKING_GROUPS
from organisation.models import User

MORNINGS = ((time(8), time(11)), (time(8, 30), time(11, 30)), (time(9), time(11)))
AFTERNOONS = ((time(12), time(15)), (time(12, 30), time(15)), (time(13), time(15, 30)), (time(13), time(16)))
EVENING = (time(17), time(19))
CHANNELS = {Channel.IN_PERSON: 45, Channel.ONLINE: 38, Channel.PHONE: 9, Channel.CLASS_VISIT: 5, Channel.CHAT: 3}


def make_coaches(scene: Scene) -> None:
    """Coaches with profile, topics, places, opening hours, teams, mandates, time off and busy hours."""
    rng = scene.chance("coaches")
    users = list(islice(_those_who_coach(scene), scene.size.coaches))
    for number, user in enumerate(users):
        scene.coaches.append(_profile(scene, rng, number, user))
    Coach.objects.bulk_create(scene.coaches)
    _tick(scene, rng)
    _say_what_each_can(scene)
    _open(scene, rng)
    _gather_in_teams(scene)
    _give_hours(scene, rng)
    _take_time_off(scene, rng)
    _fill_calendars(scene, rng)


def _those_who_coach(scene: Scene) -> Iterator[User]:
    named = len(scene.house.accounts)
    yield from (person for person, account in zip(scene.people, scene.house.accounts, strict=False) if account.is_coach)
    yield from (person for person in scene.people[named:] if person.is_active and _is_experienced(scene, person))


def _is_experienced(scene: Scene, person: User) -> bool:
    return first_day_of(person) < scene.calendar.first_day


def _profile(scene: Scene, rng: random.Random, number: int, user: User) -> Coach:
    first_topic = _first_topic(scene, number)
    return Coach(
        institution=scene.institution,
        user=user,
        headline=HEADLINES[user.language][first_topic],
        about=rng.choice(ABOUT_COACH[user.language]) if rng.random() < 0.8 else "",
        languages=_languages(rng, user),
        meeting_link=f"https://meet.{scene.house.domain}/{plain(user.first_name)}.{plain(user.last_name)}",
        phone=f"050 000 0{100 + number}" if rng.random() < 0.6 else "",
        chat=f"Teams: {user.get_full_name()}" if rng.random() < 0.5 else "",
        buffer_before_minutes=5 if rng.random() < 0.1 else None,
        buffer_after_minutes=15 if rng.random() < 0.2 else None,
        weekly_cap=8 if rng.random() < 0.15 else None,
        working_groups=WORKING_GROUPS[user.language] if number % 3 == 0 else "",
    )


def _first_topic(scene: Scene, number: int) -> int:
    """The place of the topic that the coach is best at; that of the first one is `plan.WILMA`."""
    return (number + 2) % (len(scene.topics) - 1)


def _languages(rng: random.Random, user: User) -> list[str]:
    others = {"fi": ("en", 0.3), "sv": ("fi", 0.9), "en": ("fi", 0.5)}
    other, share = others[user.language]
    return [user.language, other] if rng.random() < share else [user.language]


def _tick(scene: Scene, rng: random.Random) -> None:
    """Topics (every one has coaches), sites and sectors of each coach."""
    topics, sites, sectors = [], [], []
    usual = [topic for topic in scene.topics if not topic.is_open]
    for number, coach in enumerate(scene.coaches):
        chosen = {usual[_first_topic(scene, number)], *rng.sample(usual, rng.randint(1, 3))}
        scene.topics_of[coach.pk] = sorted(chosen, key=lambda topic: topic.position)
        topics += [Coach.topics.through(coach=coach, topic=topic) for topic in scene.topics_of[coach.pk]]
        sites += [Coach.sites.through(coach=coach, site=site) for site in _home_and_more(rng, coach, "site", scene)]
        places = _home_and_more(rng, coach, "sector", scene)
        sectors += [Coach.sectors.through(coach=coach, sector=sector) for sector in places]
    Coach.topics.through.objects.bulk_create(topics)
    Coach.sites.through.objects.bulk_create(sites)
    Coach.sectors.through.objects.bulk_create(sectors)


def _say_what_each_can(scene: Scene) -> None:
    """Of the topics that one coaches on, and of one that one is learning; one coach in eight has said nothing yet."""
    rng, rows = scene.chance("competences"), []
    usual = [topic for topic in scene.topics if not topic.is_open]
    for number, coach in enumerate(scene.coaches):
        if number % 8 == 7:
            continue
        coached = scene.topics_of[coach.pk]
        levels = {topic: rng.choice(("helps", "helps", "trains")) for topic in coached}
        if others := [topic for topic in usual if topic not in levels]:
            levels[rng.choice(others)] = "learning"
        house = scene.institution
        rows += [Competence(institution=house, coach=coach, topic=topic, level=how) for topic, how in levels.items()]
    Competence.objects.bulk_create(rows)


def _home_and_more(rng: random.Random, coach: Coach, kind: str, scene: Scene) -> list:
    home, every = getattr(coach.user, f"home_{kind}"), getattr(scene, f"{kind}s")
    other = rng.choice(every)
    return [home] if rng.random() < 0.6 or other == home else [home, other]


def _open(scene: Scene, rng: random.Random) -> None:
    spans: dict[int, list[OpeningHours]] = defaultdict(list)
    for number, coach in enumerate(scene.coaches):
        # The demo's own coach is open every day, so that the desk shows something whatever the day is.
        days = [1, 2, 3, 4, 5] if number == 0 else sorted(rng.sample(range(1, 6), rng.randint(3, 4)))
        for day in days:
            spans[coach.pk] += _spans_of_a_day(scene, rng, coach, day)
    scene.spans = dict(spans)
    OpeningHours.objects.bulk_create([span for of_coach in spans.values() for span in of_coach])


def _spans_of_a_day(scene: Scene, rng: random.Random, coach: Coach, weekday: int) -> list[OpeningHours]:
    which = rng.random()
    morning = [rng.choice(MORNINGS)] if which < 0.7 else []
    afternoon = [rng.choice(AFTERNOONS)] if which > 0.35 else []
    evening = [EVENING] if rng.random() < 0.04 else []
    spans = []
    for starts, ends in morning + afternoon + evening:
        spans += _span(scene, rng, coach, weekday, starts, ends)
    return spans


def _span(scene: Scene, rng: random.Random, coach: Coach, weekday: int, starts: time, ends: time) -> list[OpeningHours]:
    """One span; sometimes two that take turns by the week, or one that ended when this academic year began."""
    long_ago, this_year = scene.calendar.first_day - timedelta(days=30), date(scene.calendar.academic_year, 8, 1)
    fields = {"institution": scene.institution, "coach": coach, "weekday": weekday, "starts": starts, "ends": ends}
    kind = rng.random()
    if kind < 0.12:
        rows = [{"weeks": WeekSet.EVEN, "valid_from": long_ago}, {"weeks": WeekSet.ODD, "valid_from": long_ago}]
    elif kind < 0.24 and this_year > long_ago:
        rows = [{"valid_from": long_ago, "valid_until": this_year - timedelta(days=1)}, {"valid_from": this_year}]
    else:
        rows = [{"valid_from": long_ago}]
    return [OpeningHours(**fields, **row, **_way(rng, coach)) for row in rows]


def _way(rng: random.Random, coach: Coach) -> dict:
    (channel,) = rng.choices(list(CHANNELS), weights=list(CHANNELS.values()))
    if channel != Channel.IN_PERSON:
        return {"channel": channel}
    return {"channel": channel, "site": coach.user.home_site, "room": f"{rng.choice('ABC')}{rng.randrange(101, 230)}"}


def _gather_in_teams(scene: Scene) -> None:
    """Teams of neighbours in the list; the second coach of the demo, `leadcoach@`, leads that of the first."""
    count = max(1, min(len(TEAMS), len(scene.coaches) // 6))
    for number in range(count):
        members = scene.coaches[number::count] + ([scene.coaches[1]] if number == 0 and count > 1 else [])
        team = Team.objects.create(institution=scene.institution, **in_columns("name", TEAMS[number]))
        team.members.set(members)
        team.leads.set(scene.coaches[1:2] if number == 0 else members[-1:])


def _give_hours(scene: Scene, rng: random.Random) -> None:
    """Mandates of this academic year and the last, in quarter hours; most are confirmed."""
    manager, year = scene.login("manager"), scene.calendar.academic_year
    leads = set(Team.leads.through.objects.filter(team__institution=scene.institution).values_list("coach", flat=True))
    leading = {coach.user_id for coach in scene.coaches if coach.pk in leads}
    mandates = []
    for user in [*(coach.user for coach in scene.coaches), scene.login("coordinator")]:
        hours = rng.choice((60, 80, 100, 120, 120, 150))
        role = Mandate.Role.LEAD_COACH if user.pk in leading else Mandate.Role.COACH
        role = role if hasattr(user, "coach") else Mandate.Role.COORDINATOR
        mandates += [_mandate(scene, user, role, autumn, hours, manager) for autumn in (year - 1, year)]
    for mandate in rng.sample(mandates, len(mandates) // 10):
        mandate.confirmed_by = mandate.confirmed_at = None
    Mandate.objects.bulk_create(mandates)


def _mandate(scene: Scene, user: User, role: str, autumn: int, hours: int, manager: User) -> Mandate:
    return Mandate(
        institution=scene.institution,
        user=user,
        academic_year=autumn,
        role=role,
        description=ROLES[user.language][role],
        quarter_hours=hours * 4,
        starts_on=date(autumn, 8, 1),
        ends_on=date(autumn + 1, 7, 31),
        confirmed_by=manager,
        confirmed_at=scene.calendar.at(date(autumn, 6, 10), time(12)),
    )


def _take_time_off(scene: Scene, rng: random.Random) -> None:
    """Days and hours away, past and coming. The first coach is away on the Friday of next week."""
    calendar = scene.calendar
    away = [(scene.coaches[0], calendar.monday + timedelta(days=11), 1)]
    for coach in scene.coaches[1:]:
        past = calendar.today - timedelta(days=rng.randrange(20, 300))
        away.append((coach, past, rng.choice((1, 2, 5))))
        if rng.random() < 0.3:
            away.append((coach, calendar.today + timedelta(days=rng.randrange(1, 24)), rng.choice((1, 1, 2, 5))))
    rows = [_days_off(scene, coach, first, days) for coach, first, days in away]
    if len(scene.coaches) > 2:
        hours = (calendar.at(calendar.monday + timedelta(days=9), wall) for wall in (time(12), time(16)))
        rows.append(TimeOff(institution=scene.institution, coach=scene.coaches[2], during=DateTimeTZRange(*hours)))
    TimeOff.objects.bulk_create(rows)


def _fill_calendars(scene: Scene, rng: random.Random) -> None:
    """What the coaches' own calendars say of this week and the next: an hour here and there."""
    first = scene.calendar.monday
    rows = []
    for coach in scene.coaches:
        for day in rng.sample((0, 1, 2, 3, 4, 7, 8, 9, 10, 11), 3):
            starts_at = scene.calendar.at(first + timedelta(days=day), time(rng.randrange(8, 15)))
            during = DateTimeTZRange(starts_at, starts_at + timedelta(hours=1))
            rows.append(BusyTime(institution=scene.institution, coach=coach, during=during))
    BusyTime.objects.bulk_create(rows)


def _days_off(scene: Scene, coach: Coach, first: date, days: int) -> TimeOff:
    bounds = (scene.calendar.at(day, time(0)) for day in (first, first + timedelta(days=days)))
    return TimeOff(institution=scene.institution, coach=coach, during=DateTimeTZRange(*bounds))
