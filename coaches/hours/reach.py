"""Whose hours one may see, set and confirm."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from coaches.hours.years import Year
from coaches.models import Coach, Mandate, Team, WorkLog
from organisation.models import Role, User
from organisation.scope import NOTHING, roles_of

SETS = (Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN)


def people_under(roles: Iterable[Role]) -> QuerySet[User]:
    """Those in the scope of one of `roles`: as people by their home, as coaches by where they coach."""
    reach = NOTHING
    for role in roles:
        one = Q(institution_id=role.institution_id)
        for name, pk in (("site", role.site_id), ("sector", role.sector_id)):
            if pk is not None:
                at = getattr(Coach, f"{name}s").through.objects.filter(**{f"{name}_id": pk}).values("coach__user")
                one &= Q(**{f"home_{name}": pk}) | Q(pk__in=at)
        reach |= one
    return User.objects.filter(reach)


def sets_hours_of(user: User) -> QuerySet[User]:
    """Those whose hours `user` sets, as a coordinator or programme admin."""
    return people_under(roles_of(user, *SETS))


def confirms_hours_of(user: User) -> QuerySet[User]:
    """Those whose hours `user` confirms, as a manager: nobody one's own."""
    return people_under(roles_of(user, Role.Kind.MANAGER)).exclude(pk=user.pk)


def sees_hours_of(user: User) -> QuerySet[User]:
    """Those whose accounts `user` reads: whoever one sets hours for, and the teams that one leads."""
    teams = Team.objects.filter(leads__user=user)
    members = Coach.objects.filter(Q(teams__in=teams) | Q(led_teams__in=teams)).values("user")
    led = Q(institution=user.institution_id, pk__in=members) if hasattr(user, "coach") else NOTHING
    return User.objects.filter(Q(pk__in=sets_hours_of(user).values("pk")) | led)


def sees_others_hours(user: User) -> bool:
    """Whether `user` has the table of accounts at all."""
    if user.institution_id is None:
        return False
    return user.holds(*SETS) or (hasattr(user, "coach") and user.coach.led_teams.exists())


def with_hours(people: QuerySet[User], year: Year) -> QuerySet[User]:
    """Those of `people` who coach, coordinate, or have hours given or used in `year`."""
    coaches = Q(Exists(Coach.objects.filter(user=OuterRef("pk"), is_active=True, user__is_active=True)))
    coordinates = Role.objects.filter(user=OuterRef("pk"), kind=Role.Kind.COORDINATOR)
    given = Mandate.objects.filter(user=OuterRef("pk"), academic_year=year.autumn)
    days = (year.first_day, year.last_day)
    used = WorkLog.objects.filter(user=OuterRef("pk"), starts_at__date__range=days)
    today = Q(Exists(coordinates), is_active=True)
    return people.filter(coaches | today | Q(Exists(given)) | Q(Exists(used)))
