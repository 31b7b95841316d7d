"""Takes the demo away again, and nothing else."""

from django.apps import apps

from coaches.models import Coach, Mandate, TimeOff, WorkLog
from coaching.demo_data.houses import OPERATOR, SLUGS
from coordination.models import Change, ChangeEvent
from organisation.models import Institution, User
from sessions.models import Participation, Session

SessionEvent = apps.get_model("coaching_sessions", "SessionEvent")


def clear_demo() -> None:
    """Delete the institutions of the demo with all that is theirs, and the demo's operator.

    In an order in which nothing that is protected still has something leaning on it.
    """
    ours = {"institution__slug__in": SLUGS}
    SessionEvent.objects.filter(pgh_obj_id__in=Session.objects.filter(**ours).values("pk")).delete()
    for model in (Participation, Session, WorkLog, Mandate, TimeOff, Coach):
        model.objects.filter(**ours).delete()
    changes = Change.objects.filter(**ours)
    ids = list(changes.values_list("pk", flat=True))
    changes.delete()
    ChangeEvent.objects.filter(pgh_obj_id__in=ids).delete()
    User.objects.filter(**ours).delete()
    User.objects.filter(is_operator=True, email=f"{OPERATOR.login}@demo.example").delete()
    Institution.objects.filter(slug__in=SLUGS).delete()
