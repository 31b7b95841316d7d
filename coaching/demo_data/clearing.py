"""Takes the demo away again, and nothing else."""

from typing import Any

import pgtrigger
from django.apps import apps

from coaches.models import Coach, Mandate, TimeOff, WorkLog
from coaching.demo_data.houses import OPERATOR, SLUGS
from coordination.models import Change
from organisation.models import Institution, Role, Sector, Site, User
from quality.models import CoreProcess, Goal, ImprovementAction, Meeting, Observation, TeamAim, YearTask
from sessions.models import Participation, Session
from topics.models import Guideline, ThemeArea, Topic

SessionEvent = apps.get_model("coaching_sessions", "SessionEvent")


def clear_demo() -> None:
    """Delete the institutions of the demo with all that is theirs, and the demo's operator.

    In an order in which nothing that is protected still has something leaning on it.
    """
    ours = {"institution__slug__in": SLUGS}
    gone = list(Institution.objects.filter(slug__in=SLUGS).values_list("pk", flat=True))
    SessionEvent.objects.filter(pgh_obj_id__in=Session.objects.filter(**ours).values("pk")).delete()
    for model in (Participation, Session, WorkLog, Mandate, TimeOff, Coach):
        model.objects.filter(**ours).delete()
    for told in (Change, ImprovementAction, Observation, Meeting, TeamAim, YearTask, Goal):
        _with_history(told, ours)
    CoreProcess.objects.filter(**ours).delete()
    User.objects.filter(**ours).delete()
    User.objects.filter(is_operator=True, email=f"{OPERATOR.login}@demo.example").delete()
    with pgtrigger.ignore():  # nobody will read that they went
        Institution.objects.filter(slug__in=SLUGS).delete()
    _forget(gone)


def _with_history(model: Any, ours: dict[str, Any]) -> None:
    rows = model.objects.filter(**ours)
    ids = list(rows.values_list("pk", flat=True))
    rows.delete()
    model.pgh_event_model.objects.filter(pgh_obj_id__in=ids).delete()


def _forget(institutions: list[int]) -> None:
    """The history of what these institutions had set up."""
    house: Any = Institution
    things: tuple[Any, ...] = (Site, Sector, Role, ThemeArea, Topic, Guideline, Coach, Mandate)
    for thing in things:
        thing.pgh_event_model.objects.filter(institution__in=institutions).delete()
    house.pgh_event_model.objects.filter(pgh_obj__in=institutions).delete()
