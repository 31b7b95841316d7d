"""Reads of the coaches' room that compute something."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange as Range
from django.db.models import Count, Q, Value
from django.utils import timezone
from django.utils.dates import WEEKDAYS

from coaches.models import Coach, Mandate, OpeningHours
from organisation.models import User
from topics.models import ThemeArea, Topic

FREEZES_AFTER = timedelta(days=14)
"""A month's hours and figures can be mended for this long after its end."""


def freezes_at(moment: datetime, tz: ZoneInfo) -> datetime:
    """The instant at which the local month of `moment` closes for good."""
    day = moment.astimezone(tz).date()
    next_month = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return datetime.combine(next_month, time(), tz) + FREEZES_AFTER


def is_frozen(moment: datetime, tz: ZoneInfo) -> bool:
    """Whether the local month of `moment` is closed."""
    return timezone.now() >= freezes_at(moment, tz)


@dataclass(frozen=True)
class OfferedTopic:
    """A topic with the number of coaches who take bookings on it."""

    topic: Topic
    coaches: int


@dataclass(frozen=True)
class Area:
    """A theme area with its topics, in order; `name` is empty for topics outside every area."""

    name: str
    topics: list[OfferedTopic]


def areas_of_topics(user: User) -> list[Area]:
    """The topics that `user` can ask about, by theme area in the institution's order; the area-less last."""
    open_coaches = Q(coaches__is_active=True, coaches__user__is_active=True)
    counted = Count("coaches", filter=open_coaches, distinct=True)
    topics = Topic.objects.visible_to(user).offered().select_related("theme_area").annotate(taking=counted)
    everyone = Coach.objects.visible_to(user).open().count()
    areas: dict[ThemeArea | None, list[OfferedTopic]] = {}
    for topic in topics:
        found = OfferedTopic(topic, everyone if topic.is_open else topic.taking)
        areas.setdefault(topic.theme_area, []).append(found)
    ordered = sorted(areas, key=lambda area: (area is None, area.position if area else 0, area.pk if area else 0))
    return [Area(area.name if area else "", areas[area]) for area in ordered]


def told_by_calendars(coach: Coach, span: tuple[datetime, datetime]) -> tuple[list[Range], bool]:
    """The busy times of `coach` in `span`, and whether a calendar of theirs has not been read for long. One query."""
    busy = coach.busy_times.filter(during__overlap=span).values_list("during", flat=True)
    nothing = Value(None, output_field=DateTimeRangeField())
    stale = coach.calendar_sources.stale().values_list(nothing, flat=True)  # a row without a time for each
    found = list(busy.union(stale, all=True))
    return [during for during in found if during is not None], None in found


def roles_now(person: User, today: date) -> list[Mandate]:
    """The slices of hours of `person` on the local date `today` that describe a role. One query."""
    rows = Mandate.objects.filter(user=person, starts_on__lte=today, ends_on__gte=today).exclude(description="")
    return list(rows.select_related("confirmed_by").order_by("role", "starts_on", "pk"))


@dataclass(frozen=True)
class HoursOfDay:
    """The opening hours of one weekday; `name` is the weekday's, in the reader's language."""

    name: str
    spans: list[OpeningHours]


def weekly_hours(coach: Coach, today: date) -> tuple[list[HoursOfDay], list[OpeningHours]]:
    """Opening hours by weekday, those to come too; and apart those that ended before the local date `today`."""
    spans = list(coach.opening_hours.select_related("site"))
    over = [span for span in spans if span.valid_until and span.valid_until < today]
    days: dict[int, list[OpeningHours]] = {}
    for span in spans:
        if span not in over:
            days.setdefault(span.weekday, []).append(span)
    return [HoursOfDay(str(WEEKDAYS[day - 1]), days[day]) for day in sorted(days)], over
