"""What a booking must fulfil, asked one by one under the lock, each with its sentence.

The same rules shape the statement in `free_times`: a time is offered there exactly when nothing here refuses it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coaches.models import Coach
from organisation.models import Institution, User
from organisation.scope import Placed
from organisation.terms import say
from sessions.exceptions import BookingRefused, Reason, TimeTaken
from sessions.free_times import Place, Span
from sessions.policies import can_book, can_bring, can_hold_group, can_pass_rules
from sessions.surroundings import Surroundings
from topics.models import Topic

PASSABLE = frozenset(
    {Reason.STEP, Reason.NOTICE, Reason.HORIZON, Reason.PAUSED, Reason.OPENING_HOURS, Reason.CLOSED}
    | {Reason.DAILY_CAP, Reason.WEEKLY_CAP}
)
"""What a coach (own) or coordinator (in scope) may pass; nobody passes time off or another session."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A session as it is wished for: instants are UTC, `but` is the session being moved or handed over.

    `people` starts with the one for whom it is; the others are brought along.
    """

    coach: Coach
    people: tuple[User, ...]
    topic: Topic
    starts_at: datetime
    ends_at: datetime
    by: User
    but: int | None = None
    takes_over: bool = False
    """Whether `coach` takes over the session `but` from another: its time is agreed on, so no notice holds."""
    group: Placed | None = None
    """The site and sector of a group, by which the right to hold it is tested: it may be for nobody yet."""
    pass_rules: bool = False
    without_buffers: bool = False
    now: datetime = field(default_factory=timezone.now)
    around: Surroundings | None = None
    """What was read already, for a wish that is one of many."""

    @cached_property
    def surroundings(self) -> Surroundings:
        but = () if self.but is None else (self.but,)
        return self.around or Surroundings(self.coach, self.people, self.starts_at, self.ends_at, but)

    @property
    def during(self) -> Span:
        return self.starts_at, self.ends_at

    @property
    def busy(self) -> Span:
        """The session with its pauses, as the exclusion constraint sees it."""
        before, after = (timedelta(minutes=minutes) for minutes in self.buffers)
        return self.starts_at - before, self.ends_at + after

    @property
    def institution(self) -> Institution:
        return self.coach.institution

    @property
    def tz(self) -> ZoneInfo:
        return self.institution.tz

    @property
    def asked_for(self) -> tuple[User, ...]:
        """Those by whom the booker's right is tested: whom it is for; once booked, any of its people."""
        return self.people if self.but else self.people[:1]

    @property
    def may_pass(self) -> bool:
        """Whether the booker may pass the rules in PASSABLE, and leave the pauses out."""
        if self.group:
            return can_hold_group(self.by, self.coach, self.group)
        return any(can_pass_rules(self.by, self.coach, person) for person in self.asked_for)

    @property
    def buffers(self) -> tuple[int, int]:
        """Minutes kept free before and after."""
        if self.without_buffers:
            return 0, 0
        own = self.coach.buffer_before_minutes, self.coach.buffer_after_minutes
        common = self.institution.buffer_before_minutes, self.institution.buffer_after_minutes
        return tuple(common[n] if own[n] is None else own[n] for n in (0, 1))  # type: ignore[return-value]  # two


@dataclass(frozen=True)
class Allowed:
    """What came of the check: where the coach is open then, and whether a rule was passed by right."""

    place: Place | None
    passes_rules: bool


def check_booking_rules(wish: Wish) -> Allowed:
    """Raises BookingRefused (TimeTaken where another session stands) with the first rule against `wish`.

    A rule that the booker may pass, and asked to pass, is counted and not raised.
    """
    passing = wish.pass_rules and wish.may_pass
    place = wish.surroundings.place_at(*wish.during)
    passed = False
    for refusal in _refusals(wish, place):
        if not (passing and refusal.reason in PASSABLE):
            raise refusal
        passed = True
    return Allowed(place, passed)


