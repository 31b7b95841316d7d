"""The rows of `quality`."""

from datetime import timedelta

from django.utils import timezone

from tests.coaching.permissions.answers import (
    COACHES,
    COORDINATORS,
    HOUSE,
    Row,
    also_strangers,
    answers,
    the,
)

EVERYONE = also_strangers(*HOUSE)
TEAM = (*COACHES, *COORDINATORS, "programme_admin")
WORKERS = ("manager", "coach", "lead_coach", "coordinator", "programme_admin")
ADMINS = also_strangers("programme_admin")


def _in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


ROWS: dict[str, Row] = {
    "quality:index": Row(answers(403, (200, EVERYONE))),
    "quality:propose": Row(
        answers(403, (200, EVERYONE)), answers(403, (302, EVERYONE)), data=lambda scene: {"text": "Poissaolot"}
    ),
    "quality:observation": Row(answers(404, (200, HOUSE)), args=the("observation")),
    "quality:observe": Row(
        answers(403, (200, also_strangers(*TEAM))),
        answers(403, (302, also_strangers(*TEAM))),
        query=lambda scene: {"proposal": scene.observation.pk},
        data=lambda scene: {"text": "Samat kysymykset", "first_day": _in_days(-60), "last_day": _in_days(-1)},
    ),
    "quality:action_add": Row(
        answers(404, (403, HOUSE), (200, TEAM)),
        answers(404, (403, HOUSE), (302, TEAM)),
        args=the("observation"),
        data=lambda scene: {"what": "Yksi ohje", "due": _in_days(30), "process": scene.process.pk},
    ),
    "quality:action": Row(answers(404, (200, HOUSE)), args=the("action")),
    "quality:decide": Row(
        answers(404, (403, HOUSE), (200, ("manager",))),
        answers(404, (403, HOUSE), (302, ("manager",))),
        args=the("action"),
        data=lambda scene: {"decision": "no", "reason": "Ei tänä vuonna"},
    ),
    "quality:work": Row(
        answers(404, (403, HOUSE), (200, WORKERS)),
        answers(404, (403, HOUSE), (302, WORKERS)),
        args=the("action_under_way"),
        data=lambda scene: {
            "revision": "1",
            "step": "do",
            "owner": scene.house.people["manager"].pk,
            "due": _in_days(30),
        },
    ),
    "quality:processes": Row(
        answers(403, (200, ADMINS)), answers(403, (302, ADMINS)), data=lambda scene: {"name_fi": "Opetus"}
    ),
    "quality:process_edit": Row(
        answers(403, (404, ("stranger_programme_admin",)), (200, ("programme_admin",))),
        answers(403, (404, ("stranger_programme_admin",)), (302, ("programme_admin",))),
        args=the("process"),
        data=lambda scene: {"name_fi": "Arviointi"},
    ),
}
