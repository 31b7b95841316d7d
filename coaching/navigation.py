"""The places of the bar, by role and always in the same order; a place whose page does not exist is left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coaches.log.selectors import logs_work
from coordination.policies import can_see_board
from coordination.reach import looks_after_people
from insights.policies import reads_figures
from kit.addresses import address_of
from organisation.models import Role, User
from quality.policies import looks_at_quality
from quality.team_policies import works_in_a_team


def works_here(user: User) -> bool:
    """Anyone of an institution; an operator stands outside."""
    return user.institution_id is not None


def coaches_here(user: User) -> bool:
    return hasattr(user, "coach")


def coordinates_here(user: User) -> bool:
    """Coordinators, and programme admins, who read it."""
    return user.holds(Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN)


@dataclass(frozen=True)
class Place:
    """A page that a bar leads to. `pages` are the names of all pages that belong to it, its own first."""

    pages: tuple[str, ...]
    name: Any
    short: Any
    icon: str
    is_for: Callable[[User], bool] = works_here
    url: str = ""
    current: bool = False
    in_tabs: bool = False
    is_button: bool = False
    """Whether it stands beside the places, as something that one does."""


HOME = Place(("home",), _("Home"), _("Home"), "house", is_for=lambda user: True)
BOOK = Place(
    ("sessions:book", "sessions:confirm", "sessions:coach", "sessions:clinics"),
    _("Book a time"),
    _("Book"),
    "calendar-plus",
)
MINE = Place(
    (
        *("sessions:list", "sessions:detail", "sessions:move", "sessions:cancel", "sessions:accept"),
        *("sessions:decline", "sessions:leave", "sessions:suggest", "sessions:suggestion_accept"),
        *("sessions:suggestion_decline", "sessions:hand_over", "sessions:follow_ups"),
        *("followup:closing", "followup:feedback", "followup:agreements", "followup:notes"),
        *("sessions:invite", "sessions:edit", "sessions:series_move", "sessions:plan", "sessions:plan_dates"),
    ),
    _("My sessions"),
    _("Mine"),
    "calendar-days",
)
TOPICS = Place(
    (
        *("coaches:topics", "coaches:topic", "coaches:guidelines_due", "coaches:guideline_add"),
        *("coaches:guideline_edit", "coaches:guideline_remove"),
    ),
    _("Topics"),
    _("Topics"),
    "tag",
)
DESK = Place(
    (
        "sessions:coach_desk",
        "sessions:time_off_add",
        "followup:my_feedback",
        "coaches:profile",
        "coaches:place",
        "coaches:competences",
        "sessions:time_off_delete",
        "coaches:opening_hours",
        "coaches:opening_hours_add",
        "coaches:opening_hours_edit",
        "coaches:opening_hours_delete",
    ),
    _("My desk"),
    _("Desk"),
    "layout-dashboard",
    is_for=coaches_here,
)
LOG = Place(
    (
        *("coaches:log", "coaches:log_edit", "coaches:log_delete", "coaches:hours", "coaches:hours_print"),
        *("coordination:log_import",),
    ),
    _("Log help"),
    pgettext_lazy("on the bar of a phone", "Log"),
    "notebook-pen",
    is_for=logs_work,
    is_button=True,
)
COORDINATORS_DESK = Place(
    (
        *(
            "coordination:desk",
            "coordination:messages",
            "coordination:write",
            "coordination:letters",
            "coordination:announce",
        ),
        *("coordination:away", "coordination:away_plan"),
        *("coordination:changes", "coordination:change_add", "coordination:change_edit"),
    ),
    pgettext_lazy("of the coordinator", "Desk"),
    pgettext_lazy("of the coordinator", "Desk"),
    "clipboard-list",
    is_for=coordinates_here,
)
ADMINISTRATION = Place(
    ("admin:index",), _("Administration"), _("Administration"), "settings", is_for=lambda user: user.is_operator
)
REQUESTS = Place(
    (
        *("coordination:requests", "coordination:ask", "coordination:edit_request", "coordination:withdraw"),
        *("coordination:take_request", "coordination:assign", "coordination:answer_request"),
    ),
    _("Requests"),
    _("Requests"),
    "hand-helping",
)
BOARD = Place(
    ("coordination:board", "coordination:board_session", "coordination:board_place", "coordination:board_call_off"),
    _("Board"),
    _("Board"),
    "calendar-range",
    is_for=can_see_board,
)
PEOPLE = Place(
    (
        *("coordination:people", "coordination:person", "coordination:person_add", "coordination:person_edit"),
        *("coordination:person_close", "coordination:person_coach", "coordination:person_coach_end"),
        *("coordination:teams", "coordination:team", "coordination:team_add"),
        *("coordination:import_start", "coordination:import"),
        *("coordination:hours", "coordination:person_hours", "coordination:person_hours_print"),
        *("coordination:mandate", "coordination:mandate_add", "coordination:mandate_delete"),
    ),
    _("People"),
    _("People"),
    "users",
    is_for=looks_after_people,
)
MANDATES = Place(
    ("coordination:mandates",),
    pgettext_lazy("of people, to be confirmed", "Hours"),
    pgettext_lazy("of people, to be confirmed", "Hours"),
    "clock",
    is_for=lambda user: user.holds(Role.Kind.MANAGER),
)
FIGURES = Place(
    ("insights:dashboard",),
    _("Figures"),
    pgettext_lazy("on the bar of a phone", "Figures"),
    "chart-column",
    is_for=reads_figures,
)
QUALITY = Place(
    (
        *("quality:index", "quality:propose", "quality:observation", "quality:observe", "quality:action_add"),
        *("quality:action", "quality:decide", "quality:work", "quality:processes", "quality:process_edit"),
        *("quality:year", "quality:task_add", "quality:task", "quality:task_remove"),
        *("quality:goals", "quality:goal_add", "quality:goal", "quality:goal_remove"),
        *("quality:evaluations", "quality:evaluation_add", "quality:evaluation", "quality:evaluation_answer"),
        "quality:report",
    ),
    _("Quality"),
    _("Quality"),
    "list-checks",
    is_for=looks_at_quality,
)
TEAM = Place(
    (
        *("team:index", "team:team", "team:aim_add", "team:aim_remove", "team:reflections", "team:reflection_remove"),
        *("team:meetings", "team:meeting_add", "team:meeting", "team:meeting_move", "team:attendance"),
        "team:meeting_remove",
    ),
    pgettext_lazy("of those who coach", "Team"),
    pgettext_lazy("of those who coach", "Team"),
    "users",
    is_for=works_in_a_team,
)
SETTINGS = Place(
    (
        *("coordination:settings", "coordination:closed_days", "coordination:sites", "coordination:sites_add"),
        *("coordination:sites_edit", "coordination:sectors", "coordination:sectors_add", "coordination:sectors_edit"),
        *("coordination:topics_settings", "coordination:topics_add", "coordination:topics_edit"),
        *("coordination:areas_add", "coordination:areas_edit", "coordination:policy", "coordination:mail"),
        *("coordination:institution", "coordination:roles", "coordination:roles_give", "coordination:roles_end"),
        *("coordination:terms", "coordination:terms_edit", "coordination:home_base"),
        *("coordination:themes", "coordination:questions"),
    ),
    _("Settings"),
    _("Settings"),
    "settings",
    is_for=lambda user: user.holds(Role.Kind.PROGRAMME_ADMIN),
)
MORE = Place(
    (
        *("more", "me", "accessibility", "notifications:list", "notifications:choices"),
        *("coaches:log_about_me", "coaches:log_object"),
    ),
    _("More"),
    _("More"),
    "menu",
    is_for=lambda user: True,
)

BAR = (
    *(HOME, BOOK, MINE, TOPICS, LOG, DESK, TEAM, COORDINATORS_DESK, BOARD, REQUESTS, PEOPLE, MANDATES, FIGURES),
    *(QUALITY, SETTINGS, ADMINISTRATION),
)
"""Everything in the order of the bar: everybody sees what they may do."""

MOST_IN_BAR = 7
GIVE_WAY = (
    *("coordination:requests", "coaches:topics", "sessions:list", "quality:index", "insights:dashboard"),
    "team:index",
)
"""Places that one reaches otherwise too, in the order in which they leave a full bar."""

TABS_OF_COACH = (HOME, DESK, LOG, MINE, MORE)
TABS_OF_COORDINATOR = (HOME, COORDINATORS_DESK, BOARD, PEOPLE, MORE)
TABS_OF_MANAGER = (HOME, FIGURES, QUALITY, MORE)
TABS_OF_OPERATOR = (HOME, ADMINISTRATION, MORE)
TABS = (HOME, BOOK, MINE, MORE)


def tabs_of(user: User) -> tuple[Place, ...]:
    """The four or five places of the phone's bottom bar."""
    if user.is_operator:
        return TABS_OF_OPERATOR
    if user.holds(Role.Kind.COORDINATOR):
        return TABS_OF_COORDINATOR
    if coaches_here(user):
        return TABS_OF_COACH
    return TABS_OF_MANAGER if reads_figures(user) else TABS


