"""What the home base shows: my next sessions, the coaches, who leads and who coordinates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, Value, When, Window
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from coaches.models import Channel, Coach
from coaching.hints import hints_for
from coordination.models import Change
from organisation.models import Role, User
from organisation.scope import reach_words
from organisation.terms import say
from quality.selectors.actions import told_to
from sessions.free_times import Search, next_free_times
from sessions.models import Participation, Session
from sessions.offers import CHANNEL_ICONS, Offer, offers_for
from sessions.people import others
from sessions.places import Where, where

SESSIONS_SHOWN = 4
COACHES_SHOWN = 4


@dataclass(frozen=True)
class Meeting:
    """One of the reader's next sessions, and whom they meet in it."""

    session: Session
    others: list[User]

    @property
    def names(self) -> str:
        """Of a group its title."""
        return self.session.title or ", ".join(person.get_full_name() for person in self.others)

    @property
    def where(self) -> Where:
        return where(self.session)

    @property
    def icon(self) -> str:
        return CHANNEL_ICONS[Channel(self.session.channel)]


@dataclass(frozen=True)
class Contact:
    """Someone who leads or coordinates, and in words what."""

    person: User
    task: str


def next_sessions(user: User) -> list[Meeting]:
    """The reader's own next sessions, soonest first."""
    with_people = Prefetch("participations", Participation.objects.select_related("person"))
    upcoming = Session.objects.of(user).upcoming().for_list().prefetch_related(with_people)
    return [Meeting(session, others(session, user)) for session in upcoming[:SESSIONS_SHOWN]]


def some_coaches(user: User) -> list[Coach]:
    """A few coaches, those of the reader's home site first, then whoever was booked longest ago; never by name.

    Each carries `all_coaches`, how many there are.
    """
    at_home = Q(pk__in=Coach.sites.through.objects.filter(site=user.home_site_id).values("coach"))
    return list(
        Coach.objects.visible_to(user)
        .open()
        .exclude(user=user)
        .annotate(all_coaches=Window(Count("pk")), away=Case(When(at_home, then=Value(0)), default=Value(1)))
        .select_related("user")
        .prefetch_related("sites")
        .order_by("away", F("last_booked_at").asc(nulls_first=True), "pk")[:COACHES_SHOWN]
    )


def contacts(user: User) -> list[Contact]:
    """Lead coaches, then coordinators with what they coordinate."""
    colleagues = User.objects.visible_to(user)
    leads = colleagues.filter(coach__led_teams__isnull=False).distinct().order_by("pk")
    return [*(Contact(lead, say(_("{Lead_coach}"))) for lead in leads), *_coordinators(user)]


def _coordinators(user: User) -> list[Contact]:
    """Reads all roles of the house at once: the reader's own, which the rest of the page asks for, are among them."""
    roles = list(
        Role.objects.valid_on(timezone.localdate())
        .filter(institution_id=user.institution_id)
        .select_related("user", "site", "sector")
        .order_by("site", "sector", "pk")
    )
    user.current_roles = [role for role in roles if role.user_id == user.pk]
    scopes: dict[User, list[Role]] = {}
    for role in roles:
        if role.kind == Role.Kind.COORDINATOR and role.user.is_active:
            scopes.setdefault(role.user, []).append(role)
    return [Contact(person, f"{_('Coordinator')}, {scope_words(held)}") for person, held in scopes.items()]


def scope_words(roles: Iterable[Role]) -> str:
    """Such as "all sites", "Metsola and Asema", "Technology at Metsola"."""
    return str(get_text_list([reach_words(role) for role in roles], _("and")))


def first_free(user: User) -> Offer | None:
    """The soonest time with any coach in the next two weeks; None when there is none."""
    today, institution = timezone.localdate(), user.institution
    if institution is None:
        return None
    search = Search(
        institution=institution,
        persons=(user.pk,),
        first_day=today,
        last_day=today + timedelta(days=14),
        length=timedelta(minutes=institution.length_minutes),
    )
    found = offers_for(next_free_times(search, 1))
    return found[0] if found else None


def home_base(user: User) -> dict[str, Any]:
    """The page of someone of an institution."""
    coaches = some_coaches(user)
    return {
        "now": timezone.now(),
        "meetings": next_sessions(user),
        "coaches": coaches,
        "all_coaches": coaches[0].all_coaches if coaches else 0,  # type: ignore[attr-defined]  # annotated
        "contacts": contacts(user),
        "institution": user.institution,
        "first_free": first_free(user),
        "hints": hints_for(user),
        "may_edit": user.holds(Role.Kind.PROGRAMME_ADMIN),
        "changes": list(Change.objects.for_person(user).current(timezone.localdate()).prefetch_related("topics")),
        "told": told_to(user, timezone.localdate()),
    }
