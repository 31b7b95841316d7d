"""What stands on the pages of a team."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from coaches.competence import Competence
from coaches.models import Coach, Team
from kit.zones import midnight
from organisation.calendar import academic_year_of
from organisation.models import Site, User
from quality.models import Meeting, TeamAim
from sessions.models import Session
from sessions.selectors import clinics_ahead
from topics.models import Topic

Level = Competence.Level


@dataclass(frozen=True)
class Member:
    """A coach of a team, and whether they lead it."""

    coach: Coach
    leads: bool


@dataclass(frozen=True)
class Cell:
    """A topic at a site: how many of the team take it there, and how many are learning it."""

    site: Site
    helping: int
    learning: int


@dataclass(frozen=True)
class TopicRow:
    """A topic in the team's map. `helping` and `training` count its coaches, `materials` its guidelines."""

    topic: Topic
    cells: list[Cell]
    helping: int
    training: int
    materials: int

    @property
    def gaps(self) -> int:
        """At how many sites nobody takes it."""
        return sum(not cell.helping for cell in self.cells)


@dataclass(frozen=True)
class Coverage:
    """Topics × sites of a team, in the institution's order of topics."""

    sites: list[Site]
    rows: list[TopicRow]

    @property
    def gaps(self) -> int:
        return sum(row.gaps for row in self.rows)


def people_of(team: Team) -> list[User]:
    """Members and leads, each once, whose accounts are open, by name."""
    return [member.coach.user for member in members_of(team)]


def members_of(team: Team) -> list[Member]:
    """The coaches of a team: leads first, then by name. Three queries."""
    leads = set(team.leads.values_list("pk", flat=True))
    coaches = Coach.objects.filter(Q(teams=team) | Q(led_teams=team)).filter(user__is_active=True).distinct()
    ordered = sorted(
        coaches.select_related("user").prefetch_related("topics", "sites"),
        key=lambda coach: (coach.pk not in leads, coach.user.last_name, coach.user.first_name, coach.pk),
    )
    return [Member(coach, coach.pk in leads) for coach in ordered]


def coverage(team: Team, members: list[Member], today: date) -> Coverage:
    """Which topics are taken at which of the sites where the team coaches; a topic open to all is taken by all.

    Who has stopped coaching counts for nothing. Three queries.
    """
    coaches = [member.coach for member in members if member.coach.is_active]
    served = {site.pk for coach in coaches for site in coach.sites.all()}
    sites = list(Site.objects.valid_on(today).filter(pk__in=served).order_by("name_fi", "pk"))
    topics = Topic.objects.filter(institution=team.institution_id, is_retired=False).order_by("position", "pk")
    known = Competence.objects.filter(coach__in=coaches).values_list("coach", "topic", "level")
    levels = {(coach, topic): level for coach, topic, level in known}
    counted = topics.annotate(materials=Count("guidelines", distinct=True))
    return Coverage(sites, [_row(topic, sites, coaches, levels) for topic in counted])


def _row(topic: Topic, sites: list[Site], coaches: list[Coach], levels: dict[tuple[int, int], str]) -> TopicRow:
    taking = [coach for coach in coaches if topic.is_open or topic in coach.topics.all()]
    learning = [coach for coach in coaches if levels.get((coach.pk, topic.pk)) == Level.LEARNING]
    helping, behind = _by_site(taking), _by_site([coach for coach in learning if coach not in taking])
    cells = [Cell(site, helping[site.pk], behind[site.pk]) for site in sites]
    training = sum(levels.get((coach.pk, topic.pk)) == Level.TRAINS for coach in coaches)
    return TopicRow(topic, cells, len(taking), training, getattr(topic, "materials", 0))


def _by_site(coaches: list[Coach]) -> Counter[int]:
    return Counter(site.pk for coach in coaches for site in coach.sites.all())


def aims_of(team: Team, today: date) -> QuerySet[TeamAim]:
    """Those of the academic year of the local date `today`."""
    return TeamAim.objects.filter(team=team, academic_year=academic_year_of(today))


def meetings_ahead(team: Team) -> QuerySet[Meeting]:
    """Today's and later ones, soonest first, with `there`: how many were marked as present."""
    return _meetings(team).filter(starts_at__gte=_today(team)).order_by("starts_at")


def meetings_past(team: Team) -> QuerySet[Meeting]:
    """Those before today, latest first, with `there`."""
    return _meetings(team).filter(starts_at__lt=_today(team)).order_by("-starts_at")


def _today(team: Team) -> datetime:
    tz = team.institution.tz
    return midnight(timezone.localdate(timezone=tz), tz)


def _meetings(team: Team) -> QuerySet[Meeting]:
    return Meeting.objects.filter(team=team).annotate(there=Count("attendances"))


def clinics_of_team(user: User, members: list[Member]) -> QuerySet[Session]:
    """The open clinics that its coaches have ahead."""
    return clinics_ahead(user).filter(coach__in=[member.coach.pk for member in members])
