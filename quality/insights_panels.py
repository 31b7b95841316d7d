"""What this room hands up to the figures: what waits for the reader's decision."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from insights.panels import insights_panel
from organisation.models import Role
from organisation.people import reader_of
from organisation.scope import roles_of, within
from quality.models import ImprovementAction

SHOWN = 5


@insights_panel
def waiting_for_a_decision(request: HttpRequest) -> str:
    """Managers see the actions of their scope that nobody has decided about, the oldest first."""
    mine = within(roles_of(reader_of(request), Role.Kind.MANAGER))
    actions = list(ImprovementAction.objects.waiting().filter(mine).order_by("created_at", "pk")[: SHOWN + 1])
    if not actions:
        return ""
    context = {"actions": actions[:SHOWN], "are_more": len(actions) > SHOWN}
    return render_to_string("quality/_waiting.html", context, request)