def rules_to_pass(wish: Wish) -> list[BookingRefused]:
    """What stands against `wish` and may be passed by its booker, if nothing else does; else an empty list."""
    if not wish.may_pass:
        return []
    against = list(_refusals(wish, wish.surroundings.place_at(*wish.during)))
    return against if all(refusal.reason in PASSABLE for refusal in against) else []


def check_one_by_one(wishes: Iterable[Wish]) -> Iterator[tuple[Wish, Allowed | BookingRefused]]:
    """What the rules say to each of `wishes`, which are of one coach, in their order.

    Those that are allowed stand in the way of those that follow. What is around is read once for all.
    """
    wishes = list(wishes)
    if not wishes:
        return
    first, last = min(wish.starts_at for wish in wishes), max(wish.ends_at for wish in wishes)
    but = {wish.but for wish in wishes if wish.but is not None}
    people = {person for wish in wishes for person in wish.people}
    around = Surroundings(wishes[0].coach, people, first, last, but)
    for each in wishes:
        wish = replace(each, around=around)
        try:
            found: Allowed | BookingRefused = check_booking_rules(wish)
        except BookingRefused as refusal:
            found = refusal
        else:
            around.take(wish.during, wish.busy)
        yield wish, found


def _refusals(wish: Wish, place: Place | None) -> Iterator[BookingRefused]:
    for rule in RULES:
        if refusal := rule(wish):
            yield refusal
    if place is None:
        yield BookingRefused(Reason.OPENING_HOURS, say(_("The {coach} does not take bookings at that time.")))
    elif wish.surroundings.is_closed(wish.starts_at.astimezone(wish.tz).date(), place.site_id):
        yield BookingRefused(Reason.CLOSED, _("Nothing takes place on that day."))
    yield from _clashes(wish)
    yield from _caps(wish)


def _who(wish: Wish) -> BookingRefused | None:
    if not _may_book(wish):
        return BookingRefused(Reason.NOT_YOURS, _("You cannot book this for someone else."))
    if wish.without_buffers and not wish.may_pass:
        return BookingRefused(Reason.NOT_YOURS, say(_("Only the {coach} and the coordinator may leave the pause out.")))
    if any(person.pk == wish.coach.user_id for person in wish.people):
        return BookingRefused(Reason.YOURSELF, _("You cannot book a session with yourself."))
    if not all(can_bring(wish.coach.user, person) for person in wish.people):
        return BookingRefused(Reason.NOT_YOURS, _("This person no longer uses the service."))
    return None


def _may_book(wish: Wish) -> bool:
    if wish.group:
        return can_hold_group(wish.by, wish.coach, wish.group)
    return any(can_book(wish.by, wish.coach, person) for person in wish.asked_for)


def _coach(wish: Wish) -> BookingRefused | None:
    coach, topic = wish.coach, wish.topic
    if not (coach.is_active and coach.user.is_active):
        return BookingRefused(Reason.COACH_CLOSED, say(_("This {coach} does not take bookings now.")))
    if topic.institution_id != coach.institution_id or not _fits(wish):
        return BookingRefused(Reason.TOPIC, say(_("This {coach} does not have that topic.")))
    return None


def _fits(wish: Wish) -> bool:
    """Whether the coach is asked about a topic of theirs. What was booked once stays with its coach."""
    if wish.but and not wish.takes_over:
        return True
    retired = wish.topic.is_retired and not wish.but
    return not retired and (wish.topic.is_open or wish.topic.pk in wish.surroundings.topics)


def _length(wish: Wish) -> BookingRefused | None:
    if timedelta(minutes=5) <= wish.ends_at - wish.starts_at <= timedelta(hours=8):
        return None
    return BookingRefused(Reason.LENGTH, _("A session lasts from 5 minutes to 8 hours."))


