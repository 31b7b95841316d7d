"""The rows of `/team/`."""

from datetime import timedelta

from django.utils import timezone

from tests.coaching.permissions.answers import (
    COACHES,
    COORDINATORS,
    Row,
    also_strangers,
    answers,
    the,
)

# The team has the coach as member and the lead coach as lead.
OWN = ("coach", "lead_coach")
DATES = ("coordinator", "site_coordinator", "programme_admin")
AIMS = (*DATES, "manager")
READERS = (*OWN, *AIMS)
OWN_ONLY = answers(404, (403, AIMS), (200, OWN))
OWN_WRITES = answers(404, (403, AIMS), (302, OWN))


def _day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


ROWS: dict[str, Row] = {
    "team:index": Row(
        answers(
            403,
            (200, also_strangers(*COACHES, *COORDINATORS, "programme_admin", "manager")),
            (302, also_strangers("coach", "lead_coach")),
        )
    ),
    "team:team": Row(answers(404, (200, READERS)), args=the("team")),
    "team:aim_add": Row(OWN_ONLY, OWN_WRITES, args=the("team"), data=lambda scene: {"text": "Klinikka joka kuussa"}),
    "team:aim": Row(answers(405), answers(404, (302, OWN)), args=the("aim"), data=lambda scene: {"reached": "1"}),
    "team:aim_remove": Row(answers(404, (200, OWN)), answers(404, (302, OWN)), args=the("aim")),
    "team:reflections": Row(
        OWN_ONLY, OWN_WRITES, args=the("team"), data=lambda scene: {"text": "Kysyin ensin, mitä oli kokeiltu."}
    ),
    "team:reflection_remove": Row(
        answers(404, (403, ("lead_coach",)), (200, ("coach",))),
        answers(404, (403, ("lead_coach",)), (302, ("coach",))),
        args=the("reflection"),
    ),
    "team:meetings": Row(OWN_ONLY, answers(405), args=the("team")),
    "team:meeting_add": Row(
        OWN_ONLY,
        OWN_WRITES,
        args=the("team"),
        data=lambda scene: {"day": _day(7), "clock": "14:15", "minutes": "60", "pattern": "once"},
    ),
    "team:meeting": Row(
        answers(404, (200, OWN)),
        answers(404, (302, OWN)),
        args=the("meeting"),
        data=lambda scene: {"revision": "0", "notes": "Sovittiin klinikasta"},
    ),
    "team:meeting_move": Row(
        answers(404, (200, OWN)),
        answers(404, (302, OWN)),
        args=the("meeting"),
        data=lambda scene: {"revision": "0", "day": _day(9), "clock": "14:15", "minutes": "60"},
    ),
    "team:attendance": Row(
        answers(404, (200, OWN)), answers(404, (302, OWN)), args=the("meeting_past"), data=lambda scene: {}
    ),
    "team:meeting_remove": Row(answers(404, (200, OWN)), answers(404, (302, OWN)), args=the("meeting")),
}
