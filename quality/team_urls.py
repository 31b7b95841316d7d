from django.urls import path

from quality.views import meetings, team

app_name = "team"
urlpatterns = [
    path("", team.index, name="index"),
    path("<int:pk>/", team.team, name="team"),
    path("<int:pk>/aims/", team.aim_add, name="aim_add"),
    path("aims/<int:pk>/", team.aim, name="aim"),
    path("aims/<int:pk>/remove/", team.aim_remove, name="aim_remove"),
    path("<int:pk>/reflections/", team.reflections, name="reflections"),
    path("reflections/<int:pk>/remove/", team.reflection_remove, name="reflection_remove"),
    path("<int:pk>/meetings/", meetings.past, name="meetings"),
    path("<int:pk>/meetings/add/", meetings.plan, name="meeting_add"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/move/", meetings.move, name="meeting_move"),
    path("meetings/<int:pk>/attendance/", meetings.attendance, name="attendance"),
    path("meetings/<int:pk>/remove/", meetings.remove, name="meeting_remove"),
]
