"""The rows of `followup`."""

from tests.coaching.permissions.answers import (
    COACHES_ANYWHERE,
    NOT_ALLOWED,
    PARTICIPANTS,
    READERS,
    Row,
    answers,
    the,
)

ROWS: dict[str, Row] = {
    "followup:notes": Row(
        answers(404, (200, PARTICIPANTS)),
        answers(404, (302, PARTICIPANTS)),
        args=the("session"),
        data=lambda scene: {"save": "mine", "mine-text": "Muista kysyä", "mine-revision": "0"},
    ),
    "followup:closing": Row(
        answers(404, (403, READERS), (200, PARTICIPANTS)),
        answers(404, (403, READERS), (302, PARTICIPANTS)),
        args=the("past"),
        data=lambda scene: {"held": "yes", "minutes": "45", "what_1": "Kokeilen pohjaa"},
    ),
    "followup:feedback": Row(
        answers(404, (403, READERS), (200, ("teacher",))),
        answers(404, (403, READERS), (302, ("teacher",))),
        args=the("held"),
        data=lambda scene: {"sentence": "Kiitos"},
    ),
    "followup:agreements": Row(answers(200)),
    "followup:tick": Row(NOT_ALLOWED, answers(404, (302, PARTICIPANTS)), args=the("agreement")),
    "followup:my_feedback": Row(answers(403, (200, COACHES_ANYWHERE))),
}
