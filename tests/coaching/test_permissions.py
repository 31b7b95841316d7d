"""Who may what: every address, by GET and by POST, as everybody, with the exact answer.

The things in the addresses (a session, a time off, an invitation) belong to `teacher` and `coach` of the first house;
`site_coordinator` has them in scope, `far_coordinator` hasn't; each `stranger_` is of another institution.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from coaches.hours.services import fingerprint
from sessions.free_times import time_token
from tests.coaching.scene import Scene, workday

LOGIN = "to the sign-in page"
OUT = ("anonymous", "deactivated")
HOUSE = (
    *("teacher", "other_teacher", "coach", "other_coach", "lead_coach"),
    *("coordinator", "site_coordinator", "far_coordinator", "manager", "programme_admin"),
)
STRANGERS = tuple(f"stranger_{name}" for name in HOUSE)
SIGNED_IN = (*HOUSE, "operator", *STRANGERS)
EVERYBODY = (*OUT, *SIGNED_IN)

PARTICIPANTS = ("teacher", "coach")
IN_SCOPE = ("coordinator", "site_coordinator")
READERS = (*PARTICIPANTS, "lead_coach", *IN_SCOPE, "programme_admin")
COACHES = ("coach", "other_coach", "lead_coach")
MAY_ANSWER = (*IN_SCOPE, *COACHES)
COORDINATORS = ("coordinator", "site_coordinator", "far_coordinator")


NEAR_CARETAKERS = (*IN_SCOPE, "programme_admin")
"""Those who look after the people of the teacher's site."""


def also_strangers(*names: str) -> tuple[str, ...]:
    """The same of the other institution too: pages that show one's own things."""
    return (*names, *(f"stranger_{name}" for name in names))


Answers = dict[str, int | str]


def answers(rest: int, *others: tuple[int | str, tuple[str, ...]]) -> Answers:
    """`rest` for everyone but the named; who is out is sent to sign in unless named."""
    table: Answers = {**dict.fromkeys(SIGNED_IN, rest), **dict.fromkeys(OUT, LOGIN)}
    for status, names in others:
        table |= dict.fromkeys(names, status)
    return table


def for_all(status: int) -> Answers:
    """The same for everybody, whether signed in or not."""
    return dict.fromkeys(EVERYBODY, status)


BOARD_READERS = also_strangers(*COORDINATORS, "programme_admin")
COACHES_ANYWHERE = also_strangers(*COACHES)
CARETAKERS_ANYWHERE = also_strangers(*COORDINATORS, "programme_admin")
LOGGERS = COACHES_ANYWHERE + also_strangers(*COORDINATORS)
OVERSEERS = CARETAKERS_ANYWHERE + also_strangers("lead_coach")
NEAR_OVERSEERS = (*NEAR_CARETAKERS, "lead_coach")
NOT_ALLOWED = answers(405)
NO_ARGUMENTS: Callable[[Scene], list] = lambda scene: []  # noqa: E731 - a default, as short as the rows
BAD_FORM: Callable[[Scene], dict] = lambda scene: {"weekday": "never", "languages": "xx", "starts": "x"}  # noqa: E731
NO_DATA: Callable[[Scene], dict] = lambda scene: {}  # noqa: E731


@dataclass
class Row:
    """What each actor gets: by GET with `query`, by POST with `data`."""

    get: Answers
    post: Answers = field(default_factory=lambda: NOT_ALLOWED)
    args: Callable[[Scene], list] = NO_ARGUMENTS
    query: Callable[[Scene], dict] = NO_DATA
    data: Callable[[Scene], dict] = NO_DATA


def the(name: str) -> Callable[[Scene], list]:
    """The pk of a thing of the scene, as the address has it."""
    return lambda scene: [getattr(scene, name).pk]


def teacher_of(scene: Scene) -> int:
    return scene.house.people["teacher"].pk


def coach_of(scene: Scene) -> list:
    return [scene.house.coach.user_id]


def free_time(scene: Scene) -> str:
    """A time of the coach that nobody has, as addresses carry it."""
    day = timezone.localdate() + timedelta(days=workday(2))
    starts_at = datetime.combine(day, time(14), tzinfo=scene.house.institution.tz).astimezone(UTC)
    return f"{scene.house.coach.pk}@{starts_at:%Y%m%dT%H%MZ}"


def search(scene: Scene) -> dict:
    return {"topic": scene.house.topic.pk}


def choice(scene: Scene) -> dict:
    return {"time": free_time(scene), "topic": scene.house.topic.pk, "minutes": 45}


