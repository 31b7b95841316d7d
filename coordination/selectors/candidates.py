"""A coach who could be asked, and why: in words for whoever chooses, never as a score."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coaches.models import Coach
from kit import times
from organisation.models import Institution, Language, User
from organisation.terms import say
from sessions.free_times import FreeTime, Search
from sessions.offers import age_mark
from topics.models import Topic

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Need:
    """What a coach is looked for: `persons` are the ids of who would be helped, days are local dates, both included.

    Topic and days bind; the rest is wished for. What is left out is not asked about.
    """

    institution: Institution
    topic: Topic
    persons: tuple[int, ...]
    length: timedelta
    first_day: date
    last_day: date
    by_day: date | None = None
    """At the latest on this day, if it can be."""
    weekdays: tuple[int, ...] = ()
    hours: tuple[tuple[time, time], ...] = ()
    channels: tuple[str, ...] = ()
    meeting_site: int | None = None
    """Where to meet; the ways that need no place are open to every site."""
    near: frozenset[int] = frozenset()
    """The sites whose coaches are at hand."""
    sector: int | None = None
    language: str = ""
    starts_at: datetime | None = None
    """At this instant and no other."""
    but: int | None = None
    """A session to look past: the one for which another coach is looked for."""
    but_coach: int | None = None

    def search(self, *, wide: bool, per_coach: int) -> Search:
        """`wide` leaves out all that is only wished for."""
        return Search(
            institution=self.institution,
            persons=self.persons,
            first_day=self.first_day,
            last_day=self.last_day if wide or self.by_day is None else min(self.by_day, self.last_day),
            length=self.length,
            topic_id=None if self.topic.is_open else self.topic.pk,
            weekdays=() if wide else self.weekdays,
            hours=() if wide else self.hours,
            channels=() if wide else self.channels,
            site_id=None if wide else self.meeting_site,
            starts_at=self.starts_at,
            but=self.but,
            takes_over=self.but is not None and self.starts_at is not None,
            per_coach=per_coach,
        )

    @property
    def is_wished(self) -> bool:
        """Whether anything is asked that `wide` leaves out."""
        return bool(self.by_day or self.weekdays or self.hours or self.channels or self.meeting_site)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A coach of the topic with the first free times, each on another day, and what speaks for and against."""

    coach: Coach
    need: Need
    times: tuple[FreeTime, ...]
    in_wish: bool
    """Whether `times` are such as were wished for."""
    sites: frozenset[int]
    sectors: frozenset[int]
    minutes_left: int | None
    """Of this academic year's hours; None where none are given, negative where more were used."""
    this_week: int
    room_left: int
    """So many sessions more fit under this week's cap."""

    @property
    def first(self) -> FreeTime:
        """The soonest time."""
        return self.times[0]

    @property
    def user(self) -> User:
        return self.coach.user

    @property
    def speaks(self) -> bool:
        return not self.need.language or self.need.language in self.coach.languages

    @property
    def is_near(self) -> bool:
        return not self.need.near or bool(self.need.near & self.sites)

    @property
    def is_of_sector(self) -> bool:
        return self.need.sector is None or self.need.sector in self.sectors

    @property
    def has_hours(self) -> bool:
        return self.minutes_left is None or self.minutes_left > 0

    @property
    def place_in_line(self) -> tuple:
        """What fits first, then the soonest, then whoever has most left, then whoever was booked longest ago."""
        misfits = (not self.in_wish, not self.speaks, not self.has_hours, not self.is_near, not self.is_of_sector)
        last = self.coach.last_booked_at or LONG_AGO
        return *misfits, self.first.starts_at, -(self.minutes_left or 0), -self.room_left, last, self.coach.pk

    @property
    def reasons(self) -> list[str]:
        """In the reader's language, the weightiest first."""
        return list(self._reasons())

    @property
    def why(self) -> str:
        return f"{times.NBSP}· ".join(self.reasons)

    @property
    def free_words(self) -> str:
        """Such as "vapaa ti 24.11. klo 9.00"."""
        when = times.time_range(self.first.starts_at, zone=self.need.institution.tz)
        return _("free %(when)s") % {"when": when}

    def _reasons(self) -> Iterator[str]:
        if not self.in_wish:
            yield _("another time than wished for")
        if not self.need.topic.is_open:
            yield _("knows the topic")
        if self.need.language:
            yield str(SPEAKS[Language(self.need.language)]) if self.speaks else _("another language")
        if self.need.near:
            yield say(_("same {site}")) if self.is_near else say(_("{site}: another"))
        if self.need.sector is not None and self.is_of_sector:
            yield say(_("same {sector}"))
        yield self._left()
        if self.this_week:
            words = ngettext("%(count)d session this week", "%(count)d sessions this week", self.this_week)
            yield words % {"count": self.this_week}
        if mark := age_mark(self.coach):
            yield mark

    def _left(self) -> str:
        if self.minutes_left is None:
            return _("room for %(count)d this week") % {"count": self.room_left}
        if self.minutes_left <= 0:
            return _("hours used up")
        return _("%(hours)s left") % {"hours": times.hours_words(self.minutes_left // 60)}


SPEAKS = {
    Language.FINNISH: gettext_lazy("speaks Finnish"),
    Language.SWEDISH: gettext_lazy("speaks Swedish"),
    Language.ENGLISH: gettext_lazy("speaks English"),
}
