"""Reads of the log: one's own weeks, what one wrote last, colleagues to name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from coaches.models import Coach, Objection, Team, WorkLog
from coaches.selectors import is_frozen
from kit.sorting import SortKey
from kit.zones import midnight
from organisation.models import Role, User
from organisation.people import institution_of
from topics.models import Topic

Kind = WorkLog.Kind
OF_COACHES = (Kind.HELP, Kind.PREPARATION, Kind.COORDINATION, Kind.MEETING, Kind.TRAINING, Kind.MATERIAL)
OF_COORDINATORS = (Kind.COORDINATION, Kind.PREPARATION, Kind.MEETING, Kind.TRAINING, Kind.MATERIAL)
LOOKED_AT = 40
"""So many of the latest rows tell what is offered again."""
REPEATS = 4
RECENT_PEOPLE = 6
FOUND = 8
LATELY = timedelta(days=60)


def logs_work(user: User) -> bool:
    """Whoever coaches; coordinators, the hours of their own task."""
    return user.institution_id is not None and (hasattr(user, "coach") or user.holds(Role.Kind.COORDINATOR))


def kinds_of(user: User) -> tuple[Kind, ...]:
    """What `user` may log: helping is for those who coach."""
    return OF_COACHES if hasattr(user, "coach") else OF_COORDINATORS


def own_rows(user: User) -> QuerySet[WorkLog]:
    """The rows that `user` wrote: not those of sessions, not what was brought along, no corrections."""
    return WorkLog.objects.filter(user=user, corrects=None).exclude(kind__in=(Kind.SESSION, Kind.OPENING))


def latest_rows(user: User) -> list[WorkLog]:
    """What was written last, for everything that is offered again: two queries."""
    rows = own_rows(user).select_related("topic").prefetch_related("persons")
    return list(rows.order_by("-pk")[:LOOKED_AT])


def repeats(rows: Iterable[WorkLog], kind: str) -> list[WorkLog]:
    """The last few of `kind` that differ in what a repeat writes; nobody who has left is named again."""
    found: dict[tuple, WorkLog] = {}
    for row in rows:
        people = tuple(sorted(person.pk for person in row.persons.all()))
        gone = any(not person.is_active for person in row.persons.all()) or (row.topic and row.topic.is_retired)
        key = (row.topic_id, row.channel, people, row.head_count)
        if row.kind == kind and not gone:
            found.setdefault(key, row)
    return list(found.values())[:REPEATS]


def recent_people(rows: Iterable[WorkLog]) -> list[User]:
    """Those named last."""
    found = {person.pk: person for row in rows for person in row.persons.all() if person.is_active}
    return list(found.values())[:RECENT_PEOPLE]


def colleagues_found(user: User, typed: str) -> list[User]:
    """Colleagues with every word of `typed` in the name or the address, by last name; the first few."""
    words = typed.split()
    people = User.objects.visible_to(user).exclude(pk=user.pk)
    for word in words:
        people = people.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return list(people.order_by(SortKey("last_name"), SortKey("first_name"), "pk")[:FOUND]) if words else []


def colleagues_chosen(user: User, keys: Iterable[str]) -> list[User]:
    """The active colleagues with these keys; what is no key is left out."""
    ids = {int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19}
    return list(User.objects.visible_to(user).filter(pk__in=ids).exclude(pk=user.pk)) if ids else []


def topics_to_log(user: User) -> list[Topic]:
    """The topics on offer, one's own first."""
    own = Coach.topics.through.objects.filter(coach__user=user, topic=OuterRef("pk"))
    topics = Topic.objects.visible_to(user).offered().annotate(is_own=Exists(own))
    return sorted(topics, key=lambda topic: not topic.is_own)


def teams_to_log(user: User) -> list[Team]:
    """Teams of the house that have anybody in them."""
    teams = Team.objects.filter(institution=user.institution_id, members__isnull=False)
    return list(teams.distinct().order_by("name_fi"))


def members_of(team: Team, user: User) -> list[User]:
    """The active members, without `user`."""
    return list(User.objects.filter(coach__teams=team, is_active=True).exclude(pk=user.pk))


def mended_by(row: WorkLog) -> int | None:
    """The row that one opens to mend `row`; a session is marked anew where it was marked, until its month is closed."""
    if row.corrects_id:
        return row.corrects_id
    is_open = not is_frozen(row.starts_at, row.institution.tz)
    return None if row.kind == Kind.OPENING or (row.kind == Kind.SESSION and is_open) else row.pk


@dataclass(frozen=True)
class Week:
    """One's own rows of a week, latest first, and the minutes of it."""

    monday: date
    rows: Sequence[WorkLog]

    @property
    def minutes(self) -> int:
        return sum(row.minutes + row.preparation_minutes for row in self.rows)

    @property
    def entries(self) -> list[tuple[WorkLog, int | None]]:
        """Each with the key of the row that is mended by it: a correction's is the corrected one."""
        return [(row, mended_by(row)) for row in self.rows]

    @property
    def earlier(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def later(self) -> date:
        return self.monday + timedelta(days=7)


def week_of_work(user: User, monday: date) -> Week:
    """The local week that begins on `monday`, sessions and corrections too: three queries."""
    house = institution_of(user)
    begins, ends = midnight(monday, house.tz), midnight(monday + timedelta(days=7), house.tz)
    rows = WorkLog.objects.filter(user=user, starts_at__gte=begins, starts_at__lt=ends).for_list()
    found = list(rows.order_by("-starts_at", "-pk"))
    for row in found:
        row.institution = house
    return Week(monday, found)


def objections_to(user: User) -> list[Objection]:
    """What those named on one's own rows have said against them lately, latest first: one query."""
    since = timezone.now() - LATELY
    said = Objection.objects.filter(work_log__user=user, written_at__gte=since)
    return list(said.select_related("person", "work_log__topic").order_by("-written_at", "-pk")[:FOUND])


def rows_about(user: User) -> QuerySet[WorkLog]:
    """Rows that name `user`, latest first, each with `said`: the reader's own objection, if any."""
    own = Objection.objects.filter(person=user)
    rows = WorkLog.objects.about(user).filter(institution=user.institution_id)
    return (
        rows.select_related("topic", "user", "institution")
        .prefetch_related(Prefetch("objections", own, to_attr="said"))
        .order_by("-starts_at", "-pk")
    )
