"""The rows of `sessions`."""

from sessions.free_times import time_token
from tests.coaching.permissions.answers import (
    BAD_FORM,
    COACHES_ANYWHERE,
    COORDINATORS,
    HOUSE,
    IN_SCOPE,
    NOT_ALLOWED,
    OPERATOR_403,
    PARTICIPANTS,
    PLANNERS,
    READERS,
    STRANGERS,
    Row,
    also_strangers,
    answers,
    choice,
    for_all,
    plan_of_the_coach,
    search,
    suggested,
    the,
)

ROWS: dict[str, Row] = {
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
    "sessions:seats_export": Row(answers(404, (403, HOUSE), (200, ("coach", *IN_SCOPE))), args=the("clinic")),
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
    "sessions:coach_desk": Row(answers(403, (200, COACHES_ANYWHERE))),
    "sessions:time_off_add": Row(
        answers(403, (200, COACHES_ANYWHERE)), answers(403, (400, COACHES_ANYWHERE)), data=BAD_FORM
    ),
    "sessions:time_off_delete": Row(
        answers(403, (404, COACHES_ANYWHERE), (200, ("coach",))),
        answers(403, (404, COACHES_ANYWHERE), (302, ("coach",))),
        args=the("time_off"),
    ),
}
