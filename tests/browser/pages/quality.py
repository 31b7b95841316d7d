"""The pages of `quality`."""

from typing import Any

from django.utils import timezone

from organisation.calendar import academic_year_of
from quality.models import CoreProcess, Goal, ImprovementAction, Observation, SelfEvaluation, YearTask
from tests.browser.pages.page import SEND, Page, send
from tests.browser.pages.things import person


def _proposal() -> Observation:
    return Observation.objects.filter(institution=person("admin").institution, by_team=False).order_by("pk").first()


def _action(state: str) -> ImprovementAction:
    found = ImprovementAction.objects.filter(institution=person("admin").institution, state=state)
    return found.order_by("pk").first()


def _process() -> int:
    return CoreProcess.objects.filter(institution=person("admin").institution).first().pk


def _of_the_year(model: Any) -> Any:
    this = academic_year_of(timezone.localdate())
    return model.objects.filter(institution=person("admin").institution, academic_year=this).order_by("pk").first()


def _closed() -> SelfEvaluation:
    return SelfEvaluation.objects.filter(institution=person("admin").institution).order_by("-closes_on")[1]


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
    Page("quality:year", "coordinator"),
    Page(
        "quality:year",
        "coordinator",
        query=lambda: f"?year={academic_year_of(timezone.localdate()) + 1}",
        words="empty",
    ),
    Page("quality:task_add", "coordinator", act=send(words="131052-308T"), status=400, words="errors"),
    Page("quality:task", "coordinator", args=lambda: [_of_the_year(YearTask).pk]),
    Page("quality:task_remove", "coordinator", args=lambda: [_of_the_year(YearTask).pk]),
    Page("quality:goals", "manager"),
    Page("quality:goal_add", "manager", act=SEND, status=400, words="errors"),
    Page("quality:goal", "manager", args=lambda: [_of_the_year(Goal).pk]),
    Page("quality:goal_remove", "manager", args=lambda: [_of_the_year(Goal).pk]),
    Page("quality:evaluations", "coach"),
    Page("quality:evaluation_add", "coordinator", act=SEND, status=400, words="errors"),
    Page("quality:evaluation", "manager", args=lambda: [_closed().pk]),
    Page("quality:evaluation_answer", "coach", args=lambda: [_of_the_year(SelfEvaluation).pk]),
    Page("quality:report", "manager"),
    Page(
        "quality:report", "manager", query=lambda: f"?year={academic_year_of(timezone.localdate()) - 1}", words="closed"
    ),
    Page("quality:processes", "admin"),
    Page("quality:process_edit", "admin", args=lambda: [_process()]),
]
NO_PAGE = {"quality:report_pdf"}
POST_ONLY = {"quality:year_begin", "quality:task_mark"}
