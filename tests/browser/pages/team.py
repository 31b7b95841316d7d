"""The pages of `/team/`."""

from django.utils import timezone

from coaches.models import Team
from quality.models import Meeting, TeamAim
from quality.services.team import reflect
from tests.browser.pages.page import SEND, Page, send
from tests.browser.pages.things import person


def _team() -> Team:
    return Team.objects.filter(members__user=person("coach")).order_by("pk").first()


def _meeting(**about: object) -> list[int]:
    return [Meeting.objects.filter(team=_team(), **about).order_by("-starts_at").first().pk]


def _past() -> list[int]:
    return _meeting(starts_at__lt=timezone.now())


def _ahead() -> list[int]:
    return _meeting(starts_at__gt=timezone.now())


def _aim() -> list[int]:
    return [TeamAim.objects.filter(team=_team()).order_by("pk").first().pk]


def _reflection() -> list[int]:
    return [reflect(team=_team(), author=person("coach"), text="Kysyin ensin, mitä oli kokeiltu.").pk]


PAGES = [
    Page("team:index", "manager"),
    Page("team:team", "coach", args=lambda: [_team().pk]),
    Page("team:team", "manager", args=lambda: [_team().pk], words="aims"),
    Page("team:aim_add", "coach", args=lambda: [_team().pk]),
    Page("team:aim_remove", "coach", args=_aim),
    Page("team:reflections", "coach", args=lambda: [_team().pk]),
    Page(
        "team:reflections",
        "coach",
        args=lambda: [_team().pk],
        act=send(text="131052-308T"),
        status=400,
        words="errors",
    ),
    Page("team:reflection_remove", "coach", args=_reflection),
    Page("team:meetings", "coach", args=lambda: [_team().pk]),
    Page("team:meeting_add", "coach", args=lambda: [_team().pk]),
    Page("team:meeting_add", "coach", args=lambda: [_team().pk], act=SEND, status=400, words="errors"),
    Page("team:meeting", "coach", args=_past),
    Page("team:meeting_move", "coach", args=_ahead),
    Page("team:attendance", "coach", args=_past),
    Page("team:meeting_remove", "coach", args=_ahead),
]
NO_PAGE: set[str] = set()
POST_ONLY = {"team:aim"}