def suggested(scene: Scene) -> dict:
    return {"time": time_token(scene.house.coach.pk, scene.suggestion.starts_at)}


def logo(scene: Scene) -> list:
    return [scene.house.institution.pk, scene.house.institution.logo_hash]


def plan_of_the_coach(scene: Scene) -> dict:
    """A clinic of the coach, at the house's own site."""
    return {
        "kind": "clinic",
        "coach": scene.house.coach.pk,
        "topic": scene.house.topic.pk,
        "seats": 5,
        "title_fi": "Wilma-tunti",
        "site": scene.house.site.pk,
        "day": (timezone.localdate() + timedelta(days=workday(2))).isoformat(),
        "clock": "10:00",
        "minutes": 45,
        "pattern": "once",
    }


PLANNERS = COACHES_ANYWHERE + also_strangers(*COORDINATORS)
OPERATOR_403 = (403, ("operator",))
ADMINS = also_strangers("programme_admin")


def setting(thing: str, done: int = 400) -> Row:
    """The page of one thing that the first house has set up: its programme admin's only."""
    only = ((404, ADMINS), (200, ("programme_admin",)))
    return Row(answers(403, *only), answers(403, only[0], (done, ("programme_admin",))), args=the(thing), data=BAD_FORM)


def settings_form() -> Row:
    """A form of the settings that has no thing in its address."""
    return Row(answers(403, (200, ADMINS)), answers(403, (400, ADMINS)), data=BAD_FORM)


def setting_act(thing: str, data: Callable[[Scene], dict] = NO_DATA) -> Row:
    """What a programme admin does to one thing by a press."""
    return Row(NOT_ALLOWED, answers(403, (404, ADMINS), (302, ("programme_admin",))), args=the(thing), data=data)


