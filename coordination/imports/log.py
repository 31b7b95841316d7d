"""Rows of one's own log: what was written down elsewhere until now. Free texts are not among the columns."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from coaches.exceptions import LogRefused
from coaches.log.selectors import kinds_of, topics_to_log
from coaches.log.services import LONGEST, Work, check_moment, write_many
from coaches.models import Channel, WorkLog
from coordination.imports import cells
from coordination.imports.plan import Outcome, Plan, PlannedRow, rows_of
from coordination.models import TableImport
from kit import times
from organisation.models import User
from organisation.people import institution_of
from topics.models import Topic

MOST = 2_000
NOON = time(12)
MOST_PEOPLE = 500
Kind = WorkLog.Kind
WORDS_OF_KINDS = {
    Kind.HELP: ("help", "apu", "kirjattu apu", "hjälp"),
    Kind.PREPARATION: ("preparation", "valmistelu", "förberedelse"),
    Kind.COORDINATION: ("coordination", "koordinointi", "samordning", "koordinering"),
    Kind.MEETING: ("meeting", "team meeting", "tiimi", "tiimipalaveri", "palaveri", "teammöte", "möte"),
    Kind.TRAINING: ("training", "koulutus", "utbildning"),
    Kind.MATERIAL: ("material", "materiaali", "materiaalit"),
}
KINDS = {word: kind for kind, words in WORDS_OF_KINDS.items() for word in words}

Key = tuple[date, time | None, int, str, int | None, str, tuple[int, ...], int | None]


@dataclass(frozen=True)
class Lookup:
    by: User
    topics: dict[str, Topic]
    offered: list[Topic]
    people: dict[str, User]
    known: Counter[Key]
    """Rows that are there already, by what a table says of them."""


def make_plan(table: TableImport) -> Plan:
    rows = list(rows_of(table))
    look = _lookup(table.by, rows)
    for row in rows:
        if row.outcome != Outcome.OUT and (work := _work(row, look)):
            _plan_row(row, work, look)
    named = {person.pk for row in rows if row.act for person in row.act[1].persons}
    return Plan(rows, people=named | {table.by_id})


def _lookup(by: User, rows: Iterable[PlannedRow]) -> Lookup:
    addresses = {address for row in rows for address in _addresses(row.cells.get("persons", ""))}
    people = User.objects.visible_to(by).filter(email__in=addresses).exclude(pk=by.pk)
    topics = topics_to_log(by)
    return Lookup(by, cells.by_name(topics), topics, {p.email: p for p in people}, _known(by))


def _known(by: User) -> Counter[Key]:
    tz, since = institution_of(by).tz, timezone.now() - timedelta(days=800)
    rows = WorkLog.objects.filter(user=by, corrects=None, starts_at__gte=since).prefetch_related("persons")
    found: Counter[Key] = Counter()
    for row in rows:
        here = row.starts_at.astimezone(tz)
        people = tuple(sorted(person.pk for person in row.persons.all()))
        clock = None if row.late_for else here.time()
        day = row.late_for or here.date()
        found[day, clock, row.minutes, row.kind, row.topic_id, row.channel, people, row.head_count] += 1
    return found


def _addresses(cell: str) -> list[str]:
    return [part.strip().lower() for part in re.split(r"[,;\s]+", cell) if part.strip()]


def _work(row: PlannedRow, look: Lookup) -> Work | None:
    row.need({"day": _("Write the day like 24.11.2026."), "minutes": _("Write the length in minutes, such as 45.")})
    day, clock = row.read("day", cells.day), row.read("time", cells.clock) or NOON
    minutes = row.read("minutes", _minutes)
    kind = row.read("kind", lambda cell: _kind(cell, look.by)) or kinds_of(look.by)[0]
    topic = row.read("topic", lambda cell: cells.row_named(cell, look.topics, look.offered))
    channel = row.read("channel", cells.channel) or ""
    people = row.read("persons", lambda cell: _people(cell, look)) or []
    count = row.read("count", _count)
    if kind == Kind.HELP:
        row.need({} if topic or "topic" in row.errors else {"topic": _("Write the topic.")})
    if row.errors or day is None or minutes is None:
        return None
    moment = datetime.combine(day, clock, institution_of(look.by).tz)
    is_help = kind == Kind.HELP
    return Work(
        kind=kind,
        minutes=minutes,
        starts_at=moment,
        topic=topic,
        channel=(channel or Channel.IN_PERSON) if is_help else "",
        persons=people if is_help else [],
        head_count=(count or 1) if is_help and not people else None,
    )


def _plan_row(row: PlannedRow, work: Work, look: Lookup) -> None:
    try:
        check_moment(work.starts_at)
    except LogRefused as refusal:
        row.errors["day"] = refusal.sentence
        return
    tz = institution_of(look.by).tz
    here = work.starts_at.astimezone(tz)
    people = tuple(sorted(person.pk for person in work.persons))
    topic = work.topic.pk if work.topic else None
    rest = (work.minutes, str(work.kind), topic, work.channel, people, work.head_count)
    row.title = f"{times.day_words(work.starts_at)}, {capfirst(str(Kind(work.kind).label))}"
    row.act = (look.by, work)
    for key in ((here.date(), here.time(), *rest), (here.date(), None, *rest)):
        if look.known[key] > 0:
            look.known[key] -= 1  # two equal rows of a table are two pieces of help
            row.outcome, row.note = Outcome.SAME, _("Logged already.")
            return
    row.outcome = Outcome.NEW


def _minutes(cell: str) -> int:
    found = re.fullmatch(r"(\d{1,3})\s*(?:min\.?)?", cell.strip().lower())
    if found and 1 <= int(found[1]) <= LONGEST:
        return int(found[1])
    raise cells.BadCell(_("Write the length in minutes, from 1 to %(most)d.") % {"most": LONGEST})


def _count(cell: str) -> int:
    if re.fullmatch(r"\d{1,3}", cell.strip()) and 1 <= int(cell) <= MOST_PEOPLE:
        return int(cell)
    raise cells.BadCell(_("Write the number of people, from 1 to %(most)d.") % {"most": MOST_PEOPLE})


def _kind(cell: str, by: User) -> str:
    allowed = kinds_of(by)
    named: dict[str, Any] = {str(kind.label).lower(): kind for kind in allowed}
    kind = named.get(cell.strip().lower()) or KINDS.get(cell.strip().lower())
    if kind not in allowed:
        raise cells.BadCell(_("Write one of these: %(words)s.") % {"words": ", ".join(named)})
    return kind


def _people(cell: str, look: Lookup) -> list[User]:
    addresses = _addresses(cell)
    unknown = [address for address in addresses if address not in look.people]
    if unknown:
        raise cells.BadCell(_("No colleague has this address: %(address)s.") % {"address": unknown[0][:80]})
    return list({look.people[address].pk: look.people[address] for address in addresses}.values())


def write(plan: Plan) -> None:
    """Write what is new, by a fixed number of queries for a thousand rows."""
    acts = [row.act for row in plan.of(Outcome.NEW)]
    if acts:
        write_many(user=acts[0][0], works=[work for _by, work in acts])