def bars(request: HttpRequest) -> dict[str, list[Place]]:
    """`nav`, the bar at the top, and `tabs`, the phone's at the bottom; empty for whoever is not signed in.

    `places` are all that one may go to, `beyond` those that the bar has no room for.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"places": [], "nav": [], "beyond": [], "tabs": []}
    here = request.resolver_match.view_name if request.resolver_match else ""
    chosen = tabs_of(user)
    places = _shown([place for place in BAR if place.is_for(user)], here, chosen)
    nav = _that_fit(places)
    return {
        "places": places,
        "nav": nav,
        "beyond": [place for place in places if place not in nav],
        "tabs": [replace(place, name=place.short) for place in _shown(chosen, here, chosen)],
    }


def _that_fit(places: list[Place]) -> list[Place]:
    """As many as stand in one line; whoever has more finds those left out on the own page."""
    spare = [page for page in GIVE_WAY if any(place.pages[0] == page for place in places)]
    left_out = spare[: max(sum(not place.is_button for place in places) - MOST_IN_BAR, 0)]
    return [place for place in places if place.pages[0] not in left_out]


def _shown(places: Iterable[Place], here: str, tabs: tuple[Place, ...]) -> list[Place]:
    addressed = ((place, address_of(place.pages[0])) for place in places)
    return [
        replace(place, url=url, current=here in place.pages, in_tabs=place in tabs) for place, url in addressed if url
    ]
