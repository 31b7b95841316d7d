"""The rows of `quality`."""

from datetime import timedelta

from django.utils import timezone

from organisation.calendar import academic_year_of
from quality.models import Factor
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
HERE = (*TEAM, "manager")
READERS = also_strangers(*HERE)
KEEPERS_HERE = (*COORDINATORS, "programme_admin")
KEEPERS = also_strangers(*KEEPERS_HERE)
WHOLE = also_strangers("coordinator", "manager", "programme_admin")
SETTERS = also_strangers("manager", "programme_admin")
GOAL = {"text": "Uudet tavataan kuukaudessa", "indicator": "new_met", "target": "90"}


def strangers(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name.startswith("stranger_"))


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
    "quality:year": Row(answers(403, (200, READERS))),
    "quality:year_begin": Row(
        answers(405), answers(403, (302, KEEPERS)), args=lambda scene: [academic_year_of(timezone.localdate())]
    ),
    "quality:task_add": Row(
        answers(403, (200, KEEPERS)),
        answers(403, (302, KEEPERS)),
        data=lambda scene: {"kind": "train", "due": timezone.localdate().isoformat()},
    ),
    "quality:task": Row(
        answers(403, (404, KEEPERS), (200, KEEPERS_HERE)),
        answers(403, (404, KEEPERS), (302, KEEPERS_HERE)),
        args=the("task"),
        data=lambda scene: {"revision": "0", "kind": "train", "due": timezone.localdate().isoformat()},
    ),
    "quality:task_mark": Row(
        answers(405),
        answers(403, (404, strangers(READERS)), (302, KEEPERS_HERE), (302, ("coach",))),
        args=the("task"),
        data=lambda scene: {"done": "1"},
    ),
    "quality:task_remove": Row(
        answers(403, (404, KEEPERS), (200, KEEPERS_HERE)),
        answers(403, (404, KEEPERS), (302, KEEPERS_HERE)),
        args=the("task"),
    ),
    "quality:goals": Row(answers(403, (200, READERS))),
    "quality:goal_add": Row(answers(403, (200, SETTERS)), answers(403, (302, SETTERS)), data=lambda scene: GOAL),
    "quality:goal": Row(
        answers(403, (404, SETTERS), (200, ("manager", "programme_admin"))),
        answers(403, (404, SETTERS), (302, ("manager", "programme_admin"))),
        args=the("goal"),
        data=lambda scene: GOAL,
    ),
    "quality:goal_remove": Row(
        answers(403, (404, SETTERS), (200, ("manager", "programme_admin"))),
        answers(403, (404, SETTERS), (302, ("manager", "programme_admin"))),
        args=the("goal"),
    ),
    "quality:evaluations": Row(answers(403, (200, READERS))),
    "quality:evaluation_add": Row(
        answers(403, (200, KEEPERS)),
        answers(403, (302, KEEPERS), (400, also_strangers("site_coordinator", "far_coordinator"))),
        data=lambda scene: {"closes_on": _in_days(30)},
    ),
    "quality:evaluation": Row(answers(403, (404, READERS), (200, HERE)), args=the("evaluation")),
    "quality:evaluation_answer": Row(
        answers(403, (404, READERS), (200, HERE)),
        answers(403, (404, READERS), (302, HERE)),
        args=the("evaluation"),
        data=lambda scene: dict.fromkeys(Factor.values, "3"),
    ),
    "quality:report": Row(answers(403, (200, WHOLE))),
    "quality:report_pdf": Row(answers(403, (200, WHOLE))),
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
