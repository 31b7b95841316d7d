"""The rows of `coaches`."""

from tests.coaching.permissions.answers import (
    BAD_FORM,
    COACHES,
    COACHES_ANYWHERE,
    HOUSE,
    LOGGERS,
    NOT_ALLOWED,
    Row,
    answers,
    the,
)

MAY_ADD = (*COACHES, "programme_admin")
ITS_KEEPERS = ("coach", "programme_admin")

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
    "coaches:topics": Row(answers(200), query=lambda scene: {"q": "erityisen tuen"}),
    "coaches:topic": Row(answers(404, (200, HOUSE)), args=the("topic")),
    "coaches:guidelines_due": Row(answers(200)),
    "coaches:guideline_add": Row(
        answers(404, (403, HOUSE), (200, MAY_ADD)),
        answers(404, (403, HOUSE), (400, MAY_ADD)),
        args=the("topic"),
        data=BAD_FORM,
    ),
    "coaches:guideline_edit": Row(
        answers(404, (403, HOUSE), (200, ITS_KEEPERS)),
        answers(404, (403, HOUSE), (400, ITS_KEEPERS)),
        args=the("guideline"),
        data=BAD_FORM,
    ),
    "coaches:guideline_review": Row(
        NOT_ALLOWED,
        answers(404, (403, HOUSE), (302, ITS_KEEPERS)),
        args=the("guideline"),
        data=lambda scene: {"revision": "0"},
    ),
    "coaches:guideline_remove": Row(
        answers(404, (403, HOUSE), (200, ITS_KEEPERS)),
        answers(404, (403, HOUSE), (302, ITS_KEEPERS)),
        args=the("guideline"),
    ),
    "coaches:guideline_file": Row(answers(404, (200, HOUSE)), args=the("guideline")),
    "coaches:place": Row(answers(403, (200, COACHES_ANYWHERE))),
    "coaches:competences": Row(
        answers(403, (200, COACHES_ANYWHERE)),
        answers(403, (400, COACHES_ANYWHERE)),
        data=BAD_FORM,
    ),
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
