"""What is looked for, and what is found."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from organisation.models import Institution


@dataclass(frozen=True)
class FreeTime:
    """One time that can be booked; instants are UTC.

    `in_day` counts the free times of its local day where the search is for so many a day, and is 0 else.
    """

    coach_id: int
    starts_at: datetime
    ends_at: datetime
    channel: str
    site_id: int | None
    room: str
    in_day: int = field(default=0, compare=False)

    @property
    def token(self) -> str:
        """How an address or a form names this time."""
        return time_token(self.coach_id, self.starts_at)


def time_token(coach_id: int, starts_at: datetime) -> str:
    """`<coach id>@<UTC minute>`, such as `12@20261124T0930Z`."""
    return f"{coach_id}@{starts_at.astimezone(UTC):%Y%m%dT%H%MZ}"


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is looked for: `persons` are the ids of who would be helped, days are local dates, both included."""

    institution: Institution
    persons: tuple[int, ...]
    first_day: date
    last_day: date
    length: timedelta
    now: datetime = field(default_factory=timezone.now)
    topic_id: int | None = None
    coach_id: int | None = None
    coach_ids: tuple[int, ...] | None = None
    """Only among these; None means any."""
    but_coaches: tuple[int, ...] = ()
    site_id: int | None = None
    sector_id: int | None = None
    language: str = ""
    channels: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    """ISO: Monday is 1; none means any."""
    hours: tuple[tuple[time, time], ...] = ()
    starts_at: datetime | None = None
    but: int | None = None
    """A session to look past: the one that is being moved."""
    takes_over: bool = False
    """Whether the session `but` is to go to another coach at its time: then no notice holds."""
    per_day: int | None = None
    """How many times of a day are wanted; `in_day` still counts all of them."""
    whole_day: date | None = None
    """The local day of which all are wanted all the same."""
    limit: int | None = None
    near: datetime | None = None
    """With a `limit`, those closest to this instant are found instead of the soonest."""
    per_coach: int | None = None
    """Of each coach the first time on so many days, and nothing else."""

    @property
    def earliest(self) -> datetime:
        """The first instant that may be found: as the minimum notice allows, an absolute duration from now."""
        return self.now if self.takes_over else self.now + timedelta(minutes=self.institution.minimum_notice_minutes)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.institution.tz).date()

    @property
    def horizon(self) -> date:
        """The last local day that can be booked."""
        return self.today + timedelta(days=self.institution.horizon_days)