def _step(wish: Wish) -> BookingRefused | None:
    local, step = wish.starts_at.astimezone(wish.tz), wish.institution.step_minutes
    if (local.minute * 60 + local.second) % (step * 60) == 0 and local.microsecond == 0:
        return None
    return BookingRefused(
        Reason.STEP,
        _("Sessions start every %(step)d minutes on the clock, such as on the hour.") % {"step": step},
    )


def _notice(wish: Wish) -> BookingRefused | None:
    notice = timedelta(minutes=wish.institution.minimum_notice_minutes)
    if wish.starts_at < wish.now:
        return BookingRefused(Reason.PAST, _("That time has passed."))
    if wish.starts_at < wish.now + notice and not wish.takes_over:
        hours = -(-int(notice.total_seconds()) // 3600)
        sentence = ngettext(
            "A session is booked at least %(hours)d hour ahead.",
            "A session is booked at least %(hours)d hours ahead.",
            hours,
        )
        return BookingRefused(Reason.NOTICE, sentence % {"hours": hours})
    return None


def _horizon(wish: Wish) -> BookingRefused | None:
    day, today = wish.starts_at.astimezone(wish.tz).date(), wish.now.astimezone(wish.tz).date()
    days = wish.institution.horizon_days
    if day > today + timedelta(days=days):
        sentence = _("A session is booked at most %(days)d days ahead.") % {"days": days}
        return BookingRefused(Reason.HORIZON, sentence)
    if wish.coach.paused_until and day < wish.coach.paused_until:
        return BookingRefused(Reason.PAUSED, say(_("This {coach} is taking a break from bookings then.")))
    return None


RULES: Iterable[Callable[[Wish], BookingRefused | None]] = (_who, _coach, _length, _notice, _horizon, _step)


def _clashes(wish: Wish) -> Iterator[BookingRefused]:
    around = wish.surroundings
    if around.is_away(wish.during):
        yield BookingRefused(Reason.TIME_OFF, say(_("The {coach} is away then.")))
    if around.is_engaged(wish.during):
        yield BookingRefused(Reason.BUSY_TIME, say(_("The {coach} has another engagement then.")))
    if around.coaches_then(wish.busy) or around.is_elsewhere(wish.coach.user, wish.during):
        yield coach_taken()
    for person in wish.people:
        if around.is_elsewhere(person, wish.during):
            yield person_taken(person if person != wish.by and len(wish.people) > 1 else None)


def coach_taken() -> TimeTaken:
    """The refusal that a coach's other session causes."""
    return TimeTaken(Reason.COACH_BUSY, _("This time is no longer free. Nothing was booked."))


def person_taken(person: User | None = None) -> TimeTaken:
    """The refusal that another session of someone helped causes; of `person` nothing but the name is told."""
    if person:
        sentence = _("%(name)s is not free at that time. Nothing was booked.") % {"name": person.get_full_name()}
        return TimeTaken(Reason.PERSON_BUSY, sentence)
    return TimeTaken(Reason.PERSON_BUSY, _("There is another session at that time already. Nothing was booked."))


def _caps(wish: Wish) -> Iterator[BookingRefused]:
    """Sessions that hold a time count, per local day and per ISO week."""
    local = wish.starts_at.astimezone(wish.tz)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = day - timedelta(days=day.weekday())
    around = wish.surroundings
    daily = _first(wish.coach.daily_cap, wish.institution.daily_cap)
    weekly = _first(wish.coach.weekly_cap, wish.institution.weekly_cap)
    # Adding days to a local time keeps the wall clock across its changes.
    if around.sessions_between(day, day + timedelta(days=1)) >= daily:
        yield BookingRefused(Reason.DAILY_CAP, say(_("The {coach} has no room for more sessions on that day.")))
    if around.sessions_between(monday, monday + timedelta(days=7)) >= weekly:
        yield BookingRefused(Reason.WEEKLY_CAP, say(_("The {coach} has no room for more sessions in that week.")))


def _first(own: int | None, common: int) -> int:
    return common if own is None else own
