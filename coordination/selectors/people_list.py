"""The people list: looked through by name, place, role and state, in the order of the alphabet that is used here."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Collate, Concat
from django.utils import timezone

from coaches.models import Coach, Team
from coordination.reach import coaches_in_reach, people_in_reach, teams_in_reach
from organisation.models import Role, User

# å ä ö stand after z; what bears another mark stands with its plain letter. No collation of the database says so
# everywhere, so letters are changed into such as sort right by their code.
MARKED = "åäöøæéèüšžáàóõñ"
PLAIN = (MARKED + MARKED.upper(), "aaooaeeyszaaoon" * 2)
SORTED = (MARKED + MARKED.upper(), "{|}}|eeyszaaoon" * 2)
FOLDS = str.maketrans(dict(zip(*PLAIN, strict=True)))


def _translated(text: Any, letters: tuple[str, str]) -> Func:
    return Func(Func(text, Value(letters[0]), Value(letters[1]), function="TRANSLATE"), function="LOWER")


def folded(text: str) -> str:
    """`text` as the search compares it: small letters without marks."""
    return text.translate(FOLDS).lower()


def sort_key(field: str) -> Collate:
    """To order by a name as people expect it, whatever the database's own order is."""
    return Collate(_translated(F(field), SORTED), "C")


def in_alphabet(people: QuerySet[User]) -> QuerySet[User]:
    return people.order_by(sort_key("last_name"), sort_key("first_name"), "pk")


@dataclass(frozen=True)
class Filter:
    """What is asked of the list; None and "" ask nothing."""

    words: str = ""
    site: int | None = None
    sector: int | None = None
    role: str = ""
    state: str = "here"


def people_list(user: User, wanted: Filter) -> QuerySet[User]:
    """Those whom `user` looks after and `wanted` asks for, in the order of the alphabet, ready for a row."""
    people = people_in_reach(user)
    haystack = Concat("first_name", Value(" "), "last_name", Value(" "), "email", output_field=CharField())
    if words := folded(wanted.words).split():
        people = people.annotate(haystack=_translated(haystack, PLAIN))
        for word in words:
            people = people.filter(haystack__contains=word)
    if wanted.site:
        people = people.filter(home_site=wanted.site)
    if wanted.sector:
        people = people.filter(home_sector=wanted.sector)
    people = people.filter(_role(wanted.role), _state(wanted.state))
    return (
        in_alphabet(people)
        .select_related("home_site", "home_sector", "coach", "welcome")
        .prefetch_related(
            Prefetch(
                "roles", Role.objects.valid_on(timezone.localdate()).select_related("site", "sector"), to_attr="held"
            ),
        )
    )


def _role(role: str) -> Q:
    if role == "coach":
        return Q(coach__is_active=True)
    if role == "lead":
        return Q(Exists(Team.leads.through.objects.filter(coach__user=OuterRef("pk"))))
    if role:
        held = Role.objects.valid_on(timezone.localdate()).filter(user=OuterRef("pk"), kind=role)
        return Q(Exists(held))
    return Q()


def _state(state: str) -> Q:
    return {
        "here": Q(is_active=True),
        "new": Q(is_active=True, last_login=None),
        "leaving": Q(is_active=True, left_on__isnull=False),
        "left": Q(is_active=False),
    }.get(state, Q())


def teams_of(coach: Coach) -> list[Team]:
    """The teams of `coach`, led ones too."""
    return list(Team.objects.filter(Q(members=coach) | Q(leads=coach)).distinct().order_by("name_fi", "pk"))


@dataclass(frozen=True)
class TeamRow:
    """A team with the names that its reader may see, leads first, and how many there are beside them."""

    team: Team
    leads: list[str]
    members: list[str]
    others: int


def teams_with_coaches(user: User) -> list[TeamRow]:
    """The teams in reach of `user`, by name; coaches out of reach are counted, not named."""
    ours = set(coaches_in_reach(user).values_list("pk", flat=True))
    coaches = (
        Coach.objects.filter(user__is_active=True)
        .select_related("user")
        .order_by(sort_key("user__last_name"), sort_key("user__first_name"), "pk")
    )
    teams = teams_in_reach(user).prefetch_related(Prefetch("members", coaches), Prefetch("leads", coaches))
    return [_team_row(team, ours) for team in teams.order_by("name_fi", "pk")]


def _team_row(team: Team, ours: set[int]) -> TeamRow:
    leads, members = list(team.leads.all()), list(team.members.all())
    everyone = {*leads, *members}
    return TeamRow(
        team,
        [str(coach) for coach in leads if coach.pk in ours],
        [str(coach) for coach in members if coach.pk in ours and coach not in leads],
        sum(coach.pk not in ours for coach in everyone),
    )
