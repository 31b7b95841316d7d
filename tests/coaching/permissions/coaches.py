"""The rows of `coaches`."""

from tests.coaching.permissions.answers import BAD_FORM, COACHES_ANYWHERE, LOGGERS, NOT_ALLOWED, Row, answers, the

ROWS: dict[str, Row] = {
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
}
