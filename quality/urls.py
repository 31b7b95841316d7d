from django.urls import path

from quality.views import actions, observations, processes

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
    path("quality/processes/", processes.processes, name="processes"),
    path("quality/processes/<int:pk>/", processes.process_edit, name="process_edit"),
]
