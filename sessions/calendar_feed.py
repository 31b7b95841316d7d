"""A person's sessions as a calendar that programs read again and again: when, where, with whom, and nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from kit import ical
from organisation.models import User
from organisation.people import institution_of
from organisation.terms import speaking_for
from sessions.calendar_file import END, START, STATUS, Pair, last_changes, summary, times_of, zone_rules
from sessions.calendar_people import sequence
from sessions.models import CalendarFeed, Kind, Session, State
from sessions.people import participants
from sessions.places import where

Scope = CalendarFeed.Scope
KEPT = timedelta(days=90)
"""How long a session stays in the calendar after its end."""
READ_AGAIN = "PT1H"
"""How often a program is asked to look; most look less often."""


def scopes_of(person: User) -> list[Scope]:
    """What `person` may have a calendar of."""
    if person.institution_id is None:
        return []
    return [Scope.MINE, Scope.HELD, Scope.CLINICS] if hasattr(person, "coach") else [Scope.MINE]


def sessions_of(person: User, scope: str) -> QuerySet[Session]:
    """Those that hold a time, soonest first, with what an event says."""
    rows = Session.objects.visible_to(person).holding().filter(ends_at__gt=timezone.now() - KEPT)
    narrowed = {
        Scope.MINE: lambda: rows.filter(pk__in=Session.objects.of(person).values("pk")),
        Scope.HELD: lambda: rows.filter(coach__user=person),
        Scope.CLINICS: lambda: rows.filter(kind=Kind.CLINIC, coach__teams__members__user=person),
    }
    found = narrowed[Scope(scope)]().for_list().prefetch_related("participations__person")
    return found.order_by("starts_at", "pk")


def feed_file(feed: CalendarFeed) -> bytes:
    """The calendar as it is now. The same sessions give the same bytes, whenever it is read."""
    person, institution = feed.person, institution_of(feed.person)
    sessions = list(sessions_of(person, feed.scope)) if feed.scope in scopes_of(person) else []
    changes = last_changes(sessions)
    with translation.override(person.language), timezone.override(institution.tz), speaking_for(institution):
        head = b"".join(ical.line(*pair) for pair in _head(feed))
        events = b"".join(ical.line(*pair) for each in sessions for pair in _event(each, person, changes[each.pk]))
    return START + head + zone_rules(institution.zone, sessions, events) + events + END


def _head(feed: CalendarFeed) -> Iterator[Pair]:
    name = ical.text(f"Kotipesä: {Scope(feed.scope).label}")
    yield "METHOD", "PUBLISH"
    yield "NAME", name
    yield "X-WR-CALNAME", name
    yield "X-WR-TIMEZONE", institution_of(feed.person).zone
    yield "REFRESH-INTERVAL;VALUE=DURATION", READ_AGAIN
    yield "X-PUBLISHED-TTL", READ_AGAIN


def _event(session: Session, person: User, changed_at: datetime) -> Iterator[Pair]:
    place = where(session)
    yield "BEGIN", "VEVENT"
    yield "UID", f"{session.uid.hex}@{settings.UID_HOST}"
    yield "SEQUENCE", str(sequence(session, person))
    yield "DTSTAMP", ical.instant(changed_at)
    yield "LAST-MODIFIED", ical.instant(changed_at)
    yield from times_of(session)
    yield "SUMMARY", ical.text(summary(session, person))
    yield "LOCATION", ical.text(", ".join(part for part in (place.text, place.link) if part))
    yield "URL", settings.BASE_URL + reverse("sessions:detail", args=[session.pk])
    yield "STATUS", STATUS.get(State(session.state), "CONFIRMED")
    # A colleague's clinic takes none of one's own time.
    yield "TRANSP", "OPAQUE" if person in participants(session) else "TRANSPARENT"
    yield "CLASS", "PRIVATE"
    yield "END", "VEVENT"
