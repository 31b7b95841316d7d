"""The rows of `notifications`."""

from tests.coaching.permissions.answers import NOT_ALLOWED, Row, answers, for_all, the

ROWS: dict[str, Row] = {
    # messages
    "notifications:list": Row(answers(200)),
    "notifications:read": Row(answers(404, (302, ("teacher",))), args=the("undelivered")),
    "notifications:read_all": Row(NOT_ALLOWED, answers(302)),
    "notifications:choices": Row(answers(200), answers(400)),
    "notifications:unsubscribe": Row(for_all(200), for_all(200), args=lambda scene: [scene.unsubscribing]),
}