DESKS = also_strangers(*COORDINATORS, "programme_admin")
STRANGE_COORDINATORS = tuple(f"stranger_{name}" for name in COORDINATORS)
TABLE: dict[str, Row] = {
    "home": Row(for_all(200), for_all(405)),
    "livez": Row(for_all(200), for_all(405)),
    "readyz": Row(for_all(200), for_all(405)),
    "metrics": Row(for_all(200), for_all(405)),
    "me": Row(answers(200), answers(400)),
    # messages
    "notifications:list": Row(answers(200)),
    "notifications:read": Row(answers(404, (302, ("teacher",))), args=the("undelivered")),
    "notifications:read_all": Row(NOT_ALLOWED, answers(302)),
    "notifications:choices": Row(answers(200), answers(400)),
    "notifications:unsubscribe": Row(for_all(200), for_all(200), args=lambda scene: [scene.unsubscribing]),
    "more": Row(answers(200)),
    "accessibility": Row(for_all(200), for_all(400)),
    "logo": Row(for_all(200), for_all(405), args=logo),
    "stay": Row(for_all(200), for_all(200)),
    "signed_in_again": Row(answers(200)),
    "hint_hide": Row(NOT_ALLOWED, answers(302, (400, ("operator",))), data=lambda scene: {"hint": "all"}),
    "hints_show": Row(NOT_ALLOWED, answers(302)),
    "set_language": Row(for_all(405), for_all(302), data=lambda scene: {"language": "sv"}),
    "theme": Row(for_all(405), for_all(302), data=lambda scene: {"theme": "dark"}),
    # Only the demo has them.
    "demo_mail": Row(for_all(404), for_all(405)),
    "demo_mail_one": Row(for_all(404), for_all(405), args=lambda scene: ["name"]),
    "demo_mail_html": Row(for_all(404), for_all(405), args=lambda scene: ["name"]),
    "invited": Row(for_all(200), for_all(400), args=lambda scene: [scene.invitation]),
    # sessions
    "sessions:book": Row(answers(200, (400, STRANGERS), OPERATOR_403), query=search),
    "sessions:times": Row(answers(200, (400, STRANGERS), OPERATOR_403), query=search),
    "sessions:confirm": Row(
        answers(200, (404, STRANGERS), (409, ("coach",)), OPERATOR_403),
        answers(302, (404, STRANGERS), (409, ("coach",)), OPERATOR_403),
        query=choice,
        data=choice,
    ),
    "sessions:colleague": Row(answers(403, (200, COACHES_ANYWHERE + also_strangers(*COORDINATORS)))),
    "sessions:coach": Row(answers(404, (200, HOUSE)), args=lambda scene: [scene.house.coach.pk]),
    "sessions:list": Row(answers(200)),
    "sessions:detail": Row(answers(404, (200, READERS)), args=the("session")),
    "sessions:calendar_file": Row(answers(404, (403, READERS), (200, PARTICIPANTS)), args=the("session")),
    "sessions:move": Row(
        answers(404, (403, READERS), (200, PARTICIPANTS + IN_SCOPE)),
        answers(404, (403, READERS), (302, PARTICIPANTS + IN_SCOPE)),
        args=the("session"),
        data=choice,
    ),
    "sessions:cancel": Row(
        answers(404, (403, READERS), (200, PARTICIPANTS + IN_SCOPE)),
        answers(404, (403, READERS), (302, PARTICIPANTS + IN_SCOPE)),
        args=the("session"),
        data=lambda scene: {"reason": ""},
    ),
    "sessions:accept": Row(NOT_ALLOWED, answers(404, (403, READERS), (302, ("teacher",))), args=the("proposal")),
    "sessions:decline": Row(
        answers(404, (403, READERS), (200, ("teacher",))),
        answers(404, (403, READERS), (302, ("teacher",))),
        args=the("proposal"),
        data=lambda scene: {"reason": ""},
    ),
    "sessions:leave": Row(
        answers(404, (403, READERS), (200, ("teacher", "other_teacher"))),
        answers(404, (403, READERS), (302, ("teacher", "other_teacher"))),
        args=the("shared"),
    ),
    "sessions:suggest": Row(
        answers(404, (403, READERS), (200, ("coach", *IN_SCOPE))),
        answers(404, (403, READERS), (302, ("coach", *IN_SCOPE))),
        args=the("session"),
        data=choice,
    ),
    "sessions:suggestion_accept": Row(
        NOT_ALLOWED,
        answers(404, (403, READERS), (302, ("teacher", "other_teacher"))),
        args=the("shared"),
        data=suggested,
    ),
    "sessions:suggestion_decline": Row(
        NOT_ALLOWED,
        answers(404, (403, READERS), (302, ("teacher", "other_teacher"))),
        args=the("shared"),
        data=suggested,
    ),
    "sessions:hand_over": Row(
        answers(404, (403, READERS), (200, ("coach", "lead_coach", *IN_SCOPE))),
        answers(404, (403, READERS), (302, ("coach", "lead_coach", *IN_SCOPE))),
        args=the("session"),
        data=lambda scene: {"time": time_token(scene.house.other_coach.pk, scene.session.starts_at)},
    ),
    "sessions:follow_ups": Row(
        answers(404, (403, READERS), (200, ("coach", *IN_SCOPE))),
        answers(404, (403, READERS), (302, ("coach", *IN_SCOPE))),
        args=the("session"),
        data=choice,
    ),
    "sessions:close": Row(
        NOT_ALLOWED,
        answers(404, (403, READERS), (302, ("coach",))),
        args=the("past"),
        data=lambda scene: {"held": "yes"},
    ),
    "followup:notes": Row(
        answers(404, (200, PARTICIPANTS)),
        answers(404, (302, PARTICIPANTS)),
        args=the("session"),
        data=lambda scene: {"save": "mine", "mine-text": "Muista kysyä", "mine-revision": "0"},
    ),
    # calendars: whoever has the address needs no account; one's own are made by staff, two of three by coaches
    "sessions:feed": Row(for_all(200), for_all(405), args=lambda scene: [scene.feed]),
    "sessions:feed_make": Row(NOT_ALLOWED, answers(200, OPERATOR_403), args=lambda scene: ["mine"]),
    "sessions:feed_end": Row(NOT_ALLOWED, answers(403, (302, COACHES_ANYWHERE)), args=lambda scene: ["clinics"]),
    # groups
    "sessions:clinics": Row(answers(200)),
    "sessions:plan": Row(answers(403, (200, PLANNERS))),
    "sessions:plan_again": Row(NOT_ALLOWED, answers(403, (400, PLANNERS))),
    "sessions:plan_dates": Row(
        NOT_ALLOWED, answers(403, (400, PLANNERS), (200, ("coach", *IN_SCOPE))), data=plan_of_the_coach
    ),
    "sessions:plan_save": Row(
        NOT_ALLOWED, answers(403, (400, PLANNERS), (302, ("coach", *IN_SCOPE))), data=plan_of_the_coach
    ),
    "sessions:sign_up": Row(NOT_ALLOWED, answers(404, (302, HOUSE), (403, ("coach",))), args=the("clinic")),
    "sessions:wait": Row(NOT_ALLOWED, answers(404, (302, HOUSE), (403, ("coach",))), args=the("clinic")),
    "sessions:stop_waiting": Row(NOT_ALLOWED, answers(404, (302, HOUSE)), args=the("clinic")),
    "sessions:wait_topic": Row(NOT_ALLOWED, answers(404, (302, HOUSE)), args=the("topic")),
    "sessions:stop_waiting_topic": Row(NOT_ALLOWED, answers(404, (302, HOUSE)), args=the("topic")),
    "sessions:invite": Row(
        answers(404, (403, HOUSE), (200, ("coach", *IN_SCOPE))),
        answers(404, (403, HOUSE), (400, ("coach", *IN_SCOPE))),
        args=the("clinic"),
        data=lambda scene: {"people": "Ei Kukaan", "how": "invite"},
    ),
    "sessions:edit": Row(
        answers(404, (403, HOUSE), (200, ("coach", *IN_SCOPE))),
        answers(404, (403, HOUSE), (400, ("coach", *IN_SCOPE))),
        args=the("clinic"),
        data=lambda scene: {"seats": "0"},
    ),
    "sessions:series_move": Row(
        answers(404, (403, READERS), (200, ("coach", *IN_SCOPE))),
        answers(404, (403, READERS), (400, ("coach", *IN_SCOPE))),
        args=the("group"),
        data=lambda scene: {"day": "x", "clock": "10:00", "reach": "all"},
    ),
    # coordination
    "coordination:requests": Row(answers(200)),
    "coordination:requests_export": Row(answers(403, (200, also_strangers(*COORDINATORS)))),
    "coordination:ask": Row(answers(200, OPERATOR_403), answers(400, OPERATOR_403)),
    "coordination:accessibility_feedback": Row(answers(403, (200, (*also_strangers("programme_admin"), "operator")))),
    "coordination:accessibility_answered": Row(
        NOT_ALLOWED, answers(404, (302, ("programme_admin",))), args=the("feedback")
    ),
    "coordination:home_base": Row(
        answers(403, (200, also_strangers("programme_admin"))),
        answers(403, (400, also_strangers("programme_admin"))),
        data=lambda scene: {"contact_email": "x"},
    ),
    "coordination:settings": Row(answers(403, (200, ADMINS))),
    "coordination:sites": Row(answers(403, (200, ADMINS))),
    "coordination:sites_add": settings_form(),
    "coordination:sites_edit": setting("unused_site"),
    "coordination:sites_delete": setting_act("unused_site"),
    "coordination:sectors": Row(answers(403, (200, ADMINS))),
    "coordination:sectors_add": settings_form(),
    "coordination:sectors_edit": setting("unused_sector"),
    "coordination:sectors_delete": setting_act("unused_sector"),
    "coordination:topics_settings": Row(answers(403, (200, ADMINS))),
    "coordination:topics_add": settings_form(),
    "coordination:topics_edit": setting("topic"),
    "coordination:topics_move": setting_act("topic", lambda scene: {"to": "up"}),
    "coordination:topics_retire": setting_act("topic", lambda scene: {"retired": "yes"}),
    "coordination:areas_add": settings_form(),
    "coordination:areas_edit": setting("area"),
    "coordination:areas_move": setting_act("area", lambda scene: {"to": "down"}),
    "coordination:areas_delete": setting_act("area"),
    "coordination:policy": settings_form(),
    "coordination:mail": Row(
        answers(403, (200, ADMINS)), answers(403, (400, ADMINS)), data=lambda scene: {"contact_email": "nobody"}
    ),
    "coordination:desk": Row(answers(403, (200, DESKS))),
    "coordination:away": Row(
        answers(403, (200, COACHES_ANYWHERE + also_strangers(*COORDINATORS))),
        answers(403, (400, COACHES_ANYWHERE + also_strangers(*COORDINATORS))),
        data=BAD_FORM,
    ),
    "coordination:away_plan": Row(
        answers(404, (200, ("coach", "lead_coach", *IN_SCOPE))),
        answers(404, (302, ("coach", "lead_coach", *IN_SCOPE))),
        args=the("time_off"),
    ),
    "coordination:close": Row(
        NOT_ALLOWED,
        answers(404, (403, READERS), (302, ("coach", *IN_SCOPE))),
        args=the("unmarked"),
        data=lambda scene: {"held": "yes"},
    ),
    "coordination:cancel": Row(
        NOT_ALLOWED,
        answers(404, (403, READERS), (302, PARTICIPANTS + IN_SCOPE)),
        args=the("session"),
    ),
    "coordination:propose_first": Row(
        NOT_ALLOWED, answers(404, (302, IN_SCOPE)), args=lambda scene: [scene.house.people["teacher"].pk]
    ),
    "coordination:send_again": Row(
        NOT_ALLOWED, answers(403, (302, also_strangers(*COORDINATORS))), args=the("undelivered")
    ),
    "coordination:messages": Row(answers(403, (200, also_strangers(*COORDINATORS)))),
    "coordination:write": Row(
        answers(403, (404, also_strangers(*COORDINATORS)), (200, IN_SCOPE)),
        answers(403, (404, also_strangers(*COORDINATORS)), (400, IN_SCOPE)),
        args=lambda scene: [scene.house.people["teacher"].pk],
    ),
    "coordination:letters": Row(answers(403, (200, also_strangers(*COORDINATORS)))),
    "coordination:announce": Row(
        answers(403, (200, also_strangers(*COORDINATORS))), answers(403, (400, also_strangers(*COORDINATORS)))
    ),
    "coordination:changes": Row(answers(403, (200, also_strangers(*COORDINATORS)))),
    "coordination:change_add": Row(
        answers(403, (200, also_strangers(*COORDINATORS))), answers(403, (400, also_strangers(*COORDINATORS)))
    ),
    "coordination:change_edit": Row(
        answers(403, (404, STRANGE_COORDINATORS), (200, IN_SCOPE)),
        answers(403, (404, STRANGE_COORDINATORS), (400, IN_SCOPE)),
        args=the("change"),
    ),
    "coordination:change_remove": Row(
        NOT_ALLOWED, answers(403, (404, STRANGE_COORDINATORS), (302, IN_SCOPE)), args=the("change")
    ),
    "coordination:edit_request": Row(
        answers(404, (403, MAY_ANSWER), (200, ("teacher",))),
        answers(404, (403, MAY_ANSWER), (400, ("teacher",))),
        args=the("request"),
    ),
    "coordination:withdraw": Row(
        NOT_ALLOWED, answers(404, (403, MAY_ANSWER), (302, ("teacher",))), args=the("request")
    ),
    "coordination:take_request": Row(
        answers(404, (200, COACHES)),
        answers(404, (403, ("other_coach", "lead_coach")), (302, ("coach",))),
        args=the("request"),
        data=lambda scene: {"time": free_time(scene)},
    ),
    "coordination:assign": Row(answers(404, (403, ("teacher", *COACHES)), (200, IN_SCOPE)), args=the("request")),
    "coordination:answer_request": Row(
        NOT_ALLOWED,
        answers(404, (403, ("teacher", *COACHES)), (302, IN_SCOPE)),
        args=the("request"),
        data=lambda scene: {"time": free_time(scene)},
    ),
    "coordination:terms": Row(answers(403, (200, also_strangers("programme_admin")))),
    "coordination:terms_edit": Row(
        answers(403, (200, also_strangers("programme_admin"))),
        answers(403, (400, also_strangers("programme_admin"))),
        args=lambda scene: ["coach", "fi"],
        query=lambda scene: {"preset": "tutoropettaja"},
    ),
    "coordination:test_mail": Row(NOT_ALLOWED, answers(403, (302, ADMINS))),
    "coordination:institution": settings_form(),
    "coordination:roles": Row(answers(403, (200, ADMINS))),
    "coordination:roles_give": settings_form(),
    "coordination:roles_end": setting("role", 302),
    "coordination:holidays": Row(NOT_ALLOWED, answers(403, (302, ADMINS)), data=lambda scene: {"closed": "yes"}),
    "coordination:closed_days": settings_form(),
    "coordination:reopen": setting_act("closed_day"),
    "coordination:people": Row(answers(403, (200, CARETAKERS_ANYWHERE))),
    "coordination:people_export": Row(answers(403, (200, CARETAKERS_ANYWHERE))),
    "coordination:person_add": Row(answers(403, (200, CARETAKERS_ANYWHERE)), answers(403, (400, CARETAKERS_ANYWHERE))),
    "coordination:person": Row(
        answers(403, (404, CARETAKERS_ANYWHERE), (200, NEAR_CARETAKERS)), args=lambda scene: [teacher_of(scene)]
    ),
    "coordination:person_edit": Row(
        answers(403, (404, CARETAKERS_ANYWHERE), (200, NEAR_CARETAKERS)),
        answers(403, (404, CARETAKERS_ANYWHERE), (400, NEAR_CARETAKERS)),
        args=lambda scene: [teacher_of(scene)],
    ),
    "coordination:person_welcome": Row(
        NOT_ALLOWED,
        answers(403, (404, CARETAKERS_ANYWHERE), (302, NEAR_CARETAKERS)),
        args=lambda scene: [teacher_of(scene)],
    ),
    "coordination:person_close": Row(
        answers(403, (404, CARETAKERS_ANYWHERE), (200, NEAR_CARETAKERS)),
        answers(403, (404, CARETAKERS_ANYWHERE), (400, NEAR_CARETAKERS)),
        args=lambda scene: [teacher_of(scene)],
    ),
    "coordination:person_open": Row(
        NOT_ALLOWED,
        answers(403, (404, CARETAKERS_ANYWHERE), (302, NEAR_CARETAKERS)),
        args=lambda scene: [scene.house.people["deactivated"].pk],
    ),
    "coordination:person_coach": Row(
        answers(403, (404, CARETAKERS_ANYWHERE), (200, NEAR_CARETAKERS)),
        answers(403, (404, CARETAKERS_ANYWHERE), (302, NEAR_CARETAKERS)),
        args=lambda scene: [teacher_of(scene)],
        data=lambda scene: {"topics": scene.house.topic.pk, "languages": "fi"},
    ),
    "coordination:person_coach_end": Row(
        answers(403, (404, CARETAKERS_ANYWHERE), (200, NEAR_CARETAKERS)),
        answers(403, (404, CARETAKERS_ANYWHERE), (400, NEAR_CARETAKERS)),
        args=lambda scene: [scene.house.coach.user_id],
    ),
    "coordination:import_start": Row(
        answers(403, (200, CARETAKERS_ANYWHERE)), answers(403, (400, CARETAKERS_ANYWHERE))
    ),
    "coordination:import": Row(
        answers(403, (404, LOGGERS + CARETAKERS_ANYWHERE), (200, ("coordinator",))), args=the("table_import")
    ),
    "coordination:import_mend": Row(
        NOT_ALLOWED,
        answers(403, (404, LOGGERS + CARETAKERS_ANYWHERE), (302, ("coordinator",))),
        args=the("table_import"),
        data=lambda scene: {"c2-email": "x", "out3": "on", "in2": "1"},
    ),
    "coordination:import_save": Row(
        NOT_ALLOWED,
        answers(403, (404, LOGGERS + CARETAKERS_ANYWHERE), (409, ("coordinator",))),
        args=the("table_import"),
        data=lambda scene: {"fingerprint": "another"},
    ),
    "coordination:import_drop": Row(
        NOT_ALLOWED,
        answers(403, (404, LOGGERS + CARETAKERS_ANYWHERE), (302, ("coordinator",))),
        args=the("table_import"),
    ),
    # hours
    "coordination:hours": Row(answers(403, (200, OVERSEERS))),
    "coordination:hours_export": Row(answers(403, (200, OVERSEERS))),
    "coordination:person_hours": Row(answers(403, (404, OVERSEERS), (200, NEAR_OVERSEERS)), args=coach_of),
    "coordination:person_hours_export": Row(answers(403, (404, OVERSEERS), (200, NEAR_OVERSEERS)), args=coach_of),
    "coordination:person_hours_print": Row(answers(403, (404, OVERSEERS), (200, NEAR_OVERSEERS)), args=coach_of),
    "coordination:mandate_add": Row(
        answers(403, (404, CARETAKERS_ANYWHERE), (200, NEAR_CARETAKERS)),
        answers(403, (404, CARETAKERS_ANYWHERE), (400, NEAR_CARETAKERS)),
        args=coach_of,
        data=BAD_FORM,
    ),
    "coordination:mandate": Row(
        answers(403, (404, CARETAKERS_ANYWHERE), (200, NEAR_CARETAKERS)),
        answers(403, (404, CARETAKERS_ANYWHERE), (400, NEAR_CARETAKERS)),
        args=the("mandate"),
        data=BAD_FORM,
    ),
    "coordination:mandate_delete": Row(
        answers(403, (404, CARETAKERS_ANYWHERE), (200, NEAR_CARETAKERS)),
        answers(403, (404, CARETAKERS_ANYWHERE), (302, NEAR_CARETAKERS)),
        args=the("mandate"),
    ),
    "coordination:mandates": Row(answers(403, (200, also_strangers("manager")))),
    "coordination:mandate_confirm": Row(
        NOT_ALLOWED,
        answers(403, (404, ("stranger_manager",)), (302, ("manager",))),
        args=the("mandate"),
        data=lambda scene: {"seen": fingerprint(scene.mandate)},
    ),
    # the log
    "coordination:log_import": Row(answers(403, (200, LOGGERS)), answers(403, (400, LOGGERS))),
    "coaches:log": Row(answers(403, (200, LOGGERS)), answers(403, (400, LOGGERS)), data=BAD_FORM),
    "coaches:log_people": Row(answers(403, (200, COACHES_ANYWHERE)), query=lambda scene: {"q": "teacher"}),
    "coaches:log_edit": Row(
        answers(403, (404, LOGGERS), (200, ("coach",))),
        answers(403, (404, LOGGERS), (400, ("coach",))),
        args=the("log_row"),
        data=BAD_FORM,
    ),
    "coaches:log_again": Row(NOT_ALLOWED, answers(403, (404, LOGGERS), (302, ("coach",))), args=the("log_row")),
    "coaches:log_delete": Row(
        answers(403, (404, LOGGERS), (200, ("coach",))),
        answers(403, (404, LOGGERS), (302, ("coach",))),
        args=the("log_row"),
    ),
    "coaches:hours": Row(answers(403, (200, LOGGERS))),
    "coaches:hours_export": Row(answers(403, (200, LOGGERS))),
    "coaches:hours_print": Row(answers(403, (200, LOGGERS))),
    "coaches:log_about_me": Row(answers(200)),
    "coaches:log_object": Row(
        answers(404, (200, ("teacher",))), answers(404, (400, ("teacher",))), args=the("log_row"), data=BAD_FORM
    ),
    "coaches:log_object_withdraw": Row(NOT_ALLOWED, answers(404, (302, ("teacher",))), args=the("log_row")),
    "coordination:teams": Row(answers(403, (200, CARETAKERS_ANYWHERE))),
    "coordination:team_add": Row(answers(403, (200, CARETAKERS_ANYWHERE)), answers(403, (400, CARETAKERS_ANYWHERE))),
    "coordination:team": Row(
        answers(403, (404, CARETAKERS_ANYWHERE), (200, NEAR_CARETAKERS)),
        answers(403, (404, CARETAKERS_ANYWHERE), (400, NEAR_CARETAKERS)),
        args=the("team"),
    ),
    # coaches
    "coaches:topics": Row(answers(200)),
    "coaches:profile": Row(answers(403, (200, COACHES_ANYWHERE)), answers(403, (400, COACHES_ANYWHERE)), data=BAD_FORM),
    "coaches:opening_hours": Row(answers(403, (200, COACHES_ANYWHERE))),
    "coaches:opening_hours_add": Row(
        answers(403, (200, COACHES_ANYWHERE)), answers(403, (400, COACHES_ANYWHERE)), data=BAD_FORM
    ),
    "coaches:opening_hours_edit": Row(
        answers(403, (404, COACHES_ANYWHERE), (200, ("coach",))),
        answers(403, (404, COACHES_ANYWHERE), (400, ("coach",))),
        args=the("hours"),
        data=BAD_FORM,
    ),
    "coaches:opening_hours_delete": Row(
        answers(403, (404, COACHES_ANYWHERE), (200, ("coach",))),
        answers(403, (404, COACHES_ANYWHERE), (302, ("coach",))),
        args=the("hours"),
    ),
    "coaches:calendars": Row(answers(403, (200, COACHES_ANYWHERE))),
    "coaches:calendar_add": Row(
        answers(403, (200, COACHES_ANYWHERE)), answers(403, (400, COACHES_ANYWHERE)), data=BAD_FORM
    ),
    "coaches:calendar_read": Row(
        NOT_ALLOWED, answers(403, (404, COACHES_ANYWHERE), (302, ("coach",))), args=the("calendar")
    ),
    "coaches:calendar_remove": Row(
        answers(403, (404, COACHES_ANYWHERE), (200, ("coach",))),
        answers(403, (404, COACHES_ANYWHERE), (302, ("coach",))),
        args=the("calendar"),
    ),
    "sessions:coach_desk": Row(answers(403, (200, COACHES_ANYWHERE))),
    "sessions:time_off_add": Row(
        answers(403, (200, COACHES_ANYWHERE)), answers(403, (400, COACHES_ANYWHERE)), data=BAD_FORM
    ),
    "sessions:time_off_delete": Row(
        answers(403, (404, COACHES_ANYWHERE), (200, ("coach",))),
        answers(403, (404, COACHES_ANYWHERE), (302, ("coach",))),
        args=the("time_off"),
    ),
    # signing in
    "account_login": Row(answers(302, (200, OUT)), answers(302, (200, OUT))),
    "account_logout": Row(answers(200, (302, OUT)), for_all(302)),
    "account_signup": Row(answers(302, (200, OUT)), answers(302, (200, OUT))),
    "account_inactive": Row(for_all(200), for_all(405)),
    # Whoever has no password signs in by a code again instead.
    "account_reauthenticate": Row(answers(403), answers(403)),
    "account_email": Row(answers(200), answers(302)),
    "account_email_verification_sent": Row(answers(302), answers(302)),
    "account_change_password": Row(answers(302), answers(302)),
    "account_set_password": Row(answers(200), answers(200)),
    "account_reset_password": Row(for_all(200), for_all(200)),
    "account_reset_password_done": Row(for_all(200), for_all(405)),
    "account_reset_password_from_key": Row(for_all(200), for_all(200), args=lambda scene: ["1", "a-b"]),
    "account_reset_password_from_key_done": Row(for_all(200), for_all(405)),
    "account_request_login_code": Row(answers(302, (200, OUT)), answers(302, (200, OUT))),
    "account_confirm_login_code": Row(answers(302), answers(302)),
    # the board
    "coordination:board": Row(answers(403, (200, BOARD_READERS))),
    "coordination:board_export": Row(answers(403, (200, BOARD_READERS))),
    "coordination:board_rows": Row(answers(403, (200, BOARD_READERS))),
    "coordination:board_session": Row(
        answers(403, (404, BOARD_READERS), (200, (*IN_SCOPE, "programme_admin"))), args=the("session")
    ),
    "coordination:board_place": Row(
        NOT_ALLOWED,
        answers(403, (404, BOARD_READERS), (403, ("programme_admin",)), (302, IN_SCOPE)),
        args=the("session"),
        data=lambda scene: {"time": free_time(scene)},
    ),
    "coordination:board_call_off": Row(
        NOT_ALLOWED,
        answers(403, (404, BOARD_READERS), (403, ("programme_admin",)), (302, IN_SCOPE)),
        args=the("session"),
        data=lambda scene: {"reason": ""},
    ),
}


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    """Made once, and rolled back when the module is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scene()
        transaction.set_rollback(True)


def browser(person) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None and person.is_active:
        client.force_login(person)
    return client


@pytest.fixture(scope="module")
def browsers(scene, django_db_blocker) -> dict[str, Client]:
    with django_db_blocker.unblock():
        return {name: browser(person) for name, person in scene.actors.items()}


def ask(client: Client, method: str, address: str, data: dict) -> int | str:
    """The status, or LOGIN; whatever was changed is undone, also in the browser."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(address, data)
        transaction.set_rollback(True)
    client.cookies = cookies
    to_login = answer.status_code == 302 and answer.url.startswith((reverse("account_login"), reverse("admin:login")))
    return LOGIN if to_login else answer.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("name", TABLE)
