from django.urls import path

from quality.views import actions, evaluation, observations, processes, report, year

app_name = "quality"
urlpatterns = [
    path("quality/", observations.index, name="index"),
    path("quality/propose/", observations.propose, name="propose"),
    path("quality/observations/add/", observations.observe, name="observe"),
    path("quality/observations/<int:pk>/", observations.observation, name="observation"),
    path("quality/observations/<int:pk>/action/", observations.add_action, name="action_add"),
    path("quality/actions/<int:pk>/", actions.action, name="action"),
    path("quality/actions/<int:pk>/decide/", actions.decide, name="decide"),
    path("quality/actions/<int:pk>/work/", actions.work, name="work"),
    path("quality/year/", year.clock, name="year"),
    path("quality/year/<int:year>/begin/", year.begin, name="year_begin"),
    path("quality/year/tasks/add/", year.task_add, name="task_add"),
    path("quality/year/tasks/<int:pk>/", year.task, name="task"),
    path("quality/year/tasks/<int:pk>/mark/", year.task_mark, name="task_mark"),
    path("quality/year/tasks/<int:pk>/remove/", year.task_remove, name="task_remove"),
    path("quality/goals/", year.goals, name="goals"),
    path("quality/goals/add/", year.goal_add, name="goal_add"),
    path("quality/goals/<int:pk>/", year.goal, name="goal"),
    path("quality/goals/<int:pk>/remove/", year.goal_remove, name="goal_remove"),
    path("quality/self-evaluation/", evaluation.evaluations, name="evaluations"),
    path("quality/self-evaluation/add/", evaluation.evaluation_add, name="evaluation_add"),
    path("quality/self-evaluation/<int:pk>/", evaluation.evaluation, name="evaluation"),
    path("quality/self-evaluation/<int:pk>/answer/", evaluation.answer, name="evaluation_answer"),
    path("quality/report/", report.page, name="report"),
    path("quality/report.pdf", report.pdf, name="report_pdf"),
    path("quality/processes/", processes.processes, name="processes"),
    path("quality/processes/<int:pk>/", processes.process_edit, name="process_edit"),
]
