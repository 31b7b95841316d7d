"""The pages of `quality`."""

from quality.models import CoreProcess, ImprovementAction, Observation
from tests.browser.pages.page import SEND, Page, send
from tests.browser.pages.things import person


def _proposal() -> Observation:
    return Observation.objects.filter(institution=person("admin").institution, by_team=False).order_by("pk").first()


def _action(state: str) -> ImprovementAction:
    found = ImprovementAction.objects.filter(institution=person("admin").institution, state=state)
    return found.order_by("pk").first()


def _process() -> int:
    return CoreProcess.objects.filter(institution=person("admin").institution).first().pk


PAGES = [
    Page("quality:index", "admin"),
    Page("quality:propose", "teacher"),
    Page("quality:propose", "teacher", act=send(text="131052-308T"), status=400, words="errors"),
    Page("quality:observation", "coach", args=lambda: [_proposal().pk]),
    Page("quality:observe", "coach", query=lambda: f"?proposal={_proposal().pk}"),
    Page("quality:action_add", "coach", args=lambda: [_proposal().pk], act=SEND, status=400, words="errors"),
    Page("quality:action", "teacher", args=lambda: [_action("done").pk], words="done"),
    Page("quality:action", "manager", args=lambda: [_action("accepted").pk]),
    Page("quality:decide", "manager", args=lambda: [_action("proposed").pk], act=SEND, status=400, words="errors"),
    Page("quality:work", "manager", args=lambda: [_action("accepted").pk]),
    Page("quality:processes", "admin"),
    Page("quality:process_edit", "admin", args=lambda: [_process()]),
]
NO_PAGE: set[str] = set()
POST_ONLY: set[str] = set()
