"""What stands on the pages of a team."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Count, OuterRef, Q, QuerySet, Sum, When
from django.utils import timezone

from coaches.competence import Competence
from coaches.hours.years import Year
from coaches.models import Coach, Team, WorkLog
from kit.names import sort_key
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
    """A coach of a team: whether they lead it, and the keys of the topics and sites that they take."""

    coach: Coach
    leads: bool
    topics: set[int]
    sites: set[int]


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


def name_key(person: User) -> tuple[str, str, int]:
    """Where a person stands in a list of names."""
    return sort_key(person.last_name), sort_key(person.first_name), person.pk


def members_of(team: Team) -> list[Member]:
    """The coaches of a team with their topics and sites: leads first, then by name. One query."""
    leads = Team.leads.through.objects.filter(team=team).values("coach")
    members = Team.members.through.objects.filter(team=team).values("coach")
    coaches = Coach.objects.filter(Q(pk__in=leads) | Q(pk__in=members), user__is_active=True).select_related("user")
    found = coaches.annotate(
        leads=Case(When(pk__in=leads, then=True), default=False, output_field=BooleanField()),
        topic_ids=ArraySubquery(Coach.topics.through.objects.filter(coach=OuterRef("pk")).values("topic")),
        site_ids=ArraySubquery(Coach.sites.through.objects.filter(coach=OuterRef("pk")).values("site")),
    )
    rows = [Member(coach, coach.leads, set(coach.topic_ids), set(coach.site_ids)) for coach in found]
    return sorted(rows, key=lambda member: (not member.leads, *name_key(member.coach.user)))


def coverage(team: Team, members: list[Member], today: date) -> Coverage:
    """Which topics are taken at which of the sites where the team coaches; a topic open to all is taken by all.

    Who has stopped coaching counts for nothing. Three queries.
    """
    active = [member for member in members if member.coach.is_active]
    served = {site for member in active for site in member.sites}
    sites = list(Site.objects.valid_on(today).filter(pk__in=served).order_by("name_fi", "pk"))
    topics = Topic.objects.filter(institution=team.institution_id, is_retired=False).order_by("position", "pk")
    known = Competence.objects.filter(coach__in=[member.coach.pk for member in active])
    levels = {(coach, topic): level for coach, topic, level in known.values_list("coach", "topic", "level")}
    counted = topics.annotate(materials=Count("guidelines", distinct=True))
    return Coverage(sites, [_row(topic, sites, active, levels) for topic in counted])


def _row(topic: Topic, sites: list[Site], members: list[Member], levels: dict[tuple[int, int], str]) -> TopicRow:
    taking = [member for member in members if topic.is_open or topic.pk in member.topics]
    learning = [member for member in members if levels.get((member.coach.pk, topic.pk)) == Level.LEARNING]
    helping, behind = _by_site(taking), _by_site([member for member in learning if member not in taking])
    cells = [Cell(site, helping[site.pk], behind[site.pk]) for site in sites]
    training = sum(levels.get((member.coach.pk, topic.pk)) == Level.TRAINS for member in members)
    return TopicRow(topic, cells, len(taking), training, getattr(topic, "materials", 0))


def _by_site(members: list[Member]) -> Counter[int]:
    return Counter(site for member in members for site in member.sites)


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


@dataclass(frozen=True)
class Together:
    """What a team has done in an academic year. Hours of few coaches would be one coach's: then they are None."""

    helps: int
    hours: int | None


def together(team: Team, members: list[Member], today: date) -> Together:
    """Sessions held and help logged by its people since August. One query."""
    begins, _ends = Year(academic_year_of(today)).instants(team.institution.tz)
    people = [member.coach.user_id for member in members]
    help_given = WorkLog.objects.filter(
        user__in=people, kind__in=(WorkLog.Kind.SESSION, WorkLog.Kind.HELP), starts_at__gte=begins
    )
    counted = help_given.aggregate(
        helps=Count("pk", filter=Q(corrects=None)),
        minutes=Sum("minutes", default=0),
        coaches=Count("user", distinct=True),
    )
    enough = counted["coaches"] >= team.institution.suppression_coaches
    return Together(counted["helps"], round(counted["minutes"] / 60) if enough else None)


def clinics_of_team(user: User, members: list[Member]) -> QuerySet[Session]:
    """The open clinics that its coaches have ahead."""
    return clinics_ahead(user).filter(coach__in=[member.coach.pk for member in members])
