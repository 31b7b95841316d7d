"""The rows of `insights`."""

from tests.coaching.permissions.answers import COORDINATORS, Row, also_strangers, answers

READERS = also_strangers(*COORDINATORS, "manager", "programme_admin")
ROWS: dict[str, Row] = {
    "insights:dashboard": Row(answers(403, (200, READERS))),
    # Nothing is published yet in these houses, so there is no table.
    "insights:export": Row(answers(403, (404, READERS))),
}
