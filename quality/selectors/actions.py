"""What stands on the pages of the loop."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from organisation.models import Role, User
from organisation.people import institution_of
from quality.models import CoreProcess, ImprovementAction, Observation

MOST = 50
TOLD = 5


@dataclass(frozen=True)
class Loop:
    """The page: what waits for a decision, what is under way, what is settled, and what was seen or proposed."""

    waiting: list[ImprovementAction]
    under_way: list[ImprovementAction]
    settled: list[ImprovementAction]
    observations: list[Observation]


def loop_of(user: User) -> Loop:
    """Of the reader's institution, at most `MOST` of each sort; what is due first stands first."""
    state = ImprovementAction.State
    actions = ImprovementAction.objects.visible_to(user).select_related("process", "owner", "site", "sector")
    under_way = actions.filter(state=state.ACCEPTED).order_by("due", "pk")
    settled = actions.filter(state__in=(state.DONE, state.DECLINED)).order_by("-decided_at", "-pk")
    seen = Observation.objects.visible_to(user).select_related("topic").order_by("-created_at", "-pk")
    return Loop(
        waiting=list(actions.filter(state=state.PROPOSED).order_by("created_at", "pk")[:MOST]),
        under_way=list(under_way[:MOST]),
        settled=list(settled[:MOST]),
        observations=list(seen[:MOST]),
    )


def told_to(user: User, today: date) -> list[ImprovementAction]:
    """What "you asked, we changed" tells `user`: of the own site and sector, or of the whole house; newest first."""
    here = Q(site=None) | Q(site=user.home_site_id)
    told = ImprovementAction.objects.told(today).filter(here, Q(sector=None) | Q(sector=user.home_sector_id))
    return list(told.filter(institution=user.institution_id)[:TOLD])


def processes_for(user: User) -> QuerySet[CoreProcess]:
    """Those in use, by their Finnish names."""
    return CoreProcess.objects.visible_to(user).filter(is_retired=False).order_by("name_fi")


def possible_owners(user: User, today: date) -> QuerySet[User]:
    """Colleagues who coach or hold a role on the local date `today`, by name."""
    roles = Role.objects.valid_on(today).filter(institution=institution_of(user)).values("user")
    found = User.objects.filter(institution=institution_of(user), is_active=True)
    return found.filter(Q(pk__in=roles) | Q(coach__is_active=True)).order_by("last_name", "first_name", "pk")
