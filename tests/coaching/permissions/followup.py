"""The rows of `followup`."""

from tests.coaching.permissions.answers import PARTICIPANTS, Row, answers, the

ROWS: dict[str, Row] = {
    "followup:notes": Row(
        answers(404, (200, PARTICIPANTS)),
        answers(404, (302, PARTICIPANTS)),
        args=the("session"),
        data=lambda scene: {"save": "mine", "mine-text": "Muista kysyä", "mine-revision": "0"},
    ),
}