def test_everybody_gets_the_answer_of_the_table(scene, browsers, name, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    row = TABLE[name]
    address = reverse(name, args=row.args(scene))
    got = {
        method: {actor: ask(client, method, address, data) for actor, client in browsers.items()}
        for method, data in (("get", row.query(scene)), ("post", row.data(scene)))
    }
    expected = {"get": row.get, "post": row.post}
    wrong: dict[str, list[str]] = defaultdict(list)
    for method, found in got.items():
        for actor, status in found.items():
            if status != expected[method][actor]:
                wrong[f"{method}: {status}, not {expected[method][actor]}"].append(actor)
    assert not wrong, "\n".join(f"{what}: {', '.join(who)}" for what, who in wrong.items())


def test_the_table_knows_every_actor(scene):
    assert set(EVERYBODY) == set(scene.actors)
    assert all(set(row.get) == set(row.post) == set(EVERYBODY) for row in TABLE.values())


def names_of(patterns, prefix: str = "") -> Iterator[str]:
    """The name of every address there is; an address without a name can't be in any table."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name or prefix == "admin:", f"{pattern.pattern} has no name"
            yield f"{prefix}{pattern.name}"
        else:
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names_of(pattern.url_patterns, space)


def test_every_address_stands_in_the_table():
    names = {name for name in names_of(get_resolver().url_patterns) if not name.startswith("admin:")}
    assert names == set(TABLE)


@pytest.mark.parametrize("path", ["/ui/", "/demo/mail/"])
def test_what_is_the_demos_only_is_not_here(client, path):
    assert client.get(path).status_code == 404
