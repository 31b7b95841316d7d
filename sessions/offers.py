"""Free times as a page shows them: by day, with the coach, the place and the languages beside each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.models import Channel, Coach
from organisation.models import Language, Site
from sessions.free_times import FreeTime, Search, find_free_times, free_times_of_each
from sessions.models import Session
from sessions.people import helped

CHANNEL_ICONS = {
    Channel.IN_PERSON: "map-pin",
    Channel.ONLINE: "video",
    Channel.PHONE: "phone",
    Channel.CHAT: "message-circle",
    Channel.CLASS_VISIT: "presentation",
}
IN_LANGUAGE = {
    Language.FINNISH: gettext_lazy("in Finnish"),
    Language.SWEDISH: gettext_lazy("in Swedish"),
    Language.ENGLISH: gettext_lazy("in English"),
}
DAYS = 7
ROWS_A_DAY = 6


@dataclass(frozen=True)
class Offer:
    """One free time, ready for a row."""

    free: FreeTime
    coach: Coach
    place: str
    why: str = ""

    @property
    def channel(self) -> str:
        return str(Channel(self.free.channel).label)

    @property
    def icon(self) -> str:
        return CHANNEL_ICONS[Channel(self.free.channel)]

    @property
    def languages(self) -> str:
        return spoken_by(self.coach)

    @property
    def mark(self) -> str:
        return age_mark(self.coach)


@dataclass(frozen=True)
class Day:
    """A local day of a week of offers; `count` is all its free times, `offers` those shown."""

    date: date
    count: int
    offers: list[Offer]

    @property
    def hidden(self) -> int:
        """How many more there are than are shown."""
        return self.count - len(self.offers)


def age_mark(coach: Coach) -> str:
    """That something else may have come in between: the coach's own calendar was not read for long."""
    return _("calendar read over 2 h ago") if coach.has_stale_calendar else ""


def spoken_by(coach: Coach) -> str:
    """The languages in which `coach` helps, such as "suomeksi, ruotsiksi"."""
    return ", ".join(str(IN_LANGUAGE[Language(code)]) for code in coach.languages)


Known = Mapping[int, Any]
"""Rows that a page has read already, by id."""


def offers_for(free_times: Iterable[FreeTime], coaches: Known | None = None, sites: Known | None = None) -> list[Offer]:
    """`free_times` with their coaches and sites; those not in `coaches` and `sites` are read, by a query each."""
    times = list(free_times)
    rows = Coach.objects.select_related("user").with_age_of_calendars()
    coaches = _all_of({time.coach_id for time in times}, coaches or {}, rows)
    sites = _all_of({time.site_id for time in times if time.site_id}, sites or {}, Site.objects.all())
    return [Offer(time, coaches[time.coach_id], _place(time, sites)) for time in times]


def _all_of(ids: set[int], known: Known, rows: QuerySet) -> dict[int, Any]:
    return {**known, **rows.in_bulk(ids - known.keys())}


def _place(time: FreeTime, sites: Known) -> str:
    if time.channel not in (Channel.IN_PERSON, Channel.CLASS_VISIT):
        return ""
    parts = [sites[time.site_id].name if time.site_id else "", time.room]
    return ", ".join(part for part in parts if part)


def week_of_offers(search: Search, coaches: Known | None = None, sites: Known | None = None) -> list[Day]:
    """The seven days from `search.first_day`, each with its first offers and the count of all."""
    week = replace(search, last_day=search.first_day + timedelta(days=DAYS - 1))
    found = offers_for(find_free_times(week), coaches, sites)
    tz = search.institution.tz
    by_day = {day: list(offers) for day, offers in groupby(found, key=lambda o: o.free.starts_at.astimezone(tz).date())}
    days = (search.first_day + timedelta(days=n) for n in range(DAYS))
    return [Day(day, by_day[day][0].free.in_day if day in by_day else 0, by_day.get(day, [])) for day in days]


def first_offer(search: Search) -> Offer | None:
    """The soonest free time from `search.first_day` to the horizon: in the next two weeks, else in all the rest."""
    for last_day in (search.first_day + timedelta(days=2 * DAYS), search.horizon):
        if found := find_free_times(replace(search, last_day=last_day, limit=1)):
            return offers_for(found)[0]
    return None


def nearest_offers(
    search: Search, *, coach: Coach, starts_at: datetime, same_coach: str, same_time: str
) -> list[Offer]:
    """Four free times close to one that was lost: with the same coach, or at the same time with another.

    Of other coaches only where `search` asks for no coach. `same_coach` and `same_time` are the words that say why each
    is offered.
    """
    day = max(starts_at.astimezone(search.institution.tz).date(), search.today)
    window = replace(search, first_day=day - timedelta(days=1), last_day=day + timedelta(days=DAYS))
    with_coach = replace(window, coach_id=coach.pk, near=starts_at, limit=4)
    same, others = free_times_of_each([with_coach, replace(window, starts_at=starts_at, limit=2)])
    nearest = sorted(same, key=lambda time: abs(time.starts_at - starts_at))[: 4 - len(others)]
    if not nearest and not others:
        nearest = find_free_times(replace(window, limit=4))
    chosen = sorted({*nearest, *others}, key=lambda time: (time.starts_at, time.coach_id))
    words = {True: same_coach, False: same_time if others else ""}
    return [replace(offer, why=words[offer.coach.pk == coach.pk]) for offer in offers_for(chosen)]


def coaches_free_for(session: Session) -> list[Offer]:
    """The other coaches who could take `session` over as it is: free at its time, on its topic."""
    day = session.starts_at.astimezone(session.institution.tz).date()
    search = Search(
        institution=session.institution,
        persons=tuple(person.pk for person in helped(session)),
        first_day=day,
        last_day=day,
        length=session.ends_at - session.starts_at,
        topic_id=None if session.topic.is_open else session.topic_id,
        starts_at=session.starts_at,
        but=session.pk,
        takes_over=True,
    )
    return offers_for(time for time in find_free_times(search) if time.coach_id != session.coach_id)
