"""The rows of `coordination`."""

from coaches.hours.services import fingerprint
from tests.coaching.permissions.answers import (
    ADMINS,
    BAD_FORM,
    BOARD_READERS,
    CARETAKERS_ANYWHERE,
    COACHES,
    COACHES_ANYWHERE,
    COORDINATORS,
    DESKS,
    IN_SCOPE,
    LOGGERS,
    MAY_ANSWER,
    NEAR_CARETAKERS,
    NEAR_OVERSEERS,
    NOT_ALLOWED,
    OPERATOR_403,
    OVERSEERS,
    PARTICIPANTS,
    READERS,
    STRANGE_COORDINATORS,
    Row,
    also_strangers,
    answers,
    coach_of,
    free_time,
    setting,
    setting_act,
    settings_form,
    teacher_of,
    the,
)

ROWS: dict[str, Row] = {
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
    "coordination:themes": Row(
        answers(403, (404, ADMINS), (200, ("programme_admin",))),
        answers(403, (404, ADMINS), (302, ("programme_admin",))),
        args=the("topic"),
    ),
    "coordination:questions": Row(answers(403, (200, ADMINS)), answers(403, (302, ADMINS))),
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
    "coordination:messages_export": Row(answers(403, (200, also_strangers(*COORDINATORS)))),
    "coordination:write": Row(
        answers(403, (404, also_strangers(*COORDINATORS)), (200, IN_SCOPE)),
        answers(403, (404, also_strangers(*COORDINATORS)), (400, IN_SCOPE)),
        args=lambda scene: [scene.house.people["teacher"].pk],
    ),
    "coordination:letters": Row(answers(403, (200, also_strangers(*COORDINATORS)))),
    "coordination:letters_export": Row(answers(403, (200, also_strangers(*COORDINATORS)))),
    "coordination:announce": Row(
        answers(403, (200, also_strangers(*COORDINATORS))), answers(403, (400, also_strangers(*COORDINATORS)))
    ),
    "coordination:changes": Row(answers(403, (200, also_strangers(*COORDINATORS)))),
    "coordination:changes_export": Row(answers(403, (200, also_strangers(*COORDINATORS)))),
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
    "coordination:teams": Row(answers(403, (200, CARETAKERS_ANYWHERE))),
    "coordination:teams_export": Row(answers(403, (200, CARETAKERS_ANYWHERE))),
    "coordination:team_add": Row(answers(403, (200, CARETAKERS_ANYWHERE)), answers(403, (400, CARETAKERS_ANYWHERE))),
    "coordination:team": Row(
        answers(403, (404, CARETAKERS_ANYWHERE), (200, NEAR_CARETAKERS)),
        answers(403, (404, CARETAKERS_ANYWHERE), (400, NEAR_CARETAKERS)),
        args=the("team"),
    ),
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
