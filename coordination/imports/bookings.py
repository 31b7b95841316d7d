"""Going live: sessions that were agreed on before, booked by the same rules and the same service as all others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from coaches.models import Coach
from coordination import reach
from coordination.imports import cells
from coordination.imports.columns import LABELS
from coordination.imports.plan import Change, Outcome, Plan, PlanChanged, PlannedRow, rows_of
from coordination.models import TableImport
from kit import times
from organisation.models import Institution, User
from organisation.people import institution_of
from organisation.terms import say
from sessions.exceptions import BookingRefused
from sessions.models import Participation, Session, State
from sessions.rules import Wish, check_booking_rules
from sessions.services import book_session
from topics.models import Topic

MOST = 500
"""Rows in one table: each is asked by every rule, each time it is looked at."""


@dataclass(frozen=True)
class Booking:
    wish: Wish
    channel: str

    @property
    def length(self) -> timedelta:
        return self.wish.ends_at - self.wish.starts_at


@dataclass(frozen=True)
class Lookup:
    by: User
    house: Institution
    people: dict[str, User]
    coaches: dict[str, Coach]
    topics: list[Topic]
    booked: set[tuple[int, int, datetime, datetime, int]]
    """Coach, person, start, end and topic of what is booked already."""


def make_plan(table: TableImport) -> Plan:
    rows = list(rows_of(table))
    look = _lookup(table, rows)
    taken: list[tuple[Wish, int]] = []
    for row in rows:
        if row.outcome != Outcome.OUT and (booking := _booking(row, look)):
            _plan_row(row, booking, look, taken)
    wishes = [row.act.wish for row in rows if row.act]
    return Plan(rows, people={pk for wish in wishes for pk in (wish.coach.user_id, wish.people[0].pk)})


def _lookup(table: TableImport, rows: Iterable[PlannedRow]) -> Lookup:
    house = institution_of(table.by)
    addresses = {row.cells.get(name, "").strip().lower() for row in rows for name in ("person", "coach")}
    people = User.objects.visible_to(table.by).filter(email__in=addresses).select_related("institution")
    coaches = Coach.objects.visible_to(table.by).filter(user__in=people).select_related("user", "institution")
    helped = Participation.objects.staying().filter(role=Participation.Role.HELPED)
    sessions = Session.objects.filter(coach__in=coaches, state=State.BOOKED).prefetch_related(
        Prefetch("participations", helped)
    )
    booked = {
        (session.coach_id, row.person_id, session.starts_at, session.ends_at, session.topic_id)
        for session in sessions.filter(ends_at__gt=timezone.now())
        for row in session.participations.all()
    }
    return Lookup(
        table.by,
        house,
        {person.email: person for person in people},
        {coach.user.email: coach for coach in coaches},
        list(Topic.objects.visible_to(table.by).offered()),
        booked,
    )


def _booking(row: PlannedRow, look: Lookup) -> Booking | None:
    """What a row asks for, or None with what is wrong with its cells."""
    row.need(
        {
            "day": _("Write the day like 24.11.2026."),
            "time": _("Write the time like 9.30."),
            "coach": _("Write the e-mail address."),
            "person": _("Write the e-mail address."),
            "topic": _("Write the topic."),
        }
    )
    day, clock = row.read("day", cells.day), row.read("time", cells.clock)
    minutes = row.read("minutes", cells.minutes) or look.house.length_minutes
    known = cells.by_name(look.topics)
    topic = row.read("topic", lambda cell: cells.row_named(cell, known, look.topics))
    channel = row.read("channel", cells.channel) or ""
    coach = row.read("coach", lambda cell: look.coaches.get(cells.address(cell)))
    person = row.read("person", lambda cell: look.people.get(cells.address(cell)))
    if not coach:
        row.errors.setdefault("coach", say(_("There is no {coach} with this address.")))
    if not person or not reach.reaches(look.by, person):
        row.errors.setdefault("person", _("There is nobody with this address in your area."))
    if row.errors:
        return None
    starts_at = datetime.combine(day, clock, tzinfo=look.house.tz)
    row.title = f"{coach}, {person.get_full_name()}"
    wish = Wish(
        coach=coach,
        people=(person,),
        topic=topic,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        by=look.by,
        pass_rules=True,
    )
    return Booking(wish, channel)


def _plan_row(row: PlannedRow, booking: Booking, look: Lookup, taken: list[tuple[Wish, int]]) -> None:
    wish = booking.wish
    row.changes = [Change(LABELS["day"], "–", times.time_range(wish.starts_at, wish.ends_at))]
    key = (wish.coach.pk, wish.people[0].pk, wish.starts_at, wish.ends_at, wish.topic.pk)
    if key in look.booked:
        row.outcome, row.changes = Outcome.SAME, []
        return
    if clash := next((number for other, number in taken if _meet(wish, other)), None):
        row.errors["time"] = _("Row %(n)d has one of the two at the same time.") % {"n": clash}
        return
    try:
        check_booking_rules(wish)
    except BookingRefused as refusal:
        row.errors["time"] = refusal.sentence
        return
    taken.append((wish, row.number))
    row.outcome, row.act = Outcome.NEW, booking


def _meet(one: Wish, other: Wish) -> bool:
    """Whether two wishes share somebody and a time."""
    people = ({wish.coach.user_id, *(person.pk for person in wish.people)} for wish in (one, other))
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at and bool(set.intersection(*people))


def write(plan: Plan) -> None:
    """Book them all, each by the service. Raises PlanChanged when one is refused by now."""
    try:
        for row in plan.of(Outcome.NEW):
            _book(row.act)
    except BookingRefused as refusal:
        raise PlanChanged from refusal


def _book(booking: Booking) -> None:
    wish = booking.wish
    session = book_session(
        coach=wish.coach,
        topic=wish.topic,
        person=wish.people[0],
        starts_at=wish.starts_at,
        length=booking.length,
        by=wish.by,
        pass_rules=True,
    )
    if booking.channel and session.channel != booking.channel:
        link = wish.coach.meeting_link if booking.channel == "online" else ""
        Session.objects.filter(pk=session.pk).update(channel=booking.channel, link=link)
